using System.Numerics;

namespace RnnCourse.Numerics;

/// <summary>
/// Operators of element-wise expressions. <c>%</c> is the element-wise product ⊙ (C# has no ⊙, and % binds as * does).
/// One loop runs when the expression is assigned: <c>c.Is(f % cPrev + i % g)</c>.
/// </summary>
internal static class ElementwiseOperators
{
    extension<T>(Mat<T>)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static Expression<T, Binary<T, Plus, Leaf<T>, Leaf<T>>> operator +(Mat<T> a, Mat<T> b) => new(new(new(a), new(b)));

        public static Expression<T, Binary<T, Minus, Leaf<T>, Leaf<T>>> operator -(Mat<T> a, Mat<T> b) => new(new(new(a), new(b)));

        public static Expression<T, Binary<T, Product, Leaf<T>, Leaf<T>>> operator %(Mat<T> a, Mat<T> b) => new(new(new(a), new(b)));

        public static Expression<T, Binary<T, Minus, Constant<T>, Leaf<T>>> operator -(T a, Mat<T> b) => new(new(new(a), new(b)));

        public static Expression<T, Binary<T, Product, Constant<T>, Leaf<T>>> operator *(T a, Mat<T> b) => new(new(new(a), new(b)));
    }

    extension<T, E>(Expression<T, E>)
        where T : unmanaged, IFloatingPointIeee754<T>
        where E : struct, IExpression<T>
    {
        public static Expression<T, Binary<T, Plus, Leaf<T>, E>> operator +(Mat<T> a, Expression<T, E> b) => new(new(new(a), b.Value));

        public static Expression<T, Binary<T, Plus, E, Leaf<T>>> operator +(Expression<T, E> a, Mat<T> b) => new(new(a.Value, new(b)));

        public static Expression<T, Binary<T, Minus, Leaf<T>, E>> operator -(Mat<T> a, Expression<T, E> b) => new(new(new(a), b.Value));

        public static Expression<T, Binary<T, Minus, E, Leaf<T>>> operator -(Expression<T, E> a, Mat<T> b) => new(new(a.Value, new(b)));

        public static Expression<T, Binary<T, Product, Leaf<T>, E>> operator %(Mat<T> a, Expression<T, E> b) => new(new(new(a), b.Value));

        public static Expression<T, Binary<T, Product, E, Leaf<T>>> operator %(Expression<T, E> a, Mat<T> b) => new(new(a.Value, new(b)));

        public static Expression<T, Binary<T, Minus, Constant<T>, E>> operator -(T a, Expression<T, E> b) => new(new(new(a), b.Value));

        public static Expression<T, Binary<T, Product, Constant<T>, E>> operator *(T a, Expression<T, E> b) => new(new(new(a), b.Value));

        public static Expression<T, Binary<T, Plus, E, Constant<T>>> operator +(Expression<T, E> a, T b) => new(new(a.Value, new(b)));
    }

    extension<T, E>(Expression<T, E>)
        where T : unmanaged, IFloatingPointIeee754<T>
        where E : struct, IExpression<T>
    {
        public static Expression<T, Binary<T, Quotient, Leaf<T>, E>> operator /(Mat<T> a, Expression<T, E> b) => new(new(new(a), b.Value));
    }

    extension<T, A, B>(Expression<T, A>)
        where T : unmanaged, IFloatingPointIeee754<T>
        where A : struct, IExpression<T>
        where B : struct, IExpression<T>
    {
        public static Expression<T, Binary<T, Plus, A, B>> operator +(Expression<T, A> a, Expression<T, B> b) => new(new(a.Value, b.Value));

        public static Expression<T, Binary<T, Minus, A, B>> operator -(Expression<T, A> a, Expression<T, B> b) => new(new(a.Value, b.Value));

        public static Expression<T, Binary<T, Product, A, B>> operator %(Expression<T, A> a, Expression<T, B> b) => new(new(a.Value, b.Value));

        public static Expression<T, Binary<T, Quotient, A, B>> operator /(Expression<T, A> a, Expression<T, B> b) => new(new(a.Value, b.Value));
    }

    /// <summary>Assigns an expression, in one pass over memory and with no allocation.</summary>
    public static unsafe void Is<T, E>(this Mat<T> target, Expression<T, E> expression)
        where T : unmanaged, IFloatingPointIeee754<T>
        where E : struct, IExpression<T>
    {
        expression.Value.Check(target);
        var kernel = new AssignKernel<T, E>(target.First, 0, (nint)target.Rows * target.Stride, expression.Value);
        Compute.Run<T, AssignKernel<T, E>>(ref kernel);
        GC.KeepAlive(target);
    }

    /// <summary>Assigns a piece of an expression: several equations piece by piece keep their operands in the cache.</summary>
    public static unsafe void Is<T, E>(this Mat<T> target, Expression<T, E> expression, Piece piece)
        where T : unmanaged, IFloatingPointIeee754<T>
        where E : struct, IExpression<T>
    {
        expression.Value.Check(target);
        var kernel = new AssignKernel<T, E>(target.First, piece.Start, piece.End, expression.Value);
        Compute.Run<T, AssignKernel<T, E>>(ref kernel);
        GC.KeepAlive(target);
    }

    /// <summary>The matrix in pieces of a few thousand numbers.</summary>
    public static Pieces Pieces<T>(this Mat<T> mat)
        where T : unmanaged, IFloatingPointIeee754<T> => new(mat.Rows * mat.Stride);

    public static Expression<T, Unary<T, TanhOf, Leaf<T>>> Tanh<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new(new(x)));

    public static Expression<T, Unary<T, SigmoidOf, Leaf<T>>> Sigmoid<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new(new(x)));

    public static Expression<T, Unary<T, ReluOf, Leaf<T>>> Relu<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new(new(x)));

    public static Expression<T, Unary<T, StepOf, Leaf<T>>> Step<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new(new(x)));

    public static Expression<T, Unary<T, SqrtOf, Leaf<T>>> Sqrt<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new(new(x)));

    public static Expression<T, Unary<T, ExpOf, Leaf<T>>> Exp<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new(new(x)));

    public static Expression<T, Unary<T, SqrtOf, E>> Sqrt<T, E>(Expression<T, E> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where E : struct, IExpression<T> => new(new(x.Value));

    /// <summary>x limited to −limit … limit.</summary>
    public static Expression<T, Binary<T, Larger, Constant<T>, Binary<T, Smaller, Constant<T>, Leaf<T>>>> Bounded<T>(Mat<T> x, T limit)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new(new(-limit), new(new(limit), new(x))));
}

/// <summary>Numbers Start … End − 1 of a matrix's padded memory.</summary>
internal readonly record struct Piece(int Start, int End);

/// <summary>Enumerates the pieces of a matrix.</summary>
internal struct Pieces(int length)
{
    private const int Length = 2048;
    private int _next;

    public Piece Current { get; private set; }

    public readonly Pieces GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= length) return false;
        Current = new Piece(_next, Math.Min(_next + Length, length));
        _next += Length;
        return true;
    }
}
