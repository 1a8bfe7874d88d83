using RnnCourse.Numerics;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Numerics;

public sealed class RowsTests
{
    private readonly Mat<double> _source = Numbers.Random<double>(new Random(1), 5, 19);

    [Fact]
    public void Rows_with_the_same_id_are_added_up_in_the_table()
    {
        int[] ids = [2, 0, 2, 1, 2];
        var table = Numbers.Random<double>(new Random(2), 4, 19);
        var expected = table.Clone();
        for (var r = 0; r < ids.Length; r++)
            for (var c = 0; c < 19; c++) expected[ids[r], c] += _source[r, c];

        table.ScatterAdd(_source, ids);

        Gradients.AssertSame("scatter", "table", table, expected, 1e-15);
    }

    [Fact]
    public void A_sum_of_rows_is_that_of_each_column()
    {
        var (row, expected) = (new Mat<double>(1, 19), new Mat<double>(1, 19));
        for (var c = 0; c < 19; c++) expected[0, c] = Enumerable.Range(0, 5).Sum(r => _source[r, c]);

        row.SetSumOfRows(_source);
        Gradients.AssertSame("sum of rows", "row", row, expected, 1e-15);

        row.AddSumOfRows(_source);
        Gradients.AssertSame("sum of rows, added", "row", row, expected + expected, 1e-15);
    }

    [Fact]
    public void Gathered_rows_are_those_of_the_table()
    {
        int[] ids = [4, 0, 4];
        var (target, expected) = (new Mat<double>(3, 19), new Mat<double>(3, 19));
        for (var r = 0; r < ids.Length; r++)
            for (var c = 0; c < 19; c++) expected[r, c] = _source[ids[r], c];

        target.Gather(_source, ids);

        Gradients.AssertSame("gather", "target", target, expected, 0);
    }
}
