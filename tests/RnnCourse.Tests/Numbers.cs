using RnnCourse.Numerics;

namespace RnnCourse.Tests;

/// <summary>Seeded numbers for tests.</summary>
internal static class Numbers
{
    public static Mat<T> Random<T>(Random random, int rows, int columns, double scale = 1)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        new Mat<T>(rows, columns).Map(_ => T.CreateChecked(scale * ((2 * random.NextDouble()) - 1)));

    public static Steps<T> RandomSteps<T>(Random random, int count, int rows, int columns, double scale = 1)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var steps = new Steps<T>(count, rows, columns);
        foreach (var step in steps) step.CopyFrom(Random<T>(random, rows, columns, scale));
        return steps;
    }

    /// <summary>Σ_t Σ_b Σ_n a ⊙ b: the error whose immediate gradient with respect to a is b.</summary>
    public static double Dot<T>(Steps<T> a, Steps<T> b)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        for (var t = 0; t < a.Count; t++) sum += Dot(a[t], b[t]);
        return sum;
    }

    public static double Dot<T>(Mat<T> a, Mat<T> b)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        for (var r = 0; r < a.Rows; r++)
            for (var c = 0; c < a.Columns; c++)
                sum += double.CreateChecked(a[r, c]) * double.CreateChecked(b[r, c]);
        return sum;
    }

    /// <summary>The largest difference, relative to the largest number of the expected matrix.</summary>
    public static double Error<T>(Mat<T> actual, Mat<T> expected)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double difference = 0, largest = 1e-300;
        for (var r = 0; r < expected.Rows; r++)
            for (var c = 0; c < expected.Columns; c++)
            {
                var (a, e) = (double.CreateChecked(actual[r, c]), double.CreateChecked(expected[r, c]));
                difference = Math.Max(difference, double.IsNaN(a) ? double.PositiveInfinity : Math.Abs(a - e));
                largest = Math.Max(largest, Math.Abs(e));
            }

        return difference / largest;
    }
}
