using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnCourse.Numerics;

/// <summary>As many numbers as <see cref="Vector{T}"/> holds on this machine: Arm, WebAssembly, older x86.</summary>
internal readonly unsafe struct SimdPortable<T> : ISimd<T, Vector<T>> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Width => Vector<T>.Count;
    public static Vector<T> Zero => Vector<T>.Zero;
    [MethodImpl(AggressiveInlining)] public static Vector<T> Load(T* source) => Unsafe.ReadUnaligned<Vector<T>>(source);
    [MethodImpl(AggressiveInlining)]
    public static void Store(T* target, Vector<T> value) => Unsafe.WriteUnaligned(target, value);
    [MethodImpl(AggressiveInlining)] public static Vector<T> Broadcast(T value) => new(value);
    [MethodImpl(AggressiveInlining)] public static Vector<T> Add(Vector<T> a, Vector<T> b) => a + b;
    [MethodImpl(AggressiveInlining)] public static Vector<T> Subtract(Vector<T> a, Vector<T> b) => a - b;
    [MethodImpl(AggressiveInlining)] public static Vector<T> Multiply(Vector<T> a, Vector<T> b) => a * b;
    [MethodImpl(AggressiveInlining)] public static Vector<T> Divide(Vector<T> a, Vector<T> b) => a / b;
    [MethodImpl(AggressiveInlining)]
    public static Vector<T> MultiplyAdd(Vector<T> a, Vector<T> b, Vector<T> c)
    {
        // Vector<T> has no fused multiply-add before .NET 9; where the processor has one of the same width, it is used.
        if (Fma.IsSupported && Vector<byte>.Count == 32)
            return Simd256<T>.MultiplyAdd(a.AsVector256(), b.AsVector256(), c.AsVector256()).AsVector();
        if (AdvSimd.Arm64.IsSupported && Vector<byte>.Count == 16)
            return typeof(T) == typeof(float)
                ? AdvSimd.FusedMultiplyAdd(c.AsVector128().AsSingle(), a.AsVector128().AsSingle(),
                    b.AsVector128().AsSingle()).As<float, T>().AsVector()
                : AdvSimd.Arm64.FusedMultiplyAdd(c.AsVector128().AsDouble(), a.AsVector128().AsDouble(),
                    b.AsVector128().AsDouble()).As<double, T>().AsVector();
        return (a * b) + c;
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector<T> Max(Vector<T> a, Vector<T> b) => Vector.ConditionalSelect(Vector.GreaterThan(a, b), a, b);
    [MethodImpl(AggressiveInlining)]
    public static Vector<T> Min(Vector<T> a, Vector<T> b) => Vector.ConditionalSelect(Vector.LessThan(a, b), a, b);
    [MethodImpl(AggressiveInlining)] public static Vector<T> Sqrt(Vector<T> a) => Vector.SquareRoot(a);
    [MethodImpl(AggressiveInlining)]
    public static Vector<T> WherePositive(Vector<T> condition, Vector<T> value) =>
        Vector.ConditionalSelect(Vector.GreaterThan(condition, Zero), value, Zero);

    [MethodImpl(AggressiveInlining)]
    public static Vector<T> PowerOfTwo(Vector<T> biased)
    {
        if (typeof(T) == typeof(float))
            return Vector.AsVectorSingle(
                Vector.ShiftLeft(Vector.AsVectorInt32(biased), 23) + Vector.AsVectorInt32(Vector<float>.One)).As<float,
                    T>();
        return Vector.AsVectorDouble(
            Vector.ShiftLeft(Vector.AsVectorInt64(biased), 52) + Vector.AsVectorInt64(Vector<double>.One)).As<double,
                T>();
    }

    public static void Prefetch(byte* address)
    {
    }
}
