namespace RnnCourse.Lessons.Tasks;

/// <summary>Checks of examples that become a batch: each names the example, the step and the sizes.</summary>
internal static class ExampleChecks
{
    public static void Several<TExample>(IReadOnlyList<TExample> examples, Func<TExample, System.Array?[]> parts)
        where TExample : class
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count == 0) throw Wrong("A batch needs at least one example.");
        for (var b = 0; b < examples.Count; b++)
        {
            var example = examples[b] ?? throw Wrong($"Example {b} is null.");
            if (parts(example).Any(part => part is null))
                throw Wrong($"Example {b} lacks its inputs or its targets: they are null.");
        }
    }

    public static void InStep(int example, int inputs, int targets)
    {
        if (inputs == 0) throw Wrong($"Example {example} is empty; it must have at least one step.");
        if (inputs != targets)
            throw Wrong($"Example {example} has {Of(inputs, "input")} but {Of(targets, "target")}: each step needs " +
                "one of both. Where nothing is asked, the target is null, or TokenExample.Unscored for a class.");
    }

    /// <summary>Numbers of examples side by side: T × [B, N], padded with 0.</summary>
    /// <param name="rows">Of each example its steps; a null row, where allowed, becomes NaN.</param>
    /// <param name="what">What the numbers are, "input" or "target".</param>
    /// <param name="into">Steps to fill again if they have the shape; null makes new ones.</param>
    public static Steps<T> Numbers<T>(IReadOnlyList<double[]?[]> rows, string what, bool allowNull = false,
        Steps<T>? into = null) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var first = rows.SelectMany((steps, b) => steps.Select((row, t) => (Row: row, B: b, T: t)))
            .FirstOrDefault(place => place.Row is not null);
        if (first.Row is null)
            throw Wrong($"No example has a {what}: all are null. Where a task is asked at the end only, use " +
                "OutputAt.LastStep; its last target is what counts.");
        if (first.Row.Length == 0)
            throw Wrong($"The {what} of example {first.B} at step {first.T} is empty; expected at least one number.");
        var (count, columns) = (rows.Max(row => row.Length), first.Row.Length);
        var fits = into is not null && (into.Count, into.Rows, into.Columns) == (count, rows.Count, columns);
        var steps = fits ? into! : new Steps<T>(count, rows.Count, columns);
        if (fits) steps.All.Fill(T.Zero);
        for (var b = 0; b < rows.Count; b++)
            for (var t = 0; t < rows[b].Length; t++)
            {
                if (rows[b][t] is not { } row)
                {
                    if (!allowNull) throw Wrong($"The {what} of example {b} at step {t} is null.");
                    steps[t].RowSpan(b).Fill(T.NaN);
                    continue;
                }

                if (row.Length != steps.Columns)
                    throw Wrong($"The {what} of example {b} at step {t} has {Of(row.Length, "number")}, that of " +
                        $"example {first.B} at step {first.T} has {steps.Columns}: all must have as many.");
                for (var n = 0; n < row.Length; n++) steps[t][b, n] = Finite<T>(row[n], b, t, what, allowNull);
            }

        return steps;
    }

    private static T Finite<T>(double number, int example, int step, string what, bool allowNull)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var value = T.CreateTruncating(number);
        if (T.IsFinite(value)) return value;
        throw Wrong(string.Create(CultureInfo.InvariantCulture,
            $"The {what} of example {example} at step {step} holds {number}") + (double.IsFinite(number)
                ? $", which is too large for {typeof(T).Name}: scale the numbers."
                : allowNull ? ": give null as the target of a step where none is known."
                : ": fill the gap, or leave the step out."));
    }

    private static string Of(int count, string what) => Figures.Drawing.Numbers.Count(count, what);

    private static ArgumentException Wrong(string why) => new(why);
}
