namespace RnnCourse.Lessons.Tasks;

/// <summary>Makes batches of examples: the shorter ones are padded, and the batch knows the lengths.</summary>
public static class Batches
{
    /// <summary>A batch of token examples.</summary>
    /// <param name="examples">B examples; their lengths may differ.</param>
    /// <param name="outputAt">Whether the model speaks at every step, or at the last one (then the last target of each
    /// is taken).</param>
    /// <exception cref="ArgumentException">No examples, an empty one, or one whose inputs and targets differ in number;
    /// the message names it.</exception>
    public static Batch<T> Of<T>(IReadOnlyList<TokenExample> examples, OutputAt outputAt = OutputAt.EveryStep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lengths = Lengths(examples, e => (e.Inputs, e.Targets));
        return new Batch<T>(
            Tokens<T>([.. examples.Select(e => e.Inputs)], 0, lengths),
            Classes<T>([.. examples.Select(e => e.Targets)], lengths, outputAt));
    }

    /// <summary>A batch of examples from numbers to classes.</summary>
    /// <param name="examples">B examples; their lengths may differ, their features not.</param>
    /// <exception cref="ArgumentException">No examples, an empty one, one whose inputs and targets differ in number, a
    /// step with more or fewer features than others, or one that holds NaN or infinity; the message names the example
    /// and the step.</exception>
    /// <inheritdoc cref="Of{T}(IReadOnlyList{TokenExample}, OutputAt)"/>
    public static Batch<T> Of<T>(IReadOnlyList<LabelledExample> examples, OutputAt outputAt = OutputAt.EveryStep)
        where T : unmanaged, IFloatingPointIeee754<T> => Of<T>(examples, outputAt, into: null);

