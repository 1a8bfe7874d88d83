using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnCourse.Numerics;

/// <summary>An element-wise expression: nothing is computed until it is assigned with <c>target.Is(expression)</c>.</summary>
internal interface IExpression<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Its value at the register that starts at number <paramref name="i"/> of the padded memory.</summary>
    V At<V, S>(nint i)
        where V : struct
        where S : struct, ISimd<T, V>;

    /// <summary>Throws unless every operand has the shape of the target.</summary>
    void Check(Mat<T> target);
}

/// <summary>An expression with its type hidden behind one name, so that operators can be written for all.</summary>
internal readonly struct Expression<T, E>(E value)
    where T : unmanaged, IFloatingPointIeee754<T>
    where E : struct, IExpression<T>
{
    public readonly E Value = value;
}

/// <summary>A matrix in an expression.</summary>
internal readonly unsafe struct Leaf<T>(Mat<T> mat) : IExpression<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* _first = mat.First;
    private readonly Mat<T> _mat = mat;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V, S>(nint i)
        where V : struct
        where S : struct, ISimd<T, V> => S.Load(_first + i);

    public void Check(Mat<T> target) => Expect.SameShape(_mat, target, "an operand");
}

/// <summary>The same number everywhere.</summary>
internal readonly struct Constant<T>(T value) : IExpression<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V, S>(nint i)
        where V : struct
        where S : struct, ISimd<T, V> => S.Broadcast(_value);

    public void Check(Mat<T> target)
    {
    }
}

/// <summary>Two operands combined by <typeparamref name="F"/>.</summary>
internal readonly struct Binary<T, F, A, B>(A a, B b) : IExpression<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where F : struct, IBinary
    where A : struct, IExpression<T>
    where B : struct, IExpression<T>
{
    private readonly A _a = a;
    private readonly B _b = b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V, S>(nint i)
        where V : struct
        where S : struct, ISimd<T, V> => F.Of<T, V, S>(_a.At<V, S>(i), _b.At<V, S>(i));

    public void Check(Mat<T> target)
    {
        _a.Check(target);
        _b.Check(target);
    }
}

/// <summary>A function of one operand.</summary>
internal readonly struct Unary<T, F, A>(A a) : IExpression<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where F : struct, IUnary
    where A : struct, IExpression<T>
{
    private readonly A _a = a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V, S>(nint i)
        where V : struct
        where S : struct, ISimd<T, V> => F.Of<T, V, S>(_a.At<V, S>(i));

    public void Check(Mat<T> target) => _a.Check(target);
}

/// <summary>target = expression, for one register at a time; or several such equations.</summary>
internal interface IEquation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes the register that starts at number <paramref name="i"/> of the padded memory, and stores it.</summary>
    void At<V, S>(nint i)
        where V : struct
        where S : struct, ISimd<T, V>;
}

/// <summary>One equation.</summary>
internal readonly unsafe struct Equation<T, E>(Mat<T> target, E expression) : IEquation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where E : struct, IExpression<T>
{
    private readonly T* _first = target.First;
    private readonly Mat<T> _target = target;
    private readonly E _expression = expression;

    /// <summary>Numbers in the target, its padding included.</summary>
    public nint Length => (nint)_target.Rows * _target.Stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V, S>(nint i)
        where V : struct
        where S : struct, ISimd<T, V> => S.Store(_first + i, _expression.At<V, S>(i));

    /// <summary>Throws unless every operand has the shape of the target, and the target that of another one.</summary>
    public void Check(Mat<T> shape)
    {
        Expect.SameShape(_target, shape, "a target");
        _expression.Check(shape);
    }

    /// <summary>Throws unless every operand has the shape of the target.</summary>
    public void Check() => _expression.Check(_target);

    /// <summary>The target.</summary>
    public Mat<T> Target => _target;
}

/// <summary>Two equations, register by register: the second may use what the first computed.</summary>
internal readonly struct Both<T, A, B>(A a, B b) : IEquation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where A : struct, IEquation<T>
    where B : struct, IEquation<T>
{
    private readonly A _a = a;
    private readonly B _b = b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V, S>(nint i)
        where V : struct
        where S : struct, ISimd<T, V>
    {
        _a.At<V, S>(i);
        _b.At<V, S>(i);
    }
}

/// <summary>
/// The one loop behind every element-wise equation. The operands stay alive meanwhile because the kernel, with the matrices
/// in it, lies on its caller's stack, and this method, never inlined, works on it there.
/// </summary>
internal readonly struct EquationKernel<T, Q>(Q equations, nint length) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where Q : struct, IEquation<T>
{
    private readonly Q _equations = equations;
    private readonly nint _length = length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V, S>()
        where V : struct
        where S : struct, ISimd<T, V>
    {
        var equations = _equations;
        var length = _length;
        for (nint i = 0; i < length; i += S.Width) equations.At<V, S>(i);
    }
}
