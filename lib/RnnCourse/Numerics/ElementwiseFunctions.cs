namespace RnnCourse.Numerics;

/// <summary>An element-wise function of one register.</summary>
internal interface IUnary
{
    static abstract V Of<T, V, S>(V x) where T : unmanaged, IFloatingPointIeee754<T> where V : struct
        where S : struct, ISimd<T, V>;
}

/// <summary>An element-wise function of two registers.</summary>
internal interface IBinary
{
    static abstract V Of<T, V, S>(V a, V b) where T : unmanaged, IFloatingPointIeee754<T> where V : struct
        where S : struct, ISimd<T, V>;
}

internal readonly struct Plus : IBinary
{
    [MethodImpl(AggressiveInlining)] static V IBinary.Of<T, V, S>(V a, V b) => S.Add(a, b);
}

internal readonly struct Minus : IBinary
{
    [MethodImpl(AggressiveInlining)] static V IBinary.Of<T, V, S>(V a, V b) => S.Subtract(a, b);
}

internal readonly struct Product : IBinary
{
    [MethodImpl(AggressiveInlining)] static V IBinary.Of<T, V, S>(V a, V b) => S.Multiply(a, b);
}

internal readonly struct Quotient : IBinary
{
    [MethodImpl(AggressiveInlining)] static V IBinary.Of<T, V, S>(V a, V b) => S.Divide(a, b);
}

internal readonly struct TanhOf : IUnary
{
    [MethodImpl(AggressiveInlining)] static V IUnary.Of<T, V, S>(V x) => ElementaryFunctions.Tanh<T, V, S>(x);
}

internal readonly struct SigmoidOf : IUnary
{
    [MethodImpl(AggressiveInlining)] static V IUnary.Of<T, V, S>(V x) => ElementaryFunctions.Sigmoid<T, V, S>(x);
}

internal readonly struct ReluOf : IUnary
{
    [MethodImpl(AggressiveInlining)] static V IUnary.Of<T, V, S>(V x) => S.Max(S.Zero, x);
}

/// <summary>1 above 0, otherwise 0: the slope of ReLU (0 at 0, as everywhere in practice).</summary>
internal readonly struct StepOf : IUnary
{
    [MethodImpl(AggressiveInlining)] static V IUnary.Of<T, V, S>(V x) => S.WherePositive(x, S.Broadcast(T.One));
}

internal readonly struct SqrtOf : IUnary
{
    [MethodImpl(AggressiveInlining)] static V IUnary.Of<T, V, S>(V x) => S.Sqrt(x);
}

internal readonly struct ExpOf : IUnary
{
    [MethodImpl(AggressiveInlining)] static V IUnary.Of<T, V, S>(V x) => ElementaryFunctions.Exp<T, V, S>(x);
}

/// <summary>The larger of two; a NaN in b stays.</summary>
internal readonly struct Larger : IBinary
{
    [MethodImpl(AggressiveInlining)] static V IBinary.Of<T, V, S>(V a, V b) => S.Max(a, b);
}

/// <summary>The smaller of two; a NaN in b stays.</summary>
internal readonly struct Smaller : IBinary
{
    [MethodImpl(AggressiveInlining)] static V IBinary.Of<T, V, S>(V a, V b) => S.Min(a, b);
}
