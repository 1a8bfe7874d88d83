namespace RnnCourse.Lessons.Tasks;

/// <summary>Makes batches of examples: the shorter ones are padded, and the batch knows the lengths.</summary>
public static class Batches
{
    /// <summary>A batch of token examples.</summary>
    /// <param name="examples">B examples; their lengths may differ.</param>
    /// <param name="outputAt">Whether the model speaks at every step, or at the last one (then the last target of each
    /// is taken).</param>
    /// <exception cref="ArgumentException">No examples, or an empty one.</exception>
    public static Batch<T> Of<T>(IReadOnlyList<TokenExample> examples, OutputAt outputAt = OutputAt.EveryStep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lengths = Lengths(examples, e => e.Length);
        return new Batch<T>(
            Tokens<T>([.. examples.Select(e => e.Inputs)], 0, lengths),
            Classes<T>([.. examples.Select(e => e.Targets)], lengths, outputAt));
    }

    /// <summary>A batch of examples from numbers to classes.</summary>
    /// <inheritdoc cref="Of{T}(IReadOnlyList{TokenExample}, OutputAt)"/>
    public static Batch<T> Of<T>(IReadOnlyList<LabelledExample> examples, OutputAt outputAt = OutputAt.EveryStep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lengths = Lengths(examples, e => e.Length);
        return new Batch<T>(
            Features<T>([.. examples.Select(e => e.Inputs)], lengths),
            Classes<T>([.. examples.Select(e => e.Targets)], lengths, outputAt));
    }

    /// <summary>A batch of examples from numbers to numbers.</summary>
    /// <param name="examples">B examples; their lengths may differ.</param>
    /// <param name="outputAt">Every step (then every step needs a target) or the last one.</param>
    /// <exception cref="ArgumentException">No examples, an empty one, or a step without the target that the model would
    /// be asked for.</exception>
    public static Batch<T> Of<T>(IReadOnlyList<FeatureExample> examples, OutputAt outputAt = OutputAt.EveryStep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lengths = Lengths(examples, e => e.Length);
        double[] Target(FeatureExample e, int t) => e.Targets[t] ?? throw new ArgumentException(
            $"Step {t} of an example has no target: use OutputAt.LastStep for a task that is asked at the end only.",
            nameof(examples));
        double[][] Asked(FeatureExample e) => outputAt == OutputAt.EveryStep
            ? [.. Enumerable.Range(0, e.Length).Select(t => Target(e, t))]
            : [Target(e, e.Length - 1)];
        return new Batch<T>(
            Features<T>([.. examples.Select(e => e.Inputs)], lengths),
            Features<T>([.. examples.Select(Asked)], outputAt == OutputAt.EveryStep ? lengths : null));
    }

    public static Batch<T> Of<T>(TextPiece piece) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(piece);
        return new Batch<T>(piece.Inputs, piece.Targets, piece.IsFirst);
    }

    /// <summary>Fresh batches of a token task without end.</summary>
    /// <param name="outputAt">Whether the model speaks at every step or at the last one.</param>
    public static IEnumerable<Batch<T>> From<T>(ITask<TokenExample> task, int size, Random random,
        OutputAt outputAt = OutputAt.EveryStep) where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (true) yield return Of<T>(task.Sample(size, random), outputAt);
    }

    /// <summary>Fresh batches of a task from numbers to classes, without end.</summary>
    /// <inheritdoc cref="From{T}(ITask{TokenExample}, int, Random, OutputAt)"/>
    public static IEnumerable<Batch<T>> From<T>(ITask<LabelledExample> task, int size, Random random,
        OutputAt outputAt = OutputAt.EveryStep) where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (true) yield return Of<T>(task.Sample(size, random), outputAt);
    }

    /// <summary>Fresh batches of a task from numbers to numbers, without end.</summary>
    /// <inheritdoc cref="From{T}(ITask{TokenExample}, int, Random, OutputAt)"/>
    public static IEnumerable<Batch<T>> From<T>(ITask<FeatureExample> task, int size, Random random,
        OutputAt outputAt = OutputAt.EveryStep) where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (true) yield return Of<T>(task.Sample(size, random), outputAt);
    }

    /// <summary>Passes over a text without end, piece by piece, the state carried from piece to piece.</summary>
    public static IEnumerable<Batch<T>> From<T>(CorpusStreams streams) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(streams);
        return streams.Endless().Select(Of<T>);
    }

    /// <summary>Token ids of several examples side by side, padded; the sequence knows their lengths.</summary>
    internal static Sequence<T> Tokens<T>(int[][] rows, int padding)
        where T : unmanaged, IFloatingPointIeee754<T> => Tokens<T>(rows, padding, Lengths(rows, row => row.Length));

    // Null lengths mean that all are equally long, so that no mask is needed.
    private static int[]? Lengths<TExample>(IReadOnlyList<TExample> examples, Func<TExample, int> length)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count == 0)
            throw new ArgumentException("A batch needs at least one example.", nameof(examples));
        var lengths = examples.Select(length).ToArray();
        if (lengths.Min() == 0)
            throw new ArgumentException(
                $"Example {Array.IndexOf(lengths, 0)} is empty; it must have at least one step.", nameof(examples));
        return lengths.Distinct().Count() == 1 ? null : lengths;
    }

    private static Sequence<T> Tokens<T>(int[][] rows, int padding, int[]? lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sequence = new Sequence<T>(rows.Max(row => row.Length), rows.Length, lengths);
        for (var t = 0; t < sequence.Count; t++)
            for (var b = 0; b < rows.Length; b++) sequence[t, b] = t < rows[b].Length ? rows[b][t] : padding;
        return sequence;
    }

    private static Sequence<T> Classes<T>(int[][] targets, int[]? lengths, OutputAt outputAt)
        where T : unmanaged, IFloatingPointIeee754<T> => outputAt == OutputAt.EveryStep
            ? Tokens<T>(targets, Sequence<T>.NoTarget, lengths)
            : Tokens<T>([.. targets.Select(row => new[] { row[^1] })], Sequence<T>.NoTarget, null);

    private static Sequence<T> Features<T>(double[][][] rows, int[]? lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var steps = new Steps<T>(rows.Max(row => row.Length), rows.Length, rows[0][0].Length);
        for (var b = 0; b < rows.Length; b++)
            for (var t = 0; t < rows[b].Length; t++)
                for (var n = 0; n < steps.Columns; n++) steps[t][b, n] = T.CreateChecked(rows[b][t][n]);
        return new Sequence<T>(steps, lengths);
    }
}
