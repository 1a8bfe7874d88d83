namespace RnnCourse.Numerics;

/// <summary>An element-wise expression: nothing is computed until it is assigned,
/// <c>target.Set(expression)</c>.</summary>
internal interface IExpression<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Its value at the register that starts at number <paramref name="i"/> of the padded memory.</summary>
    V At<V, S>(nint i)
        where V : struct where S : struct, ISimd<T, V>;

    /// <summary>Throws unless every operand has the shape of the target.</summary>
    void Check(Leaf<T> target);
}

/// <summary>An expression with its type hidden behind one name, so that operators can be written for all.</summary>
internal readonly struct Expression<T, E>(E value) where T : unmanaged, IFloatingPointIeee754<T>
    where E : struct, IExpression<T>
{
    public readonly E Value = value;
}

/// <summary>A matrix, or some of its rows, in an expression or as its target. It is an address alone, so that equations
/// cost nothing but their arithmetic, and keeps no matrix alive: who makes an operand keeps its matrix.</summary>
internal readonly unsafe struct Leaf<T>(Mat<T> mat, int firstRow, int rows) : IExpression<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly T* First = mat.First + ((nint)firstRow * mat.Stride);
    private readonly long _size = ((long)rows << 32) | (uint)mat.Columns; // one comparison for both

    public int Rows => (int)(_size >> 32);
    public int Columns => (int)_size;
    public int Stride => Mat<T>.PaddedColumns(Columns);

    /// <summary>How many numbers there are, padding included.</summary>
    public nint Length => (nint)Rows * Stride;

    public string Shape => $"[{Rows}, {Columns}]";

    [MethodImpl(AggressiveInlining)]
    V IExpression<T>.At<V, S>(nint i) => S.Load(First + i);

    [MethodImpl(AggressiveInlining)]
    public void Check(Leaf<T> target)
    {
        if (_size != target._size) throw OtherShape(target);
    }

    /// <summary>Apart from the check, which is small enough to be inlined.</summary>
    private ArgumentException OtherShape(Leaf<T> target) => new($"An operand is {Shape}; expected {target.Shape}.");
}

internal readonly struct Constant<T>(T value) : IExpression<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _value = value;

    [MethodImpl(AggressiveInlining)]
    V IExpression<T>.At<V, S>(nint i) => S.Broadcast(_value);

    public void Check(Leaf<T> target)
    {
    }
}

/// <summary>Two operands combined by <typeparamref name="F"/>.</summary>
internal readonly struct Binary<T, F, A, B>(A a, B b) : IExpression<T> where T : unmanaged, IFloatingPointIeee754<T>
    where F : struct, IBinary where A : struct, IExpression<T> where B : struct, IExpression<T>
{
    private readonly A _a = a;
    private readonly B _b = b;

    [MethodImpl(AggressiveInlining)]
    V IExpression<T>.At<V, S>(nint i) => F.Of<T, V, S>(_a.At<V, S>(i), _b.At<V, S>(i));

    [MethodImpl(AggressiveInlining)]
    public void Check(Leaf<T> target)
    {
        _a.Check(target);
        _b.Check(target);
    }
}

/// <summary>A function of one operand.</summary>
internal readonly struct Unary<T, F, A>(A a) : IExpression<T> where T : unmanaged, IFloatingPointIeee754<T>
    where F : struct, IUnary where A : struct, IExpression<T>
{
    private readonly A _a = a;

    [MethodImpl(AggressiveInlining)]
    V IExpression<T>.At<V, S>(nint i) => F.Of<T, V, S>(_a.At<V, S>(i));

    [MethodImpl(AggressiveInlining)]
    public void Check(Leaf<T> target) => _a.Check(target);
}

/// <summary>target = expression, for one register at a time; or several such equations.</summary>
internal interface IEquation<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes the register that starts at number <paramref name="i"/>, and stores it.</summary>
    void At<V, S>(nint i)
        where V : struct where S : struct, ISimd<T, V>;

    /// <summary>Throws unless every target and operand has this shape.</summary>
    void Check(Leaf<T> shape);
}

internal readonly unsafe struct Equation<T, E>(Leaf<T> target, E expression) : IEquation<T>
    where T : unmanaged, IFloatingPointIeee754<T> where E : struct, IExpression<T>
{
    private readonly E _expression = expression;

    public readonly Leaf<T> Target = target;

    [MethodImpl(AggressiveInlining)]
    void IEquation<T>.At<V, S>(nint i) => S.Store(Target.First + i, _expression.At<V, S>(i));

    [MethodImpl(AggressiveInlining)]
    public void Check(Leaf<T> shape)
    {
        Target.Check(shape);
        _expression.Check(shape);
    }
}

/// <summary>Two equations, register by register: the second may use what the first computed.</summary>
internal readonly struct Both<T, A, B>(A a, B b) : IEquation<T> where T : unmanaged, IFloatingPointIeee754<T>
    where A : struct, IEquation<T> where B : struct, IEquation<T>
{
    private readonly A _a = a;
    private readonly B _b = b;

    [MethodImpl(AggressiveInlining)]
    void IEquation<T>.At<V, S>(nint i)
    {
        _a.At<V, S>(i);
        _b.At<V, S>(i);
    }

    public void Check(Leaf<T> shape)
    {
        _a.Check(shape);
        _b.Check(shape);
    }
}

/// <summary>The one loop behind every element-wise equation.</summary>
internal readonly struct EquationKernel<T, Q>(Q equations, nint length) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T> where Q : struct, IEquation<T>
{
    private readonly Q _equations = equations;
    private readonly nint _length = length;

    [MethodImpl(AggressiveOptimization)]
    void IKernel<T>.Run<V, S>()
    {
        var equations = _equations;
        var length = _length;
        for (nint i = 0; i < length; i += S.Width) equations.At<V, S>(i);
    }
}
