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
        var kernel = new AssignKernel<T, E>(target.First, (nint)target.Rows * target.Stride, expression.Value);
        Compute.Run<T, AssignKernel<T, E>>(ref kernel);
        expression.Value.KeepAlive();
        GC.KeepAlive(target);
    }

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
}
