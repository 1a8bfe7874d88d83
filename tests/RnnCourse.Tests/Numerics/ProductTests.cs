using RnnCourse.Numerics;
using static RnnCourse.Numerics.Equations;

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
        var expected = start + a * w;

        var (plain, transposed, outer) = (start.Clone(), start.Clone(), start.Clone());
        var (overwritten, outerOverwritten) = (start.Clone(), start.Clone());
        var (product, aT) = (a * w, a.Transpose());
        plain.Operand.Set(plain.Operand + product.Operand);
        var (left, transposedLeft, right) = (a.Operand, aT.Operand, w.Operand);
        var (added, addedTransposed, addedOuter) = (start.Clone(), transposed.Operand, outer.Operand);
        var addedPlain = added.Operand;
        addedPlain += left * new Packed<T>().Plain(w, m);
        addedTransposed += left * new Packed<T>().Transposed(w.Transpose(), m);
        addedOuter += transposedLeft.Transposed * right;
        overwritten.Operand.Set(left * new Packed<T>().Plain(w, m));
        outerOverwritten.Operand.Set(transposedLeft.Transposed * right);
        foreach (var operand in (Mat<T>[])[a, aT, w, product, plain, transposed, outer, added]) GC.KeepAlive(operand);

        Assert.InRange(Numbers.Error(plain, expected), 0, bound);
        Assert.InRange(Numbers.Error(added, expected), 0, bound);
        Assert.InRange(Numbers.Error(transposed, expected), 0, bound);
        Assert.InRange(Numbers.Error(outer, expected), 0, bound);
        Assert.InRange(Numbers.Error(overwritten, a * w), 0, bound);
        Assert.InRange(Numbers.Error(outerOverwritten, a * w), 0, bound);
    }
}
