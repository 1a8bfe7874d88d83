namespace RnnCourse.Numerics;

/// <summary>
/// The library's equations, computed in place: the operators of <see cref="Mat{T}"/> for operands that allocate
/// nothing.
/// <c>%</c> is the element-wise product ⊙, as there. One loop runs when an expression is assigned,
/// <c>c.Set(f % cPrev + i % g)</c>, and <c>a += h * packed</c> adds a matrix product to a.
/// </summary>
internal static class Equations
{
    extension<T, A, B>(Expression<T, A>) where T : unmanaged, IFloatingPointIeee754<T> where A : struct, IExpression<T>
        where B : struct, IExpression<T>
    {
        [MethodImpl(AggressiveInlining)]
        public static Expression<T, Binary<T, Plus, A, B>> operator +(Expression<T, A> a, Expression<T, B> b) =>
            new(new(a.Value, b.Value));

        [MethodImpl(AggressiveInlining)]
        public static Expression<T, Binary<T, Minus, A, B>> operator -(Expression<T, A> a, Expression<T, B> b) =>
            new(new(a.Value, b.Value));

        [MethodImpl(AggressiveInlining)]
        public static Expression<T, Binary<T, Product, A, B>> operator %(Expression<T, A> a, Expression<T, B> b) =>
            new(new(a.Value, b.Value));

        [MethodImpl(AggressiveInlining)]
        public static Expression<T, Binary<T, Quotient, A, B>> operator /(Expression<T, A> a, Expression<T, B> b) =>
            new(new(a.Value, b.Value));
    }

    extension<T, E>(Expression<T, E>) where T : unmanaged, IFloatingPointIeee754<T> where E : struct, IExpression<T>
    {
        [MethodImpl(AggressiveInlining)]
        public static Expression<T, Binary<T, Plus, E, Constant<T>>> operator +(Expression<T, E> a, T b) =>
            new(new(a.Value, new(b)));

        [MethodImpl(AggressiveInlining)]
        public static Expression<T, Binary<T, Minus, Constant<T>, E>> operator -(T a, Expression<T, E> b) =>
            new(new(new(a), b.Value));

        [MethodImpl(AggressiveInlining)]
        public static Expression<T, Binary<T, Product, Constant<T>, E>> operator *(T a, Expression<T, E> b) =>
            new(new(new(a), b.Value));

        [MethodImpl(AggressiveInlining)]
        public static Expression<T, Binary<T, Quotient, E, Constant<T>>> operator /(Expression<T, E> a, T b) =>
            new(new(a.Value, new(b)));
    }

    extension<T>(Expression<T, Leaf<T>> operand) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Aᵀ, not yet computed.</summary>
        public Transposed<T> Transposed => new(operand.Value);

