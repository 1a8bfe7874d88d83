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

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 5, 7)]
    [InlineData(1, 64, 64)]
    [InlineData(1, 100, 100)]
    [InlineData(1, 100, 17)]
    [InlineData(1, 33, 48)]
    [InlineData(1, 20, 257)]
    [InlineData(5, 33, 48)]
    public void Fused_products_equal_the_products_one_by_one(int m, int k, int n)
    {
        CheckFused<float>(m, k, n, 1e-5);
        CheckFused<double>(m, k, n, 1e-13);
    }

    private static void CheckFused<T>(int m, int k, int n, double bound)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var random = new Random(m + k + n);
        var a = Enumerable.Range(0, 4).Select(_ => Numbers.Random<T>(random, m, k)).ToArray();
        var w = Enumerable.Range(0, 4).Select(_ => Numbers.Random<T>(random, k, n)).ToArray();
        var apart = Enumerable.Range(0, 4).Select(_ => Numbers.Random<T>(random, m, n)).ToArray();
        var together = Numbers.Random<T>(random, m, n);
        var expected = apart.Select((start, i) => start + a[i] * w[i]).ToArray();
        var expectedTogether = together + a[0] * w[0] + a[1] * w[1] + a[2] * w[2] + a[3] * w[3];
        var packed = w.Select(x => new Packed<T>().Plain(x, m)).ToArray();

        for (var turn = 0; turn < 2; turn++) // columns from the first, then from the last
        {
            var (x, y) = (apart.Select(start => start.Clone()).ToArray(), together.Clone());
            Addition<T> To(Mat<T> target, int i) => target.Operand.Plus(a[i].Operand * packed[i]);
            Fused(To(x[0], 0), To(x[1], 1), To(x[2], 2), To(x[3], 3));
            Fused(To(y, 0), To(y, 1), To(y, 2), To(y, 3));
            for (var i = 0; i < 4; i++) Assert.InRange(Numbers.Error(x[i], expected[i]), 0, bound);
            Assert.InRange(Numbers.Error(y, expectedTogether), 0, bound);
        }

        GC.KeepAlive(a);
        GC.KeepAlive(w);
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
