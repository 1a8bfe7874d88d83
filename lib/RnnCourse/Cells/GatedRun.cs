using System.Numerics;
using RnnCourse.Numerics;

namespace RnnCourse.Cells;

/// <summary>A cell of gates unrolled over a sequence: what all such cells keep.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class GatedRun<T> : Run<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The memory of a run.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="x">What it will read.</param>
    /// <param name="gates">How many pre-activations the cell has, each with weights of its own.</param>
    private protected GatedRun(Cell<T> cell, Sequence<T> x, int gates)
        : base(cell, x)
    {
        Gates = Cells.Gates.Steps<T>(gates, Count, Batch, cell.Hidden);
        H = new(Count, Batch, cell.Hidden, initial: true);
        Mask = Masks.For(x, cell.Hidden);
        RowParts = RowPart.Of(Batch, (long)gates * cell.Hidden * cell.Hidden);
        Inputs = new(gates);
        WhT = Cells.Gates.Packed<T>(gates);
    }

    /// <inheritdoc/>
    public override Steps<T> H { get; }

    /// <summary>Each gate, T × [B, H], in the order of the cell's gates.</summary>
    internal Steps<T>[] Gates { get; }

    internal Steps<T>? Mask { get; }

    /// <summary>The rows of the batch, divided among threads.</summary>
    internal RowPart[] RowParts { get; }

    internal InputProjections<T> Inputs { get; }

    internal Packed<T>[] WhT { get; }

    /// <summary>Makes the run ready for another sequence; false if its shape does not fit.</summary>
    internal bool TryReuse(Cell<T> cell, Sequence<T> x)
    {
        if (!Fits(cell, x)) return false;
        X = x;
        Mask?.SetMask(x);
        return true;
    }
}

/// <summary>The gradient of a cell of gates: what all such cells have.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class GatedGradient<T> : Gradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _parts;

    /// <summary>The memory of a gradient, for runs of the shape of this one.</summary>
    private protected GatedGradient(GatedRun<T> run, bool inputGradient)
        : base(run, inputGradient)
    {
        var (gates, inputs, hidden) = (run.Gates.Length, run.Cell.Inputs, run.Cell.Hidden);
        (Wx, Wh, b) = (Gates.Matrices<T>(gates, hidden, inputs), Gates.Matrices<T>(gates, hidden, hidden), Gates.Matrices<T>(gates, 1, hidden));
        dA = Gates.Steps<T>(gates, Count, Batch, hidden);
        dH = new(Count, Batch, hidden, initial: true);
        PackedWh = Gates.Packed<T>(gates);
        (_parts, IsMasked) = (run.RowParts.Length, run.Mask is not null);
    }

    /// <inheritdoc/>
    public override Steps<T> dH { get; }

    /// <summary>dE/dh0, [B, H].</summary>
    public Mat<T> H0 => dH[-1];

    /// <inheritdoc/>
    public override IReadOnlyList<Steps<T>> Deltas => dA;

    /// <summary>δ of each gate, T × [B, H], in the order of the cell's gates.</summary>
    internal Steps<T>[] dA { get; }

    internal Mat<T>[] Wx { get; }

    internal Mat<T>[] Wh { get; }

    internal Mat<T>[] b { get; }

    internal Packed<T>[] PackedWh { get; }

    /// <summary>Whether steps are masked, which needs working memory.</summary>
    internal bool IsMasked { get; }

    /// <summary>Whether the gradient can be used again for a run.</summary>
    private protected bool Fits(GatedRun<T> run, bool inputGradient) =>
        base.Fits(run, inputGradient) && _parts == run.RowParts.Length && IsMasked == run.Mask is not null;
}
