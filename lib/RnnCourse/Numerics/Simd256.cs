using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCourse.Numerics;

/// <summary>A 256-bit register: 8 floats or 4 doubles, with fused multiply-add (AVX2, FMA).</summary>
internal readonly unsafe struct Simd256<T> : ISimd<T, Vector256<T>> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Width => 32 / sizeof(T);
    public static Vector256<T> Zero => Vector256<T>.Zero;
    [MethodImpl(AggressiveInlining)] public static Vector256<T> Load(T* source) => Vector256.Load(source);
    [MethodImpl(AggressiveInlining)] public static void Store(T* target, Vector256<T> value) => value.Store(target);
    [MethodImpl(AggressiveInlining)] public static Vector256<T> Broadcast(T value) => Vector256.Create(value);
    [MethodImpl(AggressiveInlining)] public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;
    [MethodImpl(AggressiveInlining)] public static Vector256<T> Subtract(Vector256<T> a, Vector256<T> b) => a - b;
    [MethodImpl(AggressiveInlining)] public static Vector256<T> Multiply(Vector256<T> a, Vector256<T> b) => a * b;
    [MethodImpl(AggressiveInlining)] public static Vector256<T> Divide(Vector256<T> a, Vector256<T> b) => a / b;
    [MethodImpl(AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(float)
        ? Fma.MultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Fma.MultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
    [MethodImpl(AggressiveInlining)]
    public static Vector256<T> Max(Vector256<T> a, Vector256<T> b) => typeof(T) == typeof(float)
        ? Avx.Max(a.AsSingle(), b.AsSingle()).As<float, T>()
        : Avx.Max(a.AsDouble(), b.AsDouble()).As<double, T>();
    [MethodImpl(AggressiveInlining)]
    public static Vector256<T> Min(Vector256<T> a, Vector256<T> b) => typeof(T) == typeof(float)
        ? Avx.Min(a.AsSingle(), b.AsSingle()).As<float, T>()
        : Avx.Min(a.AsDouble(), b.AsDouble()).As<double, T>();
    [MethodImpl(AggressiveInlining)] public static Vector256<T> Sqrt(Vector256<T> a) => Vector256.Sqrt(a);
    [MethodImpl(AggressiveInlining)]
    public static Vector256<T> WherePositive(Vector256<T> condition, Vector256<T> value) => typeof(T) == typeof(float)
        ? Avx.And(Avx.CompareGreaterThan(condition.AsSingle(), Vector256<float>.Zero), value.AsSingle()).As<float, T>()
        : Avx.And(Avx.CompareGreaterThan(condition.AsDouble(), Vector256<double>.Zero), value.AsDouble()).As<double,
            T>();
    [MethodImpl(AggressiveInlining)]
    public static Vector256<T> PowerOfTwo(Vector256<T> biased) => typeof(T) == typeof(float)
        ? Avx2.Add(Avx2.ShiftLeftLogical(biased.AsInt32(), 23), Vector256<float>.One.AsInt32()).AsSingle().As<float,
            T>()
        : Avx2.Add(Avx2.ShiftLeftLogical(biased.AsInt64(), 52), Vector256<double>.One.AsInt64()).AsDouble().As<double,
            T>();
    [MethodImpl(AggressiveInlining)] public static void Prefetch(byte* address) => Sse.Prefetch1(address);
}
