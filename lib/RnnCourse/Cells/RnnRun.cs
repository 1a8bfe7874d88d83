using System.Numerics;
using RnnCourse.Numerics;

namespace RnnCourse.Cells;

/// <summary>A <see cref="VanillaRnn{T}"/> unrolled over a sequence.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class RnnRun<T> : Run<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private RnnRun(VanillaRnn<T> cell, Sequence<T> x)
        : base(cell, x)
    {
        (A, H) = (new(Count, Batch, cell.Hidden), new(Count, Batch, cell.Hidden, initial: true));
        (Initial, Final) = (new(H[-1]), new(H[Count - 1]));
        Mask = Masks.For(x, cell.Hidden);
        Parts = Array.ConvertAll(
            RowPart.Of(Batch, (long)cell.Hidden * cell.Hidden), p => new Part(p, A.OfRows(p), H.OfRows(p), Mask?.OfRows(p)));
        ForwardPart = p => cell.Forward(Parts[p].A, Parts[p].H, Parts[p].Mask, WhhT);
    }

    /// <summary>a[t], T × [B, H].</summary>
    public Steps<T> A { get; }

    /// <inheritdoc/>
    public override Steps<T> H { get; }

    /// <inheritdoc/>
    public override State<T> Initial { get; }

    /// <inheritdoc/>
    public override State<T> Final { get; }

    internal Steps<T>? Mask { get; }

    internal Part[] Parts { get; }

    internal Action<int> ForwardPart { get; }

    internal InputProjection<T> Input { get; } = new();

    internal Packed<T> WhhT { get; } = new();

    internal static RnnRun<T> For(VanillaRnn<T> cell, Sequence<T> x, Run<T>? into)
    {
        if (into is not RnnRun<T> run || !run.Fits(cell, x)) return new RnnRun<T>(cell, x);
        run.X = x;
        run.Mask?.SetMask(x);
        return run;
    }

    /// <summary>Some rows of the batch, for one thread.</summary>
    internal sealed record Part(RowPart Rows, Steps<T> A, Steps<T> H, Steps<T>? Mask);
}

/// <summary>The gradient of a <see cref="VanillaRnn{T}"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class RnnGradient<T> : Gradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private RnnRun<T> _run;

    private RnnGradient(RnnRun<T> run, bool inputGradient)
        : base(run, inputGradient)
    {
        var cell = (VanillaRnn<T>)run.Cell;
        (Wxh, Whh, bh) = (new(cell.Hidden, cell.Inputs), new(cell.Hidden, cell.Hidden), new(1, cell.Hidden));
        Parameters = [new(nameof(Wxh), Wxh), new(nameof(Whh), Whh), new(nameof(bh), bh)];
        (dA, dH) = (new(Count, Batch, cell.Hidden), new(Count, Batch, cell.Hidden, initial: true));
        Initial = new(dH[-1]);
        _run = run;
        var parts = Array.ConvertAll(run.Parts, p => (dA: dA.OfRows(p.Rows), dH: dH.OfRows(p.Rows)));
        BackwardPart = p =>
            cell.Backward(_run.Parts[p].H, parts[p].dH, parts[p].dA, _run.Parts[p].Mask, PackedWhh);
    }

    /// <summary>dE/dWxh, [H, I].</summary>
    public Mat<T> Wxh { get; }

    /// <summary>dE/dWhh, [H, H].</summary>
    public Mat<T> Whh { get; }

    /// <summary>dE/dbh, [1, H].</summary>
    public Mat<T> bh { get; }

    /// <summary>δ[t] = dE/da[t], T × [B, H].</summary>
    public Steps<T> dA { get; }

    /// <inheritdoc/>
    public override Steps<T> dH { get; }

    /// <summary>dE/dh0, [B, H].</summary>
    public Mat<T> H0 => dH[-1];

    /// <inheritdoc/>
    public override State<T> Initial { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Steps<T>> Deltas => [dA];

    internal Action<int> BackwardPart { get; }

    internal Packed<T> PackedWhh { get; } = new();

    internal static RnnGradient<T> For(RnnRun<T> run, bool inputGradient, Gradient<T>? into)
    {
        if (into is not RnnGradient<T> grad || !grad.Fits(run, inputGradient) || grad._run.Parts.Length != run.Parts.Length)
            return new RnnGradient<T>(run, inputGradient);
        grad._run = run;
        return grad;
    }
}