        [MethodImpl(AggressiveInlining)]
        public static PackedProduct<T> operator *(Expression<T, Leaf<T>> a, Packed<T> w) => new(a.Value, w);
    }

    extension<T>(ref Expression<T, Leaf<T>> target) where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(AggressiveInlining)]
        public void operator +=(PackedProduct<T> product) => product.Into(target.Value, add: true);

        [MethodImpl(AggressiveInlining)]
        public void operator +=(OuterProduct<T> product) => product.Into(target.Value, add: true);
    }

    /// <summary>target = A · W.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Set<T>(this Expression<T, Leaf<T>> target, PackedProduct<T> product)
        where T : unmanaged, IFloatingPointIeee754<T> => product.Into(target.Value, add: false);

    /// <summary>target = Aᵀ · B.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Set<T>(this Expression<T, Leaf<T>> target, OuterProduct<T> product)
        where T : unmanaged, IFloatingPointIeee754<T> => product.Into(target.Value, add: false);

    /// <summary>target += A · W, for <see cref="Fused{T}"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Addition<T> Plus<T>(this Expression<T, Leaf<T>> target, PackedProduct<T> product)
        where T : unmanaged, IFloatingPointIeee754<T> => new(target.Value, product.A, product.W);

    /// <summary>Products in one pass over their weights; targets may be the same.</summary>
    public static void Fused<T>(params ReadOnlySpan<Addition<T>> products) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (FusedProducts<T>.Takes(products))
        {
            var columns = ColumnPart.Parts(products[0].W.N, products.Length * products[0].W.K);
            Workers.Run(columns, new FusedProducts<T>(products, columns));
            foreach (var product in products) GC.KeepAlive(product.W);
        }
        else
        {
            foreach (var product in products) product.Run();
        }
    }

    /// <summary>Assigns an expression, in one pass over memory and with no allocation.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Set<T, E>(this Expression<T, Leaf<T>> target, Expression<T, E> expression)
        where T : unmanaged, IFloatingPointIeee754<T>
        where E : struct, IExpression<T> => Run(target.Value, new Equation<T, E>(target.Value, expression.Value));

    /// <summary>An equation for <see cref="Fused{T, A, B, C}"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Equation<T, E> To<T, E>(this Expression<T, Leaf<T>> target, Expression<T, E> expression)
        where T : unmanaged, IFloatingPointIeee754<T>
        where E : struct, IExpression<T> => new(target.Value, expression.Value);

    /// <summary>Equations in one pass over memory: each may use what those before it computed.</summary>
    public static void Fused<T, A, B>(Equation<T, A> first, Equation<T, B> second)
        where T : unmanaged, IFloatingPointIeee754<T> where A : struct, IExpression<T>
        where B : struct, IExpression<T> =>
        Run(first.Target, new Both<T, Equation<T, A>, Equation<T, B>>(first, second));

    /// <summary>Equations in one pass over memory: each may use what those before it computed.</summary>
    public static void Fused<T, A, B, C>(Equation<T, A> first, Equation<T, B> second, Equation<T, C> third)
        where T : unmanaged, IFloatingPointIeee754<T> where A : struct, IExpression<T> where B : struct, IExpression<T>
        where C : struct, IExpression<T> => Run(
            first.Target,
            new Both<T, Both<T, Equation<T, A>, Equation<T, B>>, Equation<T, C>>(new(first, second), third));

    [MethodImpl(AggressiveInlining)]
    private static void Run<T, Q>(Leaf<T> target, Q equations) where T : unmanaged, IFloatingPointIeee754<T>
        where Q : struct, IEquation<T>
    {
        equations.Check(target);
        var kernel = new EquationKernel<T, Q>(equations, target.Length);
        Compute.Run<T, EquationKernel<T, Q>>(ref kernel);
    }

    public static Expression<T, Unary<T, TanhOf, E>> Tanh<T, E>(Expression<T, E> x)
        where T : unmanaged, IFloatingPointIeee754<T> where E : struct, IExpression<T> => new(new(x.Value));

    public static Expression<T, Unary<T, SigmoidOf, E>> Sigmoid<T, E>(Expression<T, E> x)
        where T : unmanaged, IFloatingPointIeee754<T> where E : struct, IExpression<T> => new(new(x.Value));

    public static Expression<T, Unary<T, ReluOf, E>> Relu<T, E>(Expression<T, E> x)
        where T : unmanaged, IFloatingPointIeee754<T> where E : struct, IExpression<T> => new(new(x.Value));

    public static Expression<T, Unary<T, StepOf, E>> Step<T, E>(Expression<T, E> x)
        where T : unmanaged, IFloatingPointIeee754<T> where E : struct, IExpression<T> => new(new(x.Value));

    public static Expression<T, Unary<T, SqrtOf, E>> Sqrt<T, E>(Expression<T, E> x)
        where T : unmanaged, IFloatingPointIeee754<T> where E : struct, IExpression<T> => new(new(x.Value));

    public static Expression<T, Unary<T, ExpOf, E>> Exp<T, E>(Expression<T, E> x)
        where T : unmanaged, IFloatingPointIeee754<T> where E : struct, IExpression<T> => new(new(x.Value));

    /// <summary>x limited to −limit … limit.</summary>
    public static Expression<T, Binary<T, Larger, Constant<T>, Binary<T, Smaller, Constant<T>, E>>> Bounded<T, E>(
        Expression<T, E> x, T limit) where T : unmanaged, IFloatingPointIeee754<T>
        where E : struct, IExpression<T> => new(new(new(-limit), new(new(limit), x.Value)));
}
