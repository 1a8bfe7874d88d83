namespace RnnCourse.Numerics;

/// <summary>What a cell carries from step to step: h, for an LSTM c too, for a stack or a bidirectional pair one of
/// these a layer. A matrix converts to the state of a cell that has only h.</summary>
[ShownAsText.TypeFormatterSource]
public sealed class State<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <param name="h">[B, H].</param>
    /// <param name="c">[B, H], the LSTM's cell state; null for other cells.</param>
    public State(Mat<T> h, Mat<T>? c = null)
    {
        ArgumentNullException.ThrowIfNull(h);
        (H, C, Layers) = (h, c, []);
    }

    /// <summary>The states of several cells, in the order of the layers.</summary>
    /// <param name="layers">One state per layer.</param>
    public State(params State<T>[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0) throw new ArgumentException("There must be at least one layer.", nameof(layers));
        if (Array.FindIndex(layers, layer => layer is null) is >= 0 and var missing)
            throw new ArgumentException($"Layer {missing} is null; expected its state.", nameof(layers));
        (H, C, Layers) = (layers[^1].H, layers[^1].C, layers);
    }

    /// <summary>h [B, H]; of several layers, the last one's.</summary>
    public Mat<T> H { get; }

    /// <summary>c [B, H] of an LSTM, otherwise null.</summary>
    public Mat<T>? C { get; }

    /// <summary>One state per layer; empty for a single cell.</summary>
    public IReadOnlyList<State<T>> Layers { get; }

    /// <summary>The state of a cell that has only h.</summary>
    /// <param name="h">[B, H].</param>
    public static implicit operator State<T>(Mat<T> h) => new(h);

    public override string ToString() => Layers.Count > 0 ? string.Join("; ", Layers)
        : $"h {H.Shape}{(C is null ? "" : $", c {C.Shape}")}";

    /// <summary>A copy with memory of its own.</summary>
    public State<T> Clone() => Layers.Count > 0
        ? new State<T>([.. Layers.Select(layer => layer.Clone())])
        : new State<T>(H.Clone(), C?.Clone());

    /// <summary>Overwrites h (and c) of a single cell, checking shapes.</summary>
    internal static void Copy(State<T>? source, Mat<T> h, Mat<T>? c, string what)
    {
        if (source is null)
        {
            h.Clear();
            c?.Clear();
            return;
        }

        if (source.Layers.Count > 0 || (source.C is null) != (c is null))
        {
            var came = source.Layers.Count > 0 ? $"{source.Layers.Count} layers"
                : source.C is null ? "h alone" : "h and c";
            throw new ArgumentException(
                $"{what} has {came}; expected {(c is null ? "h alone" : "h and c")}, as cell.ZeroState gives.",
                nameof(source));
        }

        Check(source.H, h, what, "h");
        if (!ReferenceEquals(source.H, h)) h.CopyFrom(source.H);
        if (c is null) return;
        Check(source.C!, c, what, "c");
        c.CopyFrom(source.C!);
    }

    private static void Check(Mat<T> actual, Mat<T> expected, string what, string name)
    {
        if (actual.Rows != expected.Rows || actual.Columns != expected.Columns)
            throw new ArgumentException(
                $"{what}: {name} is {actual.Shape}; expected {expected.Shape} (batch, hidden units).", name);
    }
}
