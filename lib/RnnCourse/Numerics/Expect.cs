using System.Globalization;

namespace RnnCourse.Numerics;

/// <summary>Checks that say what was expected, what came, and what to do.</summary>
internal static class Expect
{
    public static void SameShape<T>(Mat<T> actual, Mat<T> expected, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (actual.Rows != expected.Rows || actual.Columns != expected.Columns) throw OtherShape(
            actual, expected, what);
    }

    /// <summary>Apart from the check, which is small enough to be inlined and is made before every element-wise
    /// equation.</summary>
    private static ArgumentException OtherShape<T>(Mat<T> actual, Mat<T> expected, string what)
        where T : unmanaged, IFloatingPointIeee754<T> => new($"{what} is {actual.Shape}; expected {expected.Shape}.");

    /// <summary>A matrix has the given shape.</summary>
    public static void Shape<T>(Mat<T> actual, int rows, int columns, string meaning,
        [CallerArgumentExpression(nameof(actual))] string name = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (actual.Rows != rows || actual.Columns != columns)
            throw new ArgumentException($"{name} is {actual.Shape}; expected [{rows}, {columns}] ({meaning}).", name);
    }

    /// <summary>How many numbers something needs is no more than there can be.</summary>
    public static int AtMost(int most, long numbers, string what) => numbers <= most ? (int)numbers
        : throw new ArgumentOutOfRangeException(
            null, string.Create(CultureInfo.InvariantCulture,
                $"{what} has {numbers} numbers; at most {most} are possible."));

    /// <summary>A setting is a finite number within bounds.</summary>
    public static double Within(double value, double least, double below, string meaning,
        [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least && value < below ? value : throw new ArgumentOutOfRangeException(
            name, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; {meaning}."));

    /// <summary>A share of a running mean is at least 0 and below 1.</summary>
    public static double Share(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Within(value, 0, 1, "it must be at least 0 and below 1", name);

    /// <summary>A number that a division needs is above 0 in the precision of T too.</summary>
    public static T Positive<T>(double value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scalar<T>.Of(value) is var number && number > T.Zero && T.IsFinite(number) ? number
        : throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture,
            $"{name} is {value}; it must be above 0, and more than 0 as a {typeof(T).Name} too."));

    /// <summary>A size is at least 1.</summary>
    public static int Positive(int size, [CallerArgumentExpression(nameof(size))] string name = "") => size >= 1
        ? size
        : throw new ArgumentOutOfRangeException(name, $"{name} is {size}; it must be 1 or more.");
}
