using RnnCourse.Numerics;

namespace RnnCourse.Notebooks.Homework;

/// <summary>Draws the arguments of checks.</summary>
public static class Draw
{
    /// <summary>A normally distributed number.</summary>
    public static double Normal(Random r, double scale = 1) =>
        scale * Math.Sqrt(-2 * Math.Log(1 - r.NextDouble())) * Math.Cos(2 * Math.PI * r.NextDouble());

    /// <summary>A matrix of normally distributed numbers.</summary>
    public static Mat<double> Mat(Random r, int rows, int columns, double scale = 1) =>
        new Mat<double>(rows, columns).Map(_ => Normal(r, scale));

    /// <summary>A sequence of matrices.</summary>
    public static Mat<double>[] Mats(Random r, int steps, int rows, int columns, double scale = 1) =>
        [.. Enumerable.Range(0, steps).Select(_ => Mat(r, rows, columns, scale))];

    /// <summary>States: numbers between −1 and 1.</summary>
    public static Mat<double>[] States(Random r, int steps, int rows, int columns, double scale = 0.8) =>
        [.. Mats(r, steps, rows, columns, scale).Select(m => m.Map(Math.Tanh))];

    /// <summary>A vector.</summary>
    public static double[] Vector(Random r, int count, double scale = 1) =>
        [.. Enumerable.Range(0, count).Select(_ => Normal(r, scale))];

    /// <summary>Whole numbers from 0 to <paramref name="below"/> − 1.</summary>
    public static int[] Ints(Random r, int count, int below) =>
        [.. Enumerable.Range(0, count).Select(_ => r.Next(below))];

    /// <summary>Rows that are probabilities.</summary>
    public static Mat<double> Probabilities(Random r, int rows, int columns)
    {
        var p = Mat(r, rows, columns).Map(Math.Exp);
        for (var b = 0; b < rows; b++)
        {
            var sum = 0.0;
            foreach (var x in p.RowSpan(b)) sum += x;
            foreach (ref var x in p.RowSpan(b)) x /= sum;
        }

        return p;
    }

    /// <summary>Rows with one 1 and zeros.</summary>
    public static Mat<double> OneHot(Random r, int rows, int columns)
    {
        var y = new Mat<double>(rows, columns);
        for (var b = 0; b < rows; b++) y[b, r.Next(columns)] = 1;
        return y;
    }
}