    private static Batch<T> Of<T>(IReadOnlyList<LabelledExample> examples, OutputAt outputAt, Batch<T>? into)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lengths = Lengths(examples, e => (e.Inputs, e.Targets));
        double[][][] inputs = [.. examples.Select(e => e.Inputs)];
        return new Batch<T>(
            new Sequence<T>(ExampleChecks.Numbers(inputs, "input", into: into?.X.Dense), lengths),
            Classes<T>([.. examples.Select(e => e.Targets)], lengths, outputAt));
    }

    /// <summary>A batch of examples from numbers to numbers. A target that is null has no loss; in the batch it is a
    /// row of NaN.</summary>
    /// <inheritdoc cref="Of{T}(IReadOnlyList{LabelledExample}, OutputAt)"/>
    public static Batch<T> Of<T>(IReadOnlyList<FeatureExample> examples, OutputAt outputAt = OutputAt.EveryStep)
        where T : unmanaged, IFloatingPointIeee754<T> => Of<T>(examples, outputAt, into: null);

    private static Batch<T> Of<T>(IReadOnlyList<FeatureExample> examples, OutputAt outputAt, Batch<T>? into)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lengths = Lengths(examples, e => (e.Inputs, e.Targets));
        var everyStep = outputAt == OutputAt.EveryStep;
        double[][][] inputs = [.. examples.Select(e => e.Inputs)];
        double[]?[][] targets = [.. examples.Select(e => everyStep ? e.Targets : e.Targets[^1..])];
        return new Batch<T>(
            new Sequence<T>(ExampleChecks.Numbers(inputs, "input", into: into?.X.Dense), lengths),
            new Sequence<T>(ExampleChecks.Numbers(targets, "target", allowNull: true, into?.Y.Dense),
                everyStep ? lengths : null));
    }

    /// <summary>The examples in batches, all of them once in each epoch, in an order that is drawn anew. The last batch
    /// of an epoch may be smaller.</summary>
    /// <param name="examples">Any list; batches of it come from <c>Batches.Epochs(examples, 32, random).Select(e =>
    /// Batches.Of&lt;float&gt;(e))</c>.</param>
    /// <param name="size">Examples in a batch.</param>
    /// <param name="epochs">How many; null is without end.</param>
    public static IEnumerable<TExample[]> Epochs<TExample>(IReadOnlyList<TExample> examples, int size, Random random,
        int? epochs = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs ?? 0, nameof(epochs));
        if (examples.Count == 0) throw new ArgumentException("An epoch needs at least one example.", nameof(examples));
        return Passes();

        IEnumerable<TExample[]> Passes()
        {
            for (var epoch = 0; epochs is null || epoch < epochs; epoch++)
            {
                TExample[] order = [.. examples];
                random.Shuffle(order);
                foreach (var batch in order.Chunk(size)) yield return batch;
            }
        }
    }

    /// <summary>Splits a list of examples in two.</summary>
    /// <param name="test">The share that goes to the test, 0 &lt; share &lt; 1.</param>
    /// <param name="random">Draws which ones do; null takes the last ones, as is right where they are in the order of
    /// time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share leaves a side without examples.</exception>
    public static (TExample[] Training, TExample[] Test) Split<TExample>(IReadOnlyList<TExample> examples,
        double test = 0.1, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var cut = examples.Count - (int)Math.Round(examples.Count * Math.Clamp(test, 0, 1));
        if (!(test > 0 && test < 1) || cut == 0 || cut == examples.Count)
            throw new ArgumentOutOfRangeException(nameof(test), string.Create(CultureInfo.InvariantCulture,
                $"A share of {test} of {examples.Count} examples leaves a side without any; use one in (0, 1)."));
        TExample[] order = [.. examples];
        random?.Shuffle(order);
        return (order[..cut], order[cut..]);
    }

    public static Batch<T> Of<T>(TextPiece piece) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(piece);
        if (piece.Inputs is null || piece.Targets is null || piece.Inputs.Length != piece.Targets.Length)
            throw new ArgumentException(
                $"A piece of text has {piece.Inputs?.Length ?? 0} rows of inputs and {piece.Targets?.Length ?? 0} of " +
                    "targets; expected as many.", nameof(piece));
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
        OutputAt outputAt = OutputAt.EveryStep) where T : unmanaged, IFloatingPointIeee754<T> =>
        new FreshBatches<Batch<T>>(into => Of(task.Sample(size, random), outputAt, into));

    /// <summary>Fresh batches of a task from numbers to numbers, without end.</summary>
    /// <inheritdoc cref="From{T}(ITask{TokenExample}, int, Random, OutputAt)"/>
    public static IEnumerable<Batch<T>> From<T>(ITask<FeatureExample> task, int size, Random random,
        OutputAt outputAt = OutputAt.EveryStep) where T : unmanaged, IFloatingPointIeee754<T> =>
        new FreshBatches<Batch<T>>(into => Of(task.Sample(size, random), outputAt, into));

    /// <summary>Passes over a text without end, piece by piece, the state carried from piece to piece.</summary>
    public static IEnumerable<Batch<T>> From<T>(CorpusStreams streams) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(streams);
        return streams.Endless().Select(Of<T>);
    }

    /// <summary>Token ids of several examples side by side, padded; the sequence knows their lengths.</summary>
    internal static Sequence<T> Tokens<T>(int[][] rows, int padding)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Tokens<T>(rows, padding, Unequal([.. rows.Select(row => row.Length)]));

    /// <summary>The lengths of examples, checked.</summary>
    private static int[]? Lengths<TExample>(
        IReadOnlyList<TExample> examples, Func<TExample, (System.Array? Inputs, System.Array? Targets)> parts)
        where TExample : class
    {
        ExampleChecks.Several(examples, example => parts(example) is var (x, y) ? [x, y] : []);
        for (var b = 0; b < examples.Count; b++)
            if (parts(examples[b]) is var (inputs, targets)) ExampleChecks.InStep(b, inputs!.Length, targets!.Length);
        return Unequal([.. examples.Select(example => parts(example).Inputs!.Length)]);
    }

    // Null lengths mean that all are equally long, so that no mask is needed.
    private static int[]? Unequal(int[] lengths) => lengths.Distinct().Count() == 1 ? null : lengths;

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
}
