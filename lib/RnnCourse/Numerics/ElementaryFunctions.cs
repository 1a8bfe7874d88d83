namespace RnnCourse.Numerics;

/// <summary>exp, tanh and sigmoid of a register. x = n·ln 2 + r with |r| ≤ ½ ln 2, and eʳ − 1 by its Taylor series,
/// long enough for the last bit: to r⁷/7! for float, to r¹³/13! for double. NaN stays NaN.</summary>
internal static class ElementaryFunctions
{
    /// <summary>eˣ; 0 where it would be below the smallest normal number.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Exp<T, V, S>(V x) where T : unmanaged, IFloatingPointIeee754<T> where V : struct
        where S : struct, ISimd<T, V>
    {
        var result = BoundedExp<T, V, S>(x);
        var underflow = S.Subtract(S.Broadcast(Lowest<T>()), x);
        return S.Subtract(result, S.WherePositive(underflow, result));
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Sigmoid<T, V, S>(V x) where T : unmanaged, IFloatingPointIeee754<T> where V : struct
        where S : struct, ISimd<T, V>
    {
        var one = S.Broadcast(T.One);
        return S.Divide(one, S.Add(one, BoundedExp<T, V, S>(S.Subtract(S.Zero, x))));
    }

    /// <summary>tanh x = m / (m + 2) with m = e²ˣ − 1, computed without cancellation: accurate near 0 too.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Tanh<T, V, S>(V x) where T : unmanaged, IFloatingPointIeee754<T> where V : struct
        where S : struct, ISimd<T, V>
    {
        var limit = S.Broadcast(Number<T>(40f, 40.0)); // tanh 20 rounds to 1 in double
        var twice = S.Max(S.Subtract(S.Zero, limit), S.Min(limit, S.Add(x, x)));
        var (scale, m) = ReducedExpMinusOne<T, V, S>(twice);
        m = S.MultiplyAdd(scale, m, S.Subtract(scale, S.Broadcast(T.One)));
        return S.Divide(m, S.Add(m, S.Broadcast(T.One + T.One)));
    }

    [MethodImpl(AggressiveInlining)]
    private static V BoundedExp<T, V, S>(V x) where T : unmanaged, IFloatingPointIeee754<T> where V : struct
        where S : struct, ISimd<T, V>
    {
        var bounded = S.Max(S.Broadcast(Lowest<T>()), S.Min(S.Broadcast(Number<T>(88f, 709.0)), x));
        var (scale, m) = ReducedExpMinusOne<T, V, S>(bounded);
        return S.MultiplyAdd(scale, m, scale);
    }

    /// <summary>2ⁿ and eʳ − 1 for x = n·ln 2 + r.</summary>
    [MethodImpl(AggressiveInlining)]
    private static (V Scale, V Minus1) ReducedExpMinusOne<T, V, S>(V x) where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct where S : struct, ISimd<T, V>
    {
        // Adding 1.5·2^(bits of the significand) rounds to a whole number and leaves it in the low bits.
        var magic = S.Broadcast(Number<T>(12582912f, 6755399441055744.0));
        var biased = S.MultiplyAdd(x, S.Broadcast(Number<T>(1.44269504f, 1.4426950408889634)), magic);
        var n = S.Subtract(biased, magic);

        // ln 2 in two parts, the first with trailing zeros so that n times it is exact.
        var r = S.MultiplyAdd(n, S.Broadcast(Number<T>(-0.693359375f, -0.69314718036912382)), x);
        r = S.MultiplyAdd(n, S.Broadcast(Number<T>(2.12194440e-4f, -1.9082149292705877e-10)), r);

        var p = S.Broadcast(Number<T>(1f / 5040, 1.0 / 6227020800));
        if (typeof(T) == typeof(double))
        {
            p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(0, 1.0 / 479001600)));
            p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(0, 1.0 / 39916800)));
            p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(0, 1.0 / 3628800)));
            p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(0, 1.0 / 362880)));
            p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(0, 1.0 / 40320)));
            p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(0, 1.0 / 5040)));
        }

        p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(1f / 720, 1.0 / 720)));
        p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(1f / 120, 1.0 / 120)));
        p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(1f / 24, 1.0 / 24)));
        p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(1f / 6, 1.0 / 6)));
        p = S.MultiplyAdd(p, r, S.Broadcast(Number<T>(0.5f, 0.5)));
        return (S.PowerOfTwo(biased), S.MultiplyAdd(S.Multiply(p, r), r, r));
    }

    /// <summary>The logarithm of about the smallest normal number.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T Lowest<T>()
        where T : unmanaged => Number<T>(-87f, -708.0);

    /// <summary>A constant in both precisions; the compiler keeps one.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T Number<T>(float single, double full)
        where T : unmanaged => typeof(T) == typeof(float) ? (T)(object)single : (T)(object)full;
}
