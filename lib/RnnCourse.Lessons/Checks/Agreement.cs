namespace RnnCourse.Lessons.Checks;

/// <summary>Whether an answer's outcome is the expected one; if not, where it differs and what explains it.</summary>
public static class Agreement
{
    /// <summary>How far entries may differ, relative to the largest of the expected ones, unless an exercise says
    /// otherwise.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Null when the outcome agrees with the expected value; else where it differs, in a sentence.</summary>
    /// <param name="tolerance">How far entries may differ, relative to the largest expected one.</param>
    public static string? Difference(Outcome got, object expected, double tolerance = Tolerance,
        IReadOnlyList<string>? parts = null)
    {
        ArgumentNullException.ThrowIfNull(got);
        ArgumentNullException.ThrowIfNull(expected);
        if (got.Value is null) return got.Problem ?? "there is no result";
        var (e, g) = (Leaves.Of(expected, parts), Leaves.Of(got.Value, parts));
        if (e.Shape != g.Shape) return $"expected {e.Shape}, got {g.Shape}";
        var scale = Scale(e.Numbers);
        for (var i = 0; i < e.Numbers.Count; i++)
            if (!Near(g.Numbers[i], e.Numbers[i], tolerance * scale))
                return $"{(e.Places[i].Length > 0 ? $"entry {e.Places[i]}: " : "")}expected "
                    + $"{Numbers.Short(e.Numbers[i])}, got {Numbers.Short(g.Numbers[i])}";
        return got.Changed is null ? null
            : $"your code changed its argument {got.Changed}; it must leave its arguments as they are";
    }

    /// <summary>Whether two outcomes are the same, failures included.</summary>
    public static bool Same(Outcome a, Outcome b, double tolerance = Tolerance)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Kind != b.Kind || a.Changed != b.Changed || a.Value is null != b.Value is null) return false;
        if (a.Value is null) return true;
        var (x, y) = (Leaves.Of(a.Value), Leaves.Of(b.Value!));
        var scale = Scale(y.Numbers);
        return x.Shape == y.Shape && x.Numbers.Zip(y.Numbers)
            .All(pair => Near(pair.First, pair.Second, tolerance * scale));
    }

    /// <summary>What a wrong value is in general, whatever the exercise: not finite, all zeros, off by a factor,
    /// transposed; or null.</summary>
    public static string? GeneralMistake(Outcome got, object expected)
    {
        ArgumentNullException.ThrowIfNull(got);
        ArgumentNullException.ThrowIfNull(expected);
        if (got.Kind is nameof(IndexOutOfRangeException) or nameof(ArgumentOutOfRangeException))
            return "an index is outside: before the first step there is no other (what stands there is given, as h0 "
                + "is), and after the last there is none";
        if (got.Value is null) return null;
        var (e, g) = (Leaves.Of(expected), Leaves.Of(got.Value));
        if (g.Numbers.Any(x => !double.IsFinite(x)) && e.Numbers.All(double.IsFinite))
            return "a number is NaN or infinite: did an exponential overflow, or something divide by zero?";
        if (e.Shape != g.Shape)
            return got.Value is Mat<double> a && expected is Mat<double> b && a.Rows == b.Columns && a.Columns == b.Rows
                ? "rows and columns are exchanged" : null;
        if (got.Changed is not null && Difference(got with { Changed = null }, expected) is null)
            return "a matrix or array is written into that is an argument: 'var b = a' does not copy it, Clone does";
        if (e.Numbers.All(x => x == 0) || e.Numbers.Count == 0) return null;
        if (g.Numbers.All(x => x == 0))
            return "everything is 0: was anything written into the result? Or is one object subtracted from itself, "
                + "under two names ('var b = a' does not copy a matrix; Clone does)?";
        if (got.Value is Mat<double>[] { Length: > 1 } steps && expected is Mat<double>[] rights
            && steps.All(s => Same(new(s), new(steps[0]), 0)) && !rights.All(s => Same(new(s), new(rights[0]))))
            return "every step holds the same numbers: is one matrix written into all of them? Each needs one of its "
                + "own, made inside the loop";
        if (got.Value is Mat<double> m && expected is Mat<double> right && m.Rows == m.Columns && m.Rows > 1
            && Same(new Outcome(m.Transpose()), new Outcome(right)))
            return "the matrix is transposed";
        return Factor(g.Numbers, e.Numbers);
    }

    private static string? Factor(IReadOnlyList<double> got, IReadOnlyList<double> expected)
    {
        var ratio = got.Zip(expected, (g, e) => g * e).Sum() / expected.Sum(e => e * e);
        var scale = Scale(expected) * Math.Abs(ratio);
        if (!double.IsFinite(ratio) || ratio == 0 || !got.Zip(expected, (g, e) => Near(g, e * ratio, 1e-9 * scale))
            .All(near => near))
            return null;
        if (Math.Abs(ratio - 1) < 1e-9) return null;
        return Math.Abs(ratio + 1) < 1e-9 ? "the sign is wrong" : expected.Count > 1
            ? $"everything is off by the factor {Numbers.Short(ratio)}{Precedence(ratio)}" : null;
    }

    // a / 2 * ε is (a / 2) · ε: off by ε² from a / (2 ε).
    private static string Precedence(double ratio) => Math.Abs(ratio) is < 1e-3 or > 1e3
        ? ": does a divisor of several factors lack its parentheses, a / (2 * b)?" : "";

    private static bool Near(double got, double expected, double distance) =>
        double.IsFinite(expected) ? Math.Abs(got - expected) <= distance : got.Equals(expected);

    private static double Scale(IReadOnlyList<double> numbers) =>
        numbers.Where(double.IsFinite).Select(Math.Abs).Append(1e-12).Max();
}
