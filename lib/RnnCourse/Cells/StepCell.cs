namespace RnnCourse.Cells;

/// <summary>
/// A cell of your own, made of gates: you write one step forward and one step back, with the ordinary operators of
/// <see cref="Mat{T}"/>. Time, padding, the gradients of all weights and of the inputs follow from them.
/// </summary>
/// <example><code>
/// class Mgu(int inputs, int hidden, Random? random = null) : StepCell&lt;double&gt;("fh", inputs, hidden, random)
/// {
///     protected override Mat&lt;double&gt; Forward(CellStep&lt;double&gt; s)
///     {
///         var f = s["f"] = Sigmoid(s.A('f', s.HPrev));
///         var n = s["n"] = Tanh(s.A('h', f % s.HPrev));
///         return (1 - f) % s.HPrev + f % n;
///     }
///
///     protected override Mat&lt;double&gt; Backward(CellStep&lt;double&gt; s, Mat&lt;double&gt; dH)
///     {
///         var (f, n) = (s["f"], s["n"]);
///         var dQ = s.Delta('h', (1 - n % n) % f % dH);
///         var dF = (n - s.HPrev) % dH + s.HPrev % dQ;
///         return (1 - f) % dH + f % dQ + s.Delta('f', f % (1 - f) % dF);
///     }
/// }
/// </code></example>
public abstract class StepCell<T> : GatedCell<T, StepRun<T>, StepGradient<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _cellState;

    /// <summary>A cell whose weights are 0, or drawn from U(−1/√H, 1/√H) if a generator is given.</summary>
    /// <param name="gates">A letter for each gate: gate f has the weights Wxf [H, I], Whf [H, H] and bf [1, H].</param>
    /// <param name="cellState">Whether the cell carries a c[t] beside h[t], as an LSTM does.</param>
    /// <exception cref="ArgumentException">No gates, or two of one letter.</exception>
    protected StepCell(string gates, int inputs, int hidden, Random? random = null, bool cellState = false)
        : this(new GateWeights<T>(Distinct(gates), inputs, hidden), random) => _cellState = cellState;

    private StepCell(GateWeights<T> w, Random? random) : base(w, random) => W = w;

    /// <summary>The weights by name, such as <c>W["Whf"]</c>.</summary>
    public GateWeights<T> W { get; }

    /// <param name="s">What the step reads, and where it keeps what the way back needs.</param>
    /// <returns>h[t], [B, H].</returns>
    protected abstract Mat<T> Forward(CellStep<T> s);

    /// <summary>One step back: reports every δ[t] by <see cref="CellStep{T}.Delta"/>.</summary>
    /// <param name="s">The step, with all that <see cref="Forward(CellStep{T})"/> kept.</param>
    /// <param name="dH">dE/dh[t], total, [B, H].</param>
    /// <returns>dE/dh[t−1] by way of this step, [B, H].</returns>
    protected abstract Mat<T> Backward(CellStep<T> s, Mat<T> dH);

    private protected override bool HasCellState => _cellState;

    internal override StepRun<T> NewRun(Sequence<T> x) => new(this, x, W.Gates, _cellState);

    internal override StepGradient<T> NewGradient(StepRun<T> run, bool inputGradient) =>
        new(run, W, inputGradient);

    internal override void Forward(StepRun<T> run, RowPart rows)
    {
        for (var t = 0; t < run.Count; t++)
        {
            var h = Forward(new CellStep<T>(run, null, t));
            run.H[t].CopyFrom(h ?? throw new InvalidOperationException("Forward returned null; expected h[t]."));
            run.KeepPadding(t, rows);
        }
    }

    internal override void Backward(StepRun<T> run, StepGradient<T> grad, RowPart rows)
    {
        for (var t = run.Count - 1; t >= 0; t--)
        {
            grad.HidePadding(run, t, rows);
            var dHPrev = Backward(new CellStep<T>(run, grad, t), grad.dH[t])
                ?? throw new InvalidOperationException("Backward returned null; expected dE/dh[t−1].");
            Expect.SameShape(dHPrev, grad.dH[t - 1], "What Backward returns");
            grad.dH[t - 1].AddReal(dHPrev, run.X, t);
            grad.PassPadding(run, t, rows);
        }
    }

    private static string Distinct(string gates)
    {
        ArgumentException.ThrowIfNullOrEmpty(gates);
        return gates.Distinct().Count() == gates.Length ? gates : throw new ArgumentException(
            $"The gates are \"{gates}\"; expected a letter of its own for each.", nameof(gates));
    }
}

