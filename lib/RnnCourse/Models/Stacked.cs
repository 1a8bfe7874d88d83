namespace RnnCourse.Models;

/// <summary>Cells on top of one another: the h[t] of each is the x[t] of the next.</summary>
public sealed class Stacked<T> : Cell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A stack of cells, the one that reads x first.</summary>
    /// <param name="layers">The cells.</param>
    /// <exception cref="ArgumentException">No cells, or one that does not fit on the one below.</exception>
    public Stacked(params Cell<T>[] layers)
        : base(Bottom(layers).Inputs, layers[^1].Hidden, layers[^1].Outputs)
    {
        for (var l = 1; l < layers.Length; l++)
            if (layers[l].Inputs != layers[l - 1].Outputs)
                throw new ArgumentException(
                    $"Layer {l} has {layers[l].Inputs} inputs, but layer {l - 1} gives {layers[l - 1].Outputs}.",
                        nameof(layers));
        Layers = layers;
        Parameters = ParameterLists.Distinct(
            [.. layers.SelectMany((layer, l) => layer.Parameters.Select(p => p.Under($"layer{l}")))]);
    }

    /// <summary>The cells, the one that reads x first.</summary>
    public IReadOnlyList<Cell<T>> Layers { get; }
    public override IReadOnlyList<Parameter<T>> Parameters { get; }
    internal override IReadOnlyList<Cell<T>> Parts => Layers;
    public override int ForwardOutputs => Layers[^1].ForwardOutputs;

    public override State<T> ZeroState(int batch) => new([.. Layers.Select(layer => layer.ZeroState(batch))]);

    public override StackedRun<T> Unroll(Sequence<T> x, State<T>? initial = null, Run<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        CheckLayers(initial, Layers.Count, "The initial state");
        var reused = into is StackedRun<T> own && ReferenceEquals(own.Cell, this) ? own : null;
        var run = reused is not null && reused.IsFor(x) ? reused : new StackedRun<T>(this, x);
        run.X = x;
        for (var l = 0; l < Layers.Count; l++)
            run.Put(l, Layers[l].Unroll(run.InputOf(l), initial?.Layers[l], run.LayerOrNull(l)));
        return run;
    }

    public override StackedGradient<T> Bptt(
        Run<T> run, Steps<T>? dEdH, State<T>? dEdFinal = null, Gradient<T>? into = null, bool inputGradient = true)
    {
        var unrolled = (StackedRun<T>)CheckOwn(run);
        CheckLayers(dEdFinal, Layers.Count, "dEdFinal");
        var reused = into as StackedGradient<T>;
        if (reused is not null && !ReferenceEquals(reused.Cell, this)) reused = null;
        var immediate = dEdH;
        var gradients = reused?.Changeable ?? new Gradient<T>[Layers.Count];
        var same = reused is not null;
        for (var l = Layers.Count - 1; l >= 0; l--)
        {
            var gradient = Layers[l]
                .Bptt(unrolled.Layers[l], immediate, dEdFinal?.Layers[l], reused?.Layers[l], l > 0 || inputGradient);
            same &= ReferenceEquals(gradient, gradients[l]);
            gradients[l] = gradient;
            immediate = gradient.InputOrNull;   // what the layer below sees as ∂⁺E/∂h[t]
        }

        return same ? reused! : new StackedGradient<T>(unrolled, gradients);
    }

    /// <summary>Throws unless a state has one layer for each cell; a missing one is fine.</summary>
    internal static void CheckLayers(State<T>? state, int layers, string what)
    {
        if (state is not null && state.Layers.Count != layers)
            throw new ArgumentException($"{what} has {state.Layers.Count} " +
                $"layer{(state.Layers.Count == 1 ? "" : "s")}; expected {layers}: make it with " +
                "new State<T>(layer0, layer1, …).", nameof(state));
    }

    private static Cell<T> Bottom(Cell<T>[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (Array.FindIndex(layers, layer => layer is null) is >= 0 and var missing)
            throw new ArgumentException($"Layer {missing} is null; expected a cell.", nameof(layers));
        return layers.Length > 0 ? layers[0]
            : throw new ArgumentException("A stack needs at least one cell.", nameof(layers));
    }
}

/// <summary>A <see cref="Stacked{T}"/> unrolled over a sequence.</summary>
public sealed class StackedRun<T> : Run<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Run<T>?[] _layers;
    private readonly Sequence<T>[] _inputs;
    private State<T>? _initial;
    private State<T>? _final;

    internal StackedRun(Stacked<T> cell, Sequence<T> x)
        : base(cell, x)
    {
        _layers = new Run<T>?[cell.Layers.Count];
        _inputs = new Sequence<T>[cell.Layers.Count];
    }

    public IReadOnlyList<Run<T>> Layers => _layers!;
    public override Steps<T> H => _layers[^1]!.H;
    public override State<T> Initial => _initial ??= new State<T>([.. _layers.Select(run => run!.Initial)]);
    public override State<T> Final => _final ??= new State<T>([.. _layers.Select(run => run!.Final)]);

    internal bool IsFor(Sequence<T> x) => Fits(Cell, x);

    internal Run<T>? LayerOrNull(int layer) => _layers[layer];

    internal void Put(int layer, Run<T> run)
    {
        if (ReferenceEquals(_layers[layer], run)) return;
        (_layers[layer], _initial, _final) = (run, null, null);
        if (layer + 1 < _inputs.Length) _inputs[layer + 1] = null!;
    }

    /// <summary>What a layer reads: x, or the h[t] of the layer below with the same lengths.</summary>
    internal Sequence<T> InputOf(int layer)
    {
        if (layer == 0) return X;
        var input = _inputs[layer] ??= new Sequence<T>(
            _layers[layer - 1]!.H, X.Lengths is { } lengths ? [.. lengths] : null);
        input.TakeLengths(X);
        return input;
    }
}

/// <summary>The gradient of a <see cref="Stacked{T}"/>.</summary>
public sealed class StackedGradient<T> : Gradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal StackedGradient(StackedRun<T> run, Gradient<T>[] layers)
        : base(run, layers[0].InputOrNull)
    {
        Changeable = layers;
        Parameters = [.. layers.SelectMany((layer, l) => layer.Parameters.Select(p => p.Under($"layer{l}")))];
        Deltas = [.. layers.SelectMany(layer => layer.Deltas)];
        Initial = new State<T>([.. layers.Select(layer => layer.Initial)]);
    }

    public IReadOnlyList<Gradient<T>> Layers => Changeable;
    public override IReadOnlyList<Parameter<T>> Parameters { get; }
    public override Steps<T> dH => Changeable[^1].dH;
    public override IReadOnlyList<Steps<T>> Deltas { get; }
    public override State<T> Initial { get; }
    internal Gradient<T>[] Changeable { get; }
}
