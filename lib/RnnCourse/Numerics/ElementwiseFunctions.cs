using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnCourse.Numerics;

/// <summary>An element-wise function of one register.</summary>
internal interface IUnary
{
    static abstract V Of<T, V, S>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V>;
}

/// <summary>An element-wise function of two registers.</summary>
internal interface IBinary
{
    static abstract V Of<T, V, S>(V a, V b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V>;
}

internal readonly struct Plus : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V a, V b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => S.Add(a, b);
}

internal readonly struct Minus : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V a, V b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => S.Subtract(a, b);
}

internal readonly struct Product : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V a, V b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => S.Multiply(a, b);
}

internal readonly struct Quotient : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V a, V b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => S.Divide(a, b);
}

internal readonly struct TanhOf : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => ElementaryFunctions.Tanh<T, V, S>(x);
}

internal readonly struct SigmoidOf : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => ElementaryFunctions.Sigmoid<T, V, S>(x);
}

internal readonly struct ReluOf : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => S.Max(S.Zero, x);
}

/// <summary>1 above 0, otherwise 0: the slope of ReLU (0 at 0, as everywhere in practice).</summary>
internal readonly struct StepOf : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => S.WherePositive(x, S.Broadcast(T.One));
}

internal readonly struct SqrtOf : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => S.Sqrt(x);
}

internal readonly struct ExpOf : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => ElementaryFunctions.Exp<T, V, S>(x);
}

/// <summary>The larger of two; a NaN in b stays.</summary>
internal readonly struct Larger : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V a, V b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => S.Max(a, b);
}

/// <summary>The smaller of two; a NaN in b stays.</summary>
internal readonly struct Smaller : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, S>(V a, V b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V> => S.Min(a, b);
}
