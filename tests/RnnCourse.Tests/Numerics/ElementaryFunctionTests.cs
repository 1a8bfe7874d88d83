using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Numerics;

/// <summary>tanh, sigmoid, exp and square root at every register width this machine has, against the
/// runtime's.</summary>
public sealed class ElementaryFunctionTests
{
    [Fact]
    public void Every_width_is_accurate_to_the_last_bits_in_float() => EveryWidth<float>(4e-7);

    [Fact]
    public void Every_width_is_accurate_to_the_last_bits_in_double() => EveryWidth<double>(1e-15);

    [Fact]
    public void Tanh_is_relatively_accurate_near_zero()
    {
        for (var exponent = -40; exponent < 0; exponent++)
        {
            var x = Math.ScaleB(1.2345, exponent);
            Assert.InRange(Relative(One<double, TanhOf>(x), Math.Tanh(x)), 0, 1e-15);
            Assert.InRange(Relative(One<double, TanhOf>(-x), Math.Tanh(-x)), 0, 1e-15);
            Assert.InRange(Relative(One<float, TanhOf>((float)x), Math.Tanh((float)x)), 0, 4e-7);
        }
    }

    [Fact]
    public void Limits_are_exact_and_nan_stays_nan()
    {
        Assert.Equal(0, One<float, TanhOf>(0));
        Assert.Equal(1, One<double, TanhOf>(double.PositiveInfinity));
        Assert.Equal(-1, One<double, TanhOf>(double.NegativeInfinity));
        Assert.Equal(1, One<float, SigmoidOf>(100));
        Assert.Equal(0, One<float, ExpOf>(float.NegativeInfinity));
        Assert.True(float.IsNaN(One<float, TanhOf>(float.NaN)));
        Assert.True(double.IsNaN(One<double, SigmoidOf>(double.NaN)));
        Assert.True(double.IsNaN(One<double, ExpOf>(double.NaN)));
    }

    private static void EveryWidth<T>(double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Accurate<T, Vector<T>, SimdPortable<T>>(bound);
        if (Avx2.IsSupported && Fma.IsSupported) Accurate<T, Vector256<T>, Simd256<T>>(bound);
        if (Avx512F.IsSupported) Accurate<T, Vector512<T>, Simd512<T>>(bound);
    }

    private static void Accurate<T, V, S>(double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V>
    {
        for (var x = -30.0; x <= 30; x += 0.0371)
        {
            var argument = T.CreateChecked(x);
            var exact = double.CreateChecked(argument);
            Assert.InRange(Relative(Of<T, V, S, TanhOf>(argument), Math.Tanh(exact)), 0, bound);
            Assert.InRange(Relative(Of<T, V, S, SigmoidOf>(argument), 1 / (1 + Math.Exp(-exact))), 0, bound);
            Assert.InRange(Relative(Of<T, V, S, ExpOf>(argument), Math.Exp(exact)), 0, bound);
            var size = T.CreateChecked(Math.Exp(2.7 * x)); // from 1e-35 to 1e35
            Assert.InRange(Relative(Of<T, V, S, SqrtOf>(size), Math.Sqrt(double.CreateChecked(size))), 0, bound);
        }

        Assert.Equal(T.Zero, Of<T, V, S, SqrtOf>(T.Zero));
        Assert.True(T.IsNaN(Of<T, V, S, SqrtOf>(T.NaN)));
        Assert.InRange(double.CreateChecked(Of<T, V, S, SqrtOf>(T.CreateChecked(1e38))), 0.9999999e19, 1.0000001e19);
    }

    private static T One<T, F>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where F : struct, IUnary => Of<T, Vector<T>, SimdPortable<T>, F>(x);

    private static unsafe T Of<T, V, S, F>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct
        where S : struct, ISimd<T, V>
        where F : struct, IUnary
    {
        var lanes = stackalloc T[S.Width];
        S.Store(lanes, F.Of<T, V, S>(S.Broadcast(x)));
        return lanes[S.Width - 1];
    }

    private static double Relative<T>(T actual, double expected)
        where T : unmanaged, IFloatingPointIeee754<T> =>
            Math.Abs(double.CreateChecked(actual) - expected) / Math.Abs(expected);
}
