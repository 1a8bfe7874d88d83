namespace RnnCourse.Models;

/// <summary>A layer without memory, to stand among the cells of a <see cref="Stacked{T}"/>: h[t] is a function of x[t]
/// alone. Its state is what it showed last, and no step looks at it.</summary>
public abstract class Layer<T> : Cell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected Layer(int inputs, int outputs)
        : base(inputs, outputs, outputs)
    {
    }

    public sealed override State<T> ZeroState(int batch) => new(new Mat<T>(batch, Outputs));

    public sealed override LayerRun<T> Unroll(Sequence<T> x, State<T>? initial = null, Run<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        CheckInputs(x);
        x = x.WithPlainPadding(Inputs);
        this.ThrowIfNotFinite("Unroll");
        var run = into is LayerRun<T> own && own.TryReuse(this, x) ? own : NewRun(x);
        State<T>.Copy(initial, run.H[-1], null, "The initial state");
        Forward(run);
        run.KeepPadding();
        GC.KeepAlive(run);
        return run;
    }

    public sealed override LayerGradient<T> Bptt(
        Run<T> run, Steps<T>? dEdH, State<T>? dEdFinal = null, Gradient<T>? into = null, bool inputGradient = true)
    {
        var unrolled = (LayerRun<T>)CheckOwn(run);
        var grad = into is LayerGradient<T> own && own.Fits(unrolled, inputGradient) ? own
            : new LayerGradient<T>(unrolled, inputGradient);
        grad.dH.StartBack(dEdH, dEdFinal?.H);
        grad.PassPadding(unrolled.X);
        Backward(unrolled, grad);
        GC.KeepAlive(run);
        GC.KeepAlive(grad);
        return grad;
    }

    private protected abstract LayerRun<T> NewRun(Sequence<T> x);

    /// <summary>h[t] from x[t], all t at once.</summary>
    private protected abstract void Forward(LayerRun<T> run);

    /// <summary>dE/dW, and dE/dx[t] if it is wanted, from dE/dh[t], all t at once.</summary>
    private protected abstract void Backward(LayerRun<T> run, LayerGradient<T> grad);

    /// <summary>The vectors that a layer reads.</summary>
    private protected Mat<T> Vectors(Sequence<T> x) => x.Dense?.All ?? throw new ArgumentException(
        $"x holds token ids, but {GetType().Name.Split('`')[0]} reads vectors: put an Embedding or a cell below it.",
        nameof(x));
}

/// <summary>A <see cref="Layer{T}"/> unrolled over a sequence.</summary>
public class LayerRun<T> : Run<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal LayerRun(Layer<T> layer, Sequence<T> x)
        : base(layer, x)
    {
        H = new(Count, Batch, layer.Outputs, initial: true);
        (Initial, Final) = (new(H[-1]), new(H[Count - 1]));
    }

    public sealed override Steps<T> H { get; }
    public sealed override State<T> Initial { get; }
    public sealed override State<T> Final { get; }
    internal Packed<T> Packed { get; } = new();

    internal bool TryReuse(Layer<T> layer, Sequence<T> x)
    {
        if (!Fits(layer, x) || (X.Dense is null) != (x.Dense is null)) return false;
        X = x;
        return true;
    }

    internal void KeepPadding()
    {
        if (X.Lengths is null) return;
        for (var t = 1; t < Count; t++)
            for (var b = 0; b < Batch; b++)
                if (!X.IsReal(t, b)) H[t - 1].RowSpan(b).CopyTo(H[t].RowSpan(b));
    }
}

/// <summary>The gradient of a <see cref="Layer{T}"/>.</summary>
public sealed class LayerGradient<T> : Gradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal LayerGradient(LayerRun<T> run, bool inputGradient)
        : base(run, inputGradient)
    {
        dH = new(Count, Batch, run.Cell.Outputs, initial: true);
        RealDH = run.X.Lengths is null ? dH.All : new(Count * Batch, run.Cell.Outputs);
        Initial = new(dH[-1]);
        Parameters = [.. run.Cell.Parameters.Select(
            p => new Parameter<T>(p.Name, new(p.Value.Rows, p.Value.Columns)))];
    }

    public override IReadOnlyList<Parameter<T>> Parameters { get; }
    public override Steps<T> dH { get; }
    public override IReadOnlyList<Steps<T>> Deltas => [];
    public override State<T> Initial { get; }

    /// <summary>dE/dh[t], 0 in padding, [T·B, Outputs].</summary>
    internal Mat<T> RealDH { get; }
    internal Packed<T> Packed { get; } = new();

    internal bool Fits(LayerRun<T> run, bool inputGradient) =>
        base.Fits(run, inputGradient) && ReferenceEquals(RealDH, dH.All) == (run.X.Lengths is null);

    /// <summary>What comes to padding goes on to the step before, and not to the layer.</summary>
    internal void PassPadding(Sequence<T> x)
    {
        if (x.Lengths is null) return;
        for (var t = Count - 1; t >= 0; t--)
            for (var b = 0; b < Batch; b++)
            {
                var total = dH[t].RowSpan(b);
                var real = RealDH.RowSpan((t * Batch) + b);
                total.CopyTo(real);
                if (x.IsReal(t, b)) continue;
                dH[t - 1].RowSpan(b).AddScaled(T.One, total);
                real.Clear();
            }
    }
}
