using RnnCourse.Numerics;

namespace RnnCourse.Tests.Numerics;

public sealed class ProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 100, 100)]
    [InlineData(3, 5, 7)]
    [InlineData(8, 300, 48)]
    [InlineData(23, 129, 65)]
    [InlineData(40, 64, 130)]
    public void Products_match_the_definition_in_both_precisions(int m, int k, int n)
    {
        Check<float>(m, k, n, 1e-5);
        Check<double>(m, k, n, 1e-13);
    }

    private static void Check<T>(int m, int k, int n, double bound)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var random = new Random(m + k + n);
        var (a, w) = (Numbers.Random<T>(random, m, k), Numbers.Random<T>(random, k, n));
        var start = Numbers.Random<T>(random, m, n);
        var expected = start.Plus(a.Times(w));

        var (plain, transposed, outer) = (start.Clone(), start.Clone(), start.Clone());
        var (overwritten, outerOverwritten) = (start.Clone(), start.Clone());
        plain += a * new Packed<T>().Plain(w, m);
        transposed += a * new Packed<T>().Transposed(w.Transpose(), m);
        outer += a.Transpose().Transposed * w;
        overwritten.Is(a * new Packed<T>().Plain(w, m));
        outerOverwritten.Is(a.Transpose().Transposed * w);

        Assert.InRange(Numbers.Error(plain, expected), 0, bound);
        Assert.InRange(Numbers.Error(transposed, expected), 0, bound);
        Assert.InRange(Numbers.Error(outer, expected), 0, bound);
        Assert.InRange(Numbers.Error(overwritten, a.Times(w)), 0, bound);
        Assert.InRange(Numbers.Error(outerOverwritten, a.Times(w)), 0, bound);
    }
}
