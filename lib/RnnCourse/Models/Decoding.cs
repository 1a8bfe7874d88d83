namespace RnnCourse.Models;

/// <summary>One way to finish a translation.</summary>
/// <param name="Tokens">What was written, without the edge.</param>
/// <param name="LogProbability">Σ ln p of the tokens, and of the end if it was written.</param>
/// <param name="IsFinished">Whether the end was written; otherwise the length limit was reached.</param>
public sealed record Hypothesis(int[] Tokens, double LogProbability, bool IsFinished);

/// <summary>Lets a <see cref="Seq2Seq{T}"/> write by itself: each output is the next input.</summary>
public static class Decoding
{
    /// <summary>Writes the most probable symbol at each step, for a whole batch.</summary>
    /// <param name="source">S × [B] token ids or S × [B, I].</param>
    /// <param name="maxLength">Symbols at most, in case the end is never written.</param>
    /// <returns>B rows of ids, without the edge.</returns>
    public static int[][] Greedy<T>(Seq2Seq<T> model, Sequence<T> source, int maxLength)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(source);
        var writer = new DecoderState<T>(model, source);
        var written = Enumerable.Range(0, source.Batch).Select(_ => new List<int>()).ToArray();
        var done = new bool[source.Batch];
        for (var t = 0; t < maxLength && done.Contains(false); t++)
        {
            var o = writer.Step();
            for (var b = 0; b < source.Batch; b++)
            {
                var symbol = writer.Inputs[0, b] = Generate.Draw(o.RowSpan(b), Random.Shared, temperature: 0);
                done[b] |= symbol == model.Edge;
                if (!done[b]) written[b].Add(symbol);
            }
        }

        return written.Select(row => row.ToArray()).ToArray();
    }

    /// <summary>Beam search: keeps the <paramref name="width"/> most probable beginnings at each step. Width 1 is
    /// greedy; a width that holds every beginning is exhaustive.</summary>
    /// <param name="source">One source, S × [1].</param>
    /// <param name="width">Beginnings to keep.</param>
    /// <param name="maxLength">Symbols at most.</param>
    /// <param name="lengthPenalty">α: hypotheses are ranked by ln p / length^α (the end counts as a symbol). 0 ranks by
    /// ln p alone, which favours short ones.</param>
    /// <returns>At most <paramref name="width"/> hypotheses, the best first.</returns>
    /// <exception cref="ArgumentException">The source is a batch of several.</exception>
    public static IReadOnlyList<Hypothesis> Beam<T>(
        Seq2Seq<T> model, Sequence<T> source, int width, int maxLength, double lengthPenalty = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 100_000);
        Expect.Within(lengthPenalty, 0, double.PositiveInfinity, "it must be 0 or more, and finite");
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (source.Batch != 1)
            throw new ArgumentException(
                $"Beam search takes one source at a time; this is a batch of {source.Batch}.", nameof(source));

        double Rank(Hypothesis h) =>
            h.LogProbability / Math.Pow(h.Tokens.Length + (h.IsFinished ? 1 : 0), lengthPenalty);
        var writer = new DecoderState<T>(model, Repeat(source, width));
        var open = new List<Hypothesis> { new([], 0, false) };
        var finished = new List<Hypothesis>();
        for (var t = 0; t < maxLength && open.Count > 0; t++)
        {
            var o = writer.Step();
            var next = open.SelectMany((h, row) => LogSoftmax(o.RowSpan(row)).Select((logP, symbol) =>
                    (Row: row, Symbol: symbol, Extended: symbol == model.Edge
                        ? h with { LogProbability = h.LogProbability + logP, IsFinished = true }
                        : new Hypothesis([.. h.Tokens, symbol], h.LogProbability + logP, false))))
                .OrderByDescending(candidate => candidate.Extended.LogProbability)
                .Take(width)
                .ToArray();

            finished.AddRange(next.Select(candidate => candidate.Extended).Where(h => h.IsFinished));
            var going = next.Where(candidate => !candidate.Extended.IsFinished).ToArray();
            open = going.Select(candidate => candidate.Extended).ToList();
            writer.Keep(going.Select(candidate => candidate.Row).ToArray());
            for (var row = 0; row < going.Length; row++) writer.Inputs[0, row] = going[row].Symbol;
        }

        return finished.Concat(open).OrderByDescending(Rank).Take(width).ToArray();
    }

    /// <summary>What the decoder reads in training: after the edge, at each step the true symbol with a given
    /// probability, otherwise the symbol that the model itself finds most probable there. 1 is teacher forcing, 0 free
    /// running, a probability that falls during training scheduled sampling (Bengio et al. 2015).</summary>
    /// <param name="source">S × [B].</param>
    /// <param name="targets">What should be written, T × [B], the edge included at the end.</param>
    /// <param name="truth">The probability of the true symbol, 0 … 1.</param>
    /// <returns>T × [B] ids, with the lengths of the targets. They are data: no gradient flows through the
    /// choice.</returns>
    public static Sequence<T> Inputs<T>(
        Seq2Seq<T> model, Sequence<T> source, Sequence<T> targets, double truth, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(random);
        if (!(truth is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(truth), "The probability of the true symbol must be in [0, 1].");

        var inputs = new Sequence<T>(targets.Count, targets.Batch, targets.Lengths?.ToArray());
        var writer = truth < 1 ? new DecoderState<T>(model, source) : null;
        for (var t = 0; t < targets.Count; t++)
            for (var b = 0; b < targets.Batch; b++)
            {
                if (b == 0 && t > 0 && writer is not null) writer.Write(inputs, t - 1);
                inputs[t, b] = t == 0 ? model.Edge
                    : !targets.IsReal(t, b) ? 0
                    : truth == 1 || random.NextDouble() < truth ? targets[t - 1, b]
                    : Generate.Draw(writer!.O!.RowSpan(b), random, temperature: 0);
            }

        return inputs;
    }

    private static double[] LogSoftmax<T>(Span<T> o) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var logits = new double[o.Length];
        for (var c = 0; c < o.Length; c++) logits[c] = double.CreateChecked(o[c]);
        var max = logits.Max();
        var logSum = max + Math.Log(logits.Sum(x => Math.Exp(x - max)));
        return Array.ConvertAll(logits, x => x - logSum);
    }

    private static Sequence<T> Repeat<T>(Sequence<T> source, int times) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lengths = source.Lengths is { } l ? Enumerable.Repeat(l[0], times).ToArray() : null;
        return source.Dense is { } dense
            ? new(dense.Select(x => Mat<T>.Dense(times, x.Columns, (_, c) => x[0, c])).ToArray(), lengths)
            : new(Enumerable.Range(0, source.Count)
                .Select(t => Enumerable.Repeat(source[t, 0], times).ToArray()).ToArray(), lengths);
    }
}