/// <summary>One step of a <see cref="StepCell{T}"/>.</summary>
public sealed class CellStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly StepRun<T> _run;
    private readonly StepGradient<T>? _grad;
    private readonly int _t;

    internal CellStep(StepRun<T> run, StepGradient<T>? grad, int t) => (_run, _grad, _t) = (run, grad, t);

    /// <summary>h[t−1], [B, H].</summary>
    public Mat<T> HPrev => _run.H[_t - 1];

    /// <summary>c[t−1], [B, H].</summary>
    public Mat<T> CPrev => States[_t - 1];

    /// <summary>c[t], [B, H]: set it in Forward.</summary>
    public Mat<T> C
    {
        get => States[_t];
        set => States[_t].CopyFrom(value);
    }

    /// <summary>dE/dc[t] that comes from the step after, [B, H].</summary>
    public Mat<T> dC => Gradient.dCellState![_t];

    /// <summary>What a step keeps under a name in Forward, to use it in Backward.</summary>
    public Mat<T> this[string name]
    {
        get => _run.Kept(name)[_t] ?? throw new InvalidOperationException(
            $"Nothing was kept as \"{name}\" at step {_t}: set s[\"{name}\"] in Forward.");
        set => _run.Kept(name)[_t] = value;
    }

    /// <summary>The pre-activation of a gate: Wx·x[t] + Wh·u + b, [B, H].</summary>
    /// <param name="gate">The gate's letter.</param>
    /// <param name="u">What its recurrent weights multiply, [B, H]: h[t−1], or something made of it.</param>
    public Mat<T> A(char gate, Mat<T> u)
    {
        var k = Number(gate);
        _run.U[k][_t].CopyFrom(u);
        var a = _run.Gates[k][_t].Operand;
        a += _run.U[k][_t].Operand * _run.WhT[k];
        return _run.Gates[k][_t];
    }

    /// <summary>The pre-activation of a gate that does not look at the step before: Wx·x[t] + b, [B, H].</summary>
    /// <param name="gate">The gate's letter.</param>
    public Mat<T> A(char gate) => _run.Gates[Number(gate)][_t];

    /// <summary>Reports a gate's δ[t] = dE/da[t].</summary>
    /// <param name="gate">The gate's letter.</param>
    /// <param name="dA">δ[t], [B, H].</param>
    /// <returns>δ[t]·Wh, what it says to the u of <see cref="A(char, Mat{T})"/>, [B, H].</returns>
    public Mat<T> Delta(char gate, Mat<T> dA)
    {
        var k = Number(gate);
        var δ = Gradient.dA[k][_t];
        δ.CopyFrom(dA);
        Gradient.dA[k].Clear(_run.X, _t, new(0, _run.Batch));
        var dU = Gradient.dU[k][_t];
        dU.Operand.Set(δ.Operand * Gradient.Wh[k]);
        GC.KeepAlive(_grad);
        return dU;
    }

    /// <summary>Adds to dE/dc[t−1].</summary>
    /// <param name="dCPrev">What this step says to it, [B, H].</param>
    public void AddToCPrev(Mat<T> dCPrev)
    {
        ArgumentNullException.ThrowIfNull(dCPrev);
        var sum = Gradient.dCellState![_t - 1];
        Expect.SameShape(dCPrev, sum, "What Backward says to the step before");
        sum.AddReal(dCPrev, _run.X, _t);
    }

    private StepGradient<T> Gradient => _grad ?? throw new InvalidOperationException(
        "There are no gradients in Forward: report them in Backward.");

    private Steps<T> States => _run.CellState ?? throw new InvalidOperationException(
        "This cell has no c: pass cellState: true to the constructor of StepCell.");

    private int Number(char gate)
    {
        var k = _run.Letters.IndexOf(gate, StringComparison.Ordinal);
        return k >= 0 ? k : throw new ArgumentException($"There is no gate '{gate}'; the gates are \"{_run.Letters}\".");
    }
}

/// <summary>A <see cref="StepCell{T}"/> unrolled over a sequence.</summary>
public sealed class StepRun<T> : GatedRun<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<string, Mat<T>?[]> _kept = [];

    internal StepRun(Cell<T> cell, Sequence<T> x, string letters, bool cellState)
        : base(cell, x, letters.Length, cellState, threads: false)
    {
        Letters = letters;
        U = [.. letters.Select(_ => new Steps<T>(Count, Batch, cell.Hidden))];
    }

    /// <summary>What every step kept under a name, T matrices.</summary>
    /// <exception cref="KeyNotFoundException">No step kept anything under it.</exception>
    public IReadOnlyList<Mat<T>> this[string name] => _kept.TryGetValue(name, out var steps)
        ? steps!.Cast<Mat<T>>().ToArray()
        : throw new KeyNotFoundException($"Nothing was kept as \"{name}\"; kept were {string.Join(", ", _kept.Keys)}.");

    /// <summary>c[t], T × [B, H], of a cell that has one; C[−1] is the initial one.</summary>
    public Steps<T>? C => CellState;
    internal string Letters { get; }

    /// <summary>What the recurrent weights of each gate multiplied.</summary>
    internal Steps<T>[] U { get; }

    internal Mat<T>?[] Kept(string name) =>
        _kept.TryGetValue(name, out var steps) ? steps : _kept[name] = new Mat<T>?[Count];

    internal override Mat<T> RecurrentInputs(int gate) => U[gate].All;

    public override Mat<T> RecurrentInput(int gate, int t) => U[gate][t];
}

/// <summary>The gradient of a <see cref="StepCell{T}"/>.</summary>
public sealed class StepGradient<T> : GatedGradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal StepGradient(StepRun<T> run, GateWeights<T> w, bool inputGradient)
        : base(run, new GateWeights<T>(w.Gates, w.Inputs, w.Hidden), inputGradient) =>
        dU = [.. w.Gates.Select(_ => new Steps<T>(run.Count, run.Batch, w.Hidden))];

    /// <summary>dE/dW by name, such as <c>W["Whf"]</c>.</summary>
    public GateWeights<T> W => Weights;

    /// <summary>What each gate says to what its recurrent weights multiply.</summary>
    internal Steps<T>[] dU { get; }
}
