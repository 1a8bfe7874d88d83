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
    public static void Is<T, E>(this Mat<T> target, Expression<T, E> expression)
        where T : unmanaged, IFloatingPointIeee754<T>
        where E : struct, IExpression<T>
    {
        var equation = target.Becomes(expression);
        equation.Check();
        Run<T, Equation<T, E>>(equation, equation.Length);
    }

    /// <summary>An equation for <see cref="OnePass{T, A, B, C}"/>.</summary>
    public static Equation<T, E> Becomes<T, E>(this Mat<T> target, Expression<T, E> expression)
        where T : unmanaged, IFloatingPointIeee754<T>
        where E : struct, IExpression<T> => new(target, expression.Value);

    /// <summary>Equations one after another, in one pass over memory: each may use what those before it computed.</summary>
    public static void OnePass<T, A, B>(Equation<T, A> first, Equation<T, B> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        where A : struct, IExpression<T>
        where B : struct, IExpression<T>
    {
        first.Check();
        second.Check(first.Target);
        Run<T, Both<T, Equation<T, A>, Equation<T, B>>>(new(first, second), first.Length);
    }

    /// <summary>Equations one after another, in one pass over memory: each may use what those before it computed.</summary>
    public static void OnePass<T, A, B, C>(Equation<T, A> first, Equation<T, B> second, Equation<T, C> third)
        where T : unmanaged, IFloatingPointIeee754<T>
        where A : struct, IExpression<T>
        where B : struct, IExpression<T>
        where C : struct, IExpression<T>
    {
        first.Check();
        second.Check(first.Target);
        third.Check(first.Target);
        Run<T, Both<T, Both<T, Equation<T, A>, Equation<T, B>>, Equation<T, C>>>(new(new(first, second), third), first.Length);
    }

    private static void Run<T, Q>(Q equations, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where Q : struct, IEquation<T>
    {
        var kernel = new EquationKernel<T, Q>(equations, length);
        Compute.Run<T, EquationKernel<T, Q>>(ref kernel);
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

    /// <summary>x limited to −limit … limit.</summary>
    public static Expression<T, Binary<T, Larger, Constant<T>, Binary<T, Smaller, Constant<T>, Leaf<T>>>> Bounded<T>(Mat<T> x, T limit)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new(new(-limit), new(new(limit), new(x))));
}
