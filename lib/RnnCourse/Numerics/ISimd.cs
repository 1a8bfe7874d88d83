namespace RnnCourse.Numerics;

/// <summary>One SIMD register of <typeparamref name="T"/>: every kernel is written once against this interface and
/// compiled for 512-bit, 256-bit or <see cref="System.Numerics.Vector{T}"/> registers.</summary>
internal unsafe interface ISimd<T, V>
    where T : unmanaged where V : struct
{
    /// <summary>Numbers in a register.</summary>
    static abstract int Width { get; }
    static abstract V Zero { get; }

    static abstract V Load(T* source);
    static abstract void Store(T* target, V value);

    static abstract V Broadcast(T value);
    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);
    static abstract V Multiply(V a, V b);

    static abstract V Divide(V a, V b);

    /// <summary>a·b + c.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>The larger; a NaN in <paramref name="b"/> stays.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller; a NaN in <paramref name="b"/> stays.</summary>
    static abstract V Min(V a, V b);
    static abstract V Sqrt(V a);

    /// <summary><paramref name="value"/> where <paramref name="condition"/> is above 0, otherwise 0.</summary>
    static abstract V WherePositive(V condition, V value);

    /// <summary>2ⁿ for n held in the low bits of the significand (see <see cref="ElementaryFunctions"/>).</summary>
    static abstract V PowerOfTwo(V biased);

    /// <summary>Asks for a cache line that will be needed soon; never fails, whatever the address.</summary>
    static abstract void Prefetch(byte* address);
}
