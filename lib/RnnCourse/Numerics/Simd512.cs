using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCourse.Numerics;

/// <summary>
/// A 512-bit register: 16 floats or 8 doubles, chosen where <see cref="Avx512F"/> is there, because
/// <see cref="Vector512.IsHardwareAccelerated"/> is false on processors that have AVX-512 but lower their clock for it.
/// </summary>
internal readonly unsafe struct Simd512<T> : ISimd<T, Vector512<T>> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Width => 64 / sizeof(T);
    public static Vector512<T> Zero => Vector512<T>.Zero;
    [MethodImpl(AggressiveInlining)] public static Vector512<T> Load(T* source) => Vector512.Load(source);
    [MethodImpl(AggressiveInlining)] public static void Store(T* target, Vector512<T> value) => value.Store(target);
    [MethodImpl(AggressiveInlining)] public static Vector512<T> Broadcast(T value) => Vector512.Create(value);
    [MethodImpl(AggressiveInlining)] public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;
    [MethodImpl(AggressiveInlining)] public static Vector512<T> Subtract(Vector512<T> a, Vector512<T> b) => a - b;
    [MethodImpl(AggressiveInlining)] public static Vector512<T> Multiply(Vector512<T> a, Vector512<T> b) => a * b;
    [MethodImpl(AggressiveInlining)] public static Vector512<T> Divide(Vector512<T> a, Vector512<T> b) => a / b;
    [MethodImpl(AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(float)
        ? Avx512F.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Avx512F.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
    [MethodImpl(AggressiveInlining)]
    public static Vector512<T> Max(Vector512<T> a, Vector512<T> b) => typeof(T) == typeof(float)
        ? Avx512F.Max(a.AsSingle(), b.AsSingle()).As<float, T>()
        : Avx512F.Max(a.AsDouble(), b.AsDouble()).As<double, T>();
    [MethodImpl(AggressiveInlining)]
    public static Vector512<T> Min(Vector512<T> a, Vector512<T> b) => typeof(T) == typeof(float)
        ? Avx512F.Min(a.AsSingle(), b.AsSingle()).As<float, T>()
        : Avx512F.Min(a.AsDouble(), b.AsDouble()).As<double, T>();
    [MethodImpl(AggressiveInlining)] public static Vector512<T> Sqrt(Vector512<T> a) => Vector512.Sqrt(a);
    [MethodImpl(AggressiveInlining)]
    public static Vector512<T> WherePositive(Vector512<T> condition, Vector512<T> value) => typeof(T) == typeof(float)
        ? Avx512F.And(Avx512F.CompareGreaterThan(condition.AsSingle(), Vector512<float>.Zero).AsInt32(),
            value.AsInt32()).AsSingle().As<float, T>()
        : Avx512F.And(Avx512F.CompareGreaterThan(condition.AsDouble(), Vector512<double>.Zero).AsInt64(),
            value.AsInt64()).AsDouble().As<double, T>();
    [MethodImpl(AggressiveInlining)]
    public static Vector512<T> PowerOfTwo(Vector512<T> biased) => typeof(T) == typeof(float)
        ? Avx512F.Add(Avx512F.ShiftLeftLogical(biased.AsInt32(), 23), Simd512<float>.Broadcast(1f).AsInt32()).AsSingle()
            .As<float, T>()
        : Avx512F.Add(Avx512F.ShiftLeftLogical(biased.AsInt64(), 52), Simd512<double>.Broadcast(1.0).AsInt64())
            .AsDouble().As<double, T>();
    [MethodImpl(AggressiveInlining)] public static void Prefetch(byte* address) => Sse.Prefetch1(address);
}
