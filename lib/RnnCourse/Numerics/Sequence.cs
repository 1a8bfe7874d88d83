using System.Globalization;

namespace RnnCourse.Numerics;

/// <summary>
/// A batch of sequences, time first: dense vectors T × [B, N] or token ids T × [B], with the length of each if they
/// differ. Arrays convert to it: <c>Mat&lt;T&gt;[]</c> (one matrix per step), <c>int[][]</c> (one row of B ids per
/// step), <c>int[]</c> (the ids of a single sequence).
/// </summary>
[ShownAsText.TypeFormatterSource]
public sealed class Sequence<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The id that stands for "no target here" in the targets of a loss.</summary>
    public const int NoTarget = -1;

    private readonly int[]? _tokens; // time-major, T·B
    private readonly int[]? _lengths;

    /// <summary>Dense vectors; the steps are shared, not copied.</summary>
    /// <param name="steps">T × [B, N].</param>
    /// <param name="lengths">B lengths, 1 … T, or null if all are T.</param>
    public Sequence(Steps<T> steps, int[]? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        (Dense, Count, Batch) = (steps, steps.Count, steps.Rows);
        _lengths = Checked(lengths);
    }

    /// <summary>Token ids, to be filled in with <see cref="this[int, int]"/>; all 0 at first.</summary>
    /// <param name="count">T, steps.</param>
    /// <param name="batch">B, sequences.</param>
    /// <param name="lengths">B lengths, 1 … T, or null if all are T.</param>
    public Sequence(int count, int batch, int[]? lengths = null)
    {
        (Count, Batch) = (Expect.Positive(count), Expect.Positive(batch));
        _tokens = new int[Expect.AtMost(Array.MaxLength, (long)count * batch, "The sequence")];
        _lengths = Checked(lengths);
    }

    /// <param name="tokens">T rows of B ids.</param>
    /// <param name="lengths">B lengths, 1 … T, or null if all are T.</param>
    /// <exception cref="ArgumentException">No steps, or rows of different sizes.</exception>
    public Sequence(int[][] tokens, int[]? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (Array.FindIndex(tokens, row => row is null) is >= 0 and var missing)
            throw new ArgumentException($"Step {missing} is null; expected a row of token ids.", nameof(tokens));
        if (tokens.Length == 0 || tokens[0].Length == 0)
            throw new ArgumentException(
                "The sequence is empty: there must be at least one step and one example.", nameof(tokens));
        (Count, Batch) = (tokens.Length, tokens[0].Length);
        _tokens = new int[Expect.AtMost(Array.MaxLength, (long)Count * Batch, "The sequence")];
        for (var t = 0; t < Count; t++)
        {
            if (tokens[t].Length != Batch)
                throw new ArgumentException($"Step {t} has {tokens[t].Length} ids; step 0 has {Batch}. Pad the " +
                    "batch and pass the lengths.", nameof(tokens));
            tokens[t].CopyTo(_tokens, t * Batch);
        }

        _lengths = Checked(lengths);
    }

    /// <summary>T, the number of steps.</summary>
    public int Count { get; }

    /// <summary>B, the number of sequences side by side.</summary>
    public int Batch { get; }

    /// <summary>The dense vectors T × [B, N]; null for token ids.</summary>
    public Steps<T>? Dense { get; }
    public bool IsTokens => _tokens is not null;

    /// <summary>The length of each sequence; null if all are T. Steps from a sequence's length on are
    /// padding.</summary>
    public IReadOnlyList<int>? Lengths => _lengths;

    /// <summary>All ids, time first, T·B; writing to them changes the sequence.</summary>
    public Span<int> Tokens =>
        _tokens ?? throw new InvalidOperationException("This sequence holds dense vectors, not token ids.");

    /// <param name="t">Step, 0 … T − 1.</param>
    /// <param name="b">Example, 0 … B − 1.</param>
    public int this[int t, int b]
    {
        get => Tokens[Index(t, b)];
        set => Tokens[Index(t, b)] = value;
    }

    /// <summary>Dense vectors, copied.</summary>
    /// <param name="steps">T matrices [B, N].</param>
    public static implicit operator Sequence<T>(Mat<T>[] steps) => new(Steps<T>.Of(steps));

    /// <summary>Dense vectors, shared.</summary>
    /// <param name="steps">T × [B, N].</param>
    public static implicit operator Sequence<T>(Steps<T> steps) => new(steps);

    /// <summary>Token ids, copied.</summary>
    /// <param name="tokens">T rows of B ids.</param>
    public static implicit operator Sequence<T>(int[][] tokens) => new(tokens);

    /// <summary>The token ids of a single sequence (B = 1), copied.</summary>
    /// <param name="tokens">T ids.</param>
    public static implicit operator Sequence<T>(int[] tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Length == 0) throw new ArgumentException(
            "The sequence is empty: there must be at least one token.", nameof(tokens));
        var sequence = new Sequence<T>(tokens.Length, 1);
        tokens.CopyTo(sequence.Tokens);
        return sequence;
    }

    /// <summary>Changes the lengths of a sequence that was made with lengths: for another batch in the same
    /// memory.</summary>
    /// <param name="lengths">B lengths, 1 … T.</param>
    /// <exception cref="InvalidOperationException">The sequence was made without lengths.</exception>
    public void SetLengths(params ReadOnlySpan<int> lengths)
    {
        if (_lengths is null)
            throw new InvalidOperationException(
                "This sequence was made without lengths, so all its sequences are full: make it with lengths.");
        CheckLengths(lengths);
        lengths.CopyTo(_lengths);
    }

    internal void TakeLengths(Sequence<T> from)
    {
        if (from._lengths is not null) SetLengths(from._lengths);
    }

    /// <summary>Whether step t of sequence b is data rather than padding.</summary>
    /// <param name="t">Step.</param>
    /// <param name="b">Example.</param>
    public bool IsReal(int t, int b) => (uint)b < (uint)Batch && (uint)t < (uint)Count
        ? _lengths is null || t < _lengths[b]
        : throw Outside(t, b);

    /// <summary>How many outputs have a target, of a sequence that holds targets.</summary>
    internal int Targets
    {
        get
        {
            if (_tokens is not null && _lengths is null) return _tokens.Length - _tokens.AsSpan().Count(NoTarget);
            var count = 0;
            for (var t = 0; t < Count; t++)
                for (var b = 0; b < Batch; b++)
                    if (HasTarget(t, b)) count++;
            return count;
        }
    }

    /// <summary>Whether a sequence of targets has one at step t of example b: not in padding, nor where its id is <see
    /// cref="NoTarget"/> or its row is all NaN.</summary>
    internal bool HasTarget(int t, int b) => IsReal(t, b)
        && (_tokens is not null ? _tokens[(t * Batch) + b] != NoTarget : !IsNothing(Dense![t].RowSpan(b)));

    private static bool IsNothing(ReadOnlySpan<T> row)
    {
        foreach (var x in row)
            if (!T.IsNaN(x)) return false;
        return true;
    }

    public override string ToString() => Dense is { } dense
        ? dense.Shape
        : string.Create(CultureInfo.InvariantCulture, $"{Count} × [{Batch}] token ids");

    /// <summary>Throws unless a layer with this many inputs can read the sequence.</summary>
    internal void CheckInputs(int inputs, string weights)
    {
        if (Dense is { } dense)
        {
            if (dense.Columns != inputs)
                throw new ArgumentException(
                    $"x has {dense.Columns} columns but {weights} expects {inputs}: did you build the batch with " +
                        "another vocabulary or feature count?", nameof(inputs));
            return;
        }

        for (var i = 0; i < _tokens!.Length; i++)
            if ((uint)_tokens[i] >= (uint)inputs && IsReal(i / Batch, i % Batch))
                throw new ArgumentException(
                    $"Token {_tokens[i]} at step {i / Batch} of example {i % Batch} is unknown: {weights} has " +
                        $"{inputs} columns, so ids go from 0 to {inputs - 1}.", nameof(inputs));
    }

    /// <summary>This sequence; if its padding holds what no layer can read (NaN, infinity, an unknown token), a copy
    /// with 0 there.</summary>
    /// <param name="inputs">How many token ids there are.</param>
    internal Sequence<T> WithPlainPadding(int inputs)
    {
        if (_lengths is null) return this;
        for (var t = 0; t < Count; t++)
            for (var b = 0; b < Batch; b++)
                if (!IsReal(t, b) && !IsPlain(t, b, inputs)) return Cleaned();
        return this;
    }

    private bool IsPlain(int t, int b, int inputs)
    {
        if (_tokens is not null) return (uint)_tokens[(t * Batch) + b] < (uint)inputs;
        foreach (var x in Dense![t].RowSpan(b))
            if (!T.IsFinite(x)) return false;
        return true;
    }

    private Sequence<T> Cleaned()
    {
        var copy = Dense is { } dense
            ? new Sequence<T>(new Steps<T>(Count, Batch, dense.Columns), _lengths)
            : new Sequence<T>(Count, Batch, _lengths);
        for (var t = 0; t < Count; t++)
            for (var b = 0; b < Batch; b++)
                if (!IsReal(t, b)) continue;
                else if (Dense is null) copy[t, b] = this[t, b];
                else Dense[t].RowSpan(b).CopyTo(copy.Dense![t].RowSpan(b));
        return copy;
    }

    private int Index(int t, int b) => (uint)t < (uint)Count && (uint)b < (uint)Batch
        ? (t * Batch) + b
        : throw Outside(t, b);

    private ArgumentOutOfRangeException Outside(int t, int b) =>
        new(nameof(t), $"[{t}, {b}] is outside {this} (indices start at 0).");

    private int[]? Checked(int[]? lengths)
    {
        if (lengths is null) return null;
        CheckLengths(lengths);
        return [.. lengths];
    }

    private void CheckLengths(ReadOnlySpan<int> lengths)
    {
        if (lengths.Length != Batch)
            throw new ArgumentException(
                $"There are {lengths.Length} lengths for {Batch} sequences; expected one each.", nameof(lengths));
        foreach (var length in lengths)
            if (length < 1 || length > Count)
                throw new ArgumentException(
                    $"A length is {length}; expected 1 to {Count}, the number of steps.", nameof(lengths));
    }
}
