namespace RnnCourse.Models;

/// <summary>
/// The decoder of Bahdanau, Cho and Bengio 2015: before each step its last state looks at the encoder's states, and
/// what it finds, the context c[t], goes into the step: s[t] = cell([E[y[t]]; c[t]], s[t−1]). It starts from s[−1] =
/// tanh(Ws·h), h the encoder's last state; of a bidirectional encoder, the one that has read the source backwards.
/// </summary>
public sealed class BahdanauDecoder<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A decoder whose weights are 0, or drawn from U(−1/√n, 1/√n) if a generator is given.</summary>
    /// <param name="cell">The cell; it reads D + K numbers.</param>
    /// <param name="symbols">Target symbols with the <see cref="Seq2Seq{T}.Edge"/>, V + 1.</param>
    /// <param name="encoder">The encoder, for the sizes of its states.</param>
    /// <exception cref="ArgumentException">A cell of several layers, or one that reads no more than the
    /// context.</exception>
    public BahdanauDecoder(Cell<T> cell, int symbols, Cell<T> encoder, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(encoder);
        if (cell.Parts.Count > 0)
            throw new ArgumentException("The decoder takes a single cell, not a stack or a pair.", nameof(cell));
        if (cell.Inputs <= encoder.Outputs)
            throw new ArgumentException(
                $"The cell reads {cell.Inputs} numbers; expected more than the {encoder.Outputs} of the context, " +
                    "the rest " +
                    "for the vector of the last symbol.", nameof(cell));
        var (hidden, keys) = (cell.Outputs, encoder.Outputs);
        Cell = cell;
        Embedding = new(symbols, cell.Inputs - keys, random);
        (Wa, Ua, va, Ws) = (new(hidden, hidden), new(hidden, keys), new(1, hidden),
            new(hidden, LastState(encoder.ZeroState(1)).Columns));
        Own = [new(nameof(Wa), Wa), new(nameof(Ua), Ua), new(nameof(va), va), new(nameof(Ws), Ws)];
        ParameterLists.FillUniform(Own, random, 1 / Math.Sqrt(hidden));
        Parameters = ParameterLists.Distinct([.. Named(cell.Parameters, Embedding, Own)]);
    }

    public Cell<T> Cell { get; }

    /// <summary>The vectors of the target symbols, [V + 1, D].</summary>
    public Embedding<T> Embedding { get; }

    /// <summary>Of the score, for the state, [H, H].</summary>
    public Mat<T> Wa { get; }

    /// <summary>Of the score, for the keys, [H, K].</summary>
    public Mat<T> Ua { get; }

    /// <summary>Of the score, [1, H].</summary>
    public Mat<T> va { get; }

    /// <summary>From the encoder's last state to the first of the decoder.</summary>
    public Mat<T> Ws { get; }
    public IReadOnlyList<Parameter<T>> Parameters { get; }
    internal IReadOnlyList<Parameter<T>> Own { get; }

    /// <summary>The parameters, or their gradient, under one name each.</summary>
    internal static IEnumerable<Parameter<T>> Named(
        IEnumerable<Parameter<T>> cell, IParameters<T> embedding, IEnumerable<Parameter<T>> own) =>
        [.. cell.Select(p => p.Under("cell")), .. embedding.Parameters, .. own];

    /// <summary>s[−1] = tanh(Ws·h), with c = 0 for an LSTM.</summary>
    /// <param name="encoder">The encoder's run.</param>
    public State<T> Start(Run<T> encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        var last = LastState(encoder.Final);
        var zero = Cell.ZeroState(last.Rows);
        return new State<T>(Elementwise.Tanh(last * Ws.Transpose()), zero.C);
    }

    /// <summary>Writes over given inputs.</summary>
    /// <param name="encoder">The encoder's run: its H are the keys, S × [B, K].</param>
    /// <param name="y">What is read at each step, T × [B] symbols.</param>
    /// <param name="keyLengths">How many keys each example has; null if all.</param>
    /// <param name="initial">The state before the first step; null for <see cref="Start"/>.</param>
    /// <param name="into">A run of this decoder to reuse if its shape fits.</param>
    internal BahdanauRun<T> Unroll(
        Run<T> encoder, Sequence<T> y, IReadOnlyList<int>? keyLengths, State<T>? initial, BahdanauRun<T>? into)
    {
        this.ThrowIfNotFinite("The decoder");
        var run = into is not null && into.IsFor(this, encoder, y) ? into : new BahdanauRun<T>(this, encoder, y);
        run.Begin(encoder, y, keyLengths, initial ?? Start(encoder));
        run.UaKeys.All.Operand.Set(run.Keys.All.Operand * run.PackedUa.Transposed(Ua, run.Keys.All.Rows));
        run.PackedWa.Transposed(Wa, run.Batch);
        run.Symbols = Embedding.Unroll(y, null, run.Symbols);
        for (var t = 0; t < run.Count; t++)
        {
            run.Query.Operand.Set(run.H[t - 1].Operand * run.PackedWa);                     // Wa·s[t−1]
            for (var s = 0; s < run.Keys.Count; s++)
                run.U(t, s).Operand.Set(Tanh(run.Query.Operand + run.UaKeys[s].Operand));
            for (var b = 0; b < run.Batch; b++) Look(run, t, b);
            run.Step(t);                                                                    // s[t]
        }

        GC.KeepAlive(run);
        return run;
    }

    // The scores e = va·tanh(Wa·s[t−1] + Ua·k[s]), α = softmax(e), the context c = Σ_s α_s k[s]; then x[t] = [E[y]; c].
    private void Look(BahdanauRun<T> run, int t, int b)
    {
        var alpha = run.Alpha[t].RowSpan(b);
        for (var s = 0; s < alpha.Length; s++) alpha[s] = va.RowSpan(0).Dot(run.U(t, s).RowSpan(b));
        Attention<T>.Softmax(alpha, run.KeysOf(b));
        var x = run.Inputs(t).RowSpan(b);
        run.Symbols!.H[t].RowSpan(b).CopyTo(x);
        var c = x[Embedding.Outputs..];
        c.Clear();
        for (var s = 0; s < run.KeysOf(b); s++) c.AddScaled(alpha[s], run.Keys[s].RowSpan(b));
        c.CopyTo(run.M[t].RowSpan(b)[Cell.Outputs..]);
    }

    /// <summary>Backpropagates through what <see cref="Unroll"/> did.</summary>
    /// <param name="dM">∂⁺E/∂[s[t]; c[t]], T × [B, H + K].</param>
    internal BahdanauGradient<T> Bptt(BahdanauRun<T> run, Steps<T> dM, BahdanauGradient<T>? into)
    {
        var grad = into is not null && into.IsFor(run) ? into : new BahdanauGradient<T>(run);
        grad.Begin();
        var wa = grad.PackedWa.Plain(Wa, run.Batch);
        for (var t = run.Count - 1; t >= 0; t--)
        {
            // dx[t], dE/ds[t−1] of the cell
            grad.StepBack(run, t, dM[t]);
            grad.dQuery.Clear();
            for (var b = 0; b < run.Batch; b++) LookBack(run, grad, t, b, dM[t]);
            var ds = grad.State.H.Operand;
            ds += grad.dQuery.Operand * wa;                                                 // through the query
            grad.AddToWa(run, t);
        }

        var (dUaKeys, dKeys) = (grad.dUaKeys.All.Operand, grad.Keys.All.Operand);
        grad.Value("Ua").Operand.Set(dUaKeys.Transposed * run.Keys.All.Operand);
        dKeys += dUaKeys * grad.PackedUa.Plain(Ua, run.Keys.All.Rows);
        grad.End(run, Ws);
        GC.KeepAlive(run);
        GC.KeepAlive(dM);
        return grad;
    }

    // From dc to the scores, the query and the keys.
    private void LookBack(BahdanauRun<T> run, BahdanauGradient<T> grad, int t, int b, Mat<T> dM)
    {
        var (size, keys) = (Embedding.Outputs, run.KeysOf(b));
        var dc = grad.dX(t).RowSpan(b)[size..];
        dc.AddScaled(T.One, dM.RowSpan(b)[Cell.Outputs..]);
        grad.dX(t).RowSpan(b)[..size].CopyTo(grad.dSymbols[t].RowSpan(b));
        var alpha = run.Alpha[t].RowSpan(b);
        var de = grad.dAlpha.RowSpan(b);
        var mean = T.Zero;
        for (var s = 0; s < keys; s++)
        {
            de[s] = dc.Dot(run.Keys[s].RowSpan(b));                     // dα = dc·k
            grad.Keys[s].RowSpan(b).AddScaled(alpha[s], dc);            // dk += α dc
            mean += alpha[s] * de[s];
        }

        var dq = grad.dQuery.RowSpan(b);
        var dva = grad.Value("va").RowSpan(0);
        for (var s = 0; s < keys; s++)
        {
            de[s] = alpha[s] * (de[s] - mean);                          // de = α (dα − Σ α dα)
            var u = run.U(t, s).RowSpan(b);
            var dk = grad.dUaKeys[s].RowSpan(b);
            dva.AddScaled(de[s], u);                                    // dva += de u
            for (var n = 0; n < u.Length; n++)
            {
                var d = de[s] * va[n] * (T.One - (u[n] * u[n]));        // through tanh
                dq[n] += d;
                dk[n] += d;
            }
        }
    }

    /// <summary>What the decoder starts from: of a bidirectional encoder the state of the backward cell.</summary>
    internal static Mat<T> LastState(State<T> final) => final.H;
}

/// <summary>A <see cref="BahdanauDecoder{T}"/> unrolled.</summary>
public sealed class BahdanauRun<T> : Run<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Steps<T> _u;
    private readonly Sequence<T>[] _inputs;
    private readonly Run<T>?[] _steps;
    private State<T> _initial;
    private IReadOnlyList<int>? _keyLengths;

    internal BahdanauRun(BahdanauDecoder<T> decoder, Run<T> encoder, Sequence<T> y)
        : base(decoder.Cell, y)
    {
        var (hidden, keys) = (decoder.Cell.Outputs, encoder.H.Columns);
        (Decoder, Encoder, Keys) = (decoder, encoder, encoder.H);
        H = new(Count, Batch, hidden, initial: true);
        M = new(Count, Batch, hidden + keys);
        Alpha = new(Count, Batch, encoder.Count);
        UaKeys = new(encoder.Count, Batch, hidden);
        _u = new(Expect.AtMost(int.MaxValue, (long)Count * encoder.Count, "The decoder's looks"), Batch, hidden);
        _inputs = [.. Enumerable.Range(0, Count)
            .Select(_ => new Sequence<T>(new Steps<T>(1, Batch, decoder.Cell.Inputs)))];
        (_steps, Query, _initial) = (new Run<T>?[Count], new(Batch, hidden), decoder.Cell.ZeroState(Batch));
    }

    /// <summary>s[t], T × [B, H]; H[−1] is the start.</summary>
    public override Steps<T> H { get; }
    public override State<T> Initial => _initial;
    public override State<T> Final => _steps[^1]!.Final;

    /// <summary>α[t], how much of its look each step gives to each key: T × [B, S].</summary>
    public Steps<T> Alpha { get; }

    /// <summary>[s[t]; c[t]], what the output layer reads, T × [B, H + K].</summary>
    public Steps<T> M { get; }
    internal BahdanauDecoder<T> Decoder { get; }
    internal Run<T> Encoder { get; private set; }
    internal Steps<T> Keys { get; private set; }
    internal Steps<T> UaKeys { get; }
    internal Mat<T> Query { get; }
    internal LayerRun<T>? Symbols { get; set; }
    internal Packed<T> PackedUa { get; } = new();
    internal Packed<T> PackedWa { get; } = new();

    /// <summary>The cell's run of one step.</summary>
    internal Run<T> StepOf(int t) => _steps[t]!;

    internal Mat<T> Inputs(int t) => _inputs[t].Dense![0];

    internal Mat<T> U(int t, int s) => _u[(t * Keys.Count) + s];

    internal int KeysOf(int b) => _keyLengths?[b] ?? Keys.Count;

    internal bool IsFor(BahdanauDecoder<T> decoder, Run<T> encoder, Sequence<T> y) =>
        ReferenceEquals(decoder, Decoder) && Fits(decoder.Cell, y)
        && Keys.Fits(encoder.H.Count, encoder.H.Rows, encoder.H.Columns);

    internal void Begin(Run<T> encoder, Sequence<T> y, IReadOnlyList<int>? keyLengths, State<T> initial)
    {
        (Encoder, Keys, X, _keyLengths, _initial) = (encoder, encoder.H, y, keyLengths, initial);
        H[-1].CopyFrom(initial.H);
    }

    internal void Step(int t)
    {
        _steps[t] = Decoder.Cell.Unroll(_inputs[t], t == 0 ? _initial : _steps[t - 1]!.Final, _steps[t]);
        H[t].CopyFrom(_steps[t]!.H[0]);
        for (var b = 0; b < Batch; b++) H[t].RowSpan(b).CopyTo(M[t].RowSpan(b));
    }
}

/// <summary>The gradient of a <see cref="BahdanauDecoder{T}"/>.</summary>
public sealed class BahdanauGradient<T> : Gradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] _cell;
    private readonly Parameter<T>[] _own;
    private readonly Gradient<T>?[] _steps;
    private readonly BahdanauDecoder<T> _decoder;
    private readonly Steps<T> _dS;
    private LayerGradient<T>? _embedding;
    private IReadOnlyList<Parameter<T>> _parameters = [];

    internal BahdanauGradient(BahdanauRun<T> run)
        : base(run, null)
    {
        _decoder = run.Decoder;
        (_cell, _own) = (Zeros(_decoder.Cell.Parameters), Zeros(_decoder.Own));
        _steps = new Gradient<T>?[Count];
        dH = new(Count, Batch, _decoder.Cell.Outputs, initial: true);
        _dS = new(1, Batch, _decoder.Cell.Outputs);
        (Keys, dUaKeys) = (new(run.Keys.Count, Batch, run.Keys.Columns), new(run.Keys.Count, Batch, dH.Columns));
        dSymbols = new(Count, Batch, _decoder.Embedding.Outputs);
        (dQuery, dAlpha) = (new(Batch, dH.Columns), new(Batch, run.Keys.Count));
        State = _decoder.Cell.ZeroState(Batch);
        Encoder = run.Encoder.Cell.ZeroState(Batch);
        static Parameter<T>[] Zeros(IReadOnlyList<Parameter<T>> parameters) =>
            [.. parameters.Select(p => new Parameter<T>(p.Name, new(p.Value.Rows, p.Value.Columns)))];
    }

    public override IReadOnlyList<Parameter<T>> Parameters => _parameters;

    /// <summary>dE/ds[t], total, T × [B, H].</summary>
    public override Steps<T> dH { get; }
    public override IReadOnlyList<Steps<T>> Deltas => [];
    public override State<T> Initial => State;

    /// <summary>dE/dk[s], of the keys, S × [B, K].</summary>
    public Steps<T> Keys { get; }

    /// <summary>What the decoder's start says to the encoder's last state.</summary>
    public State<T> Encoder { get; }
    internal State<T> State { get; }
    internal Steps<T> dUaKeys { get; }
    internal Steps<T> dSymbols { get; }
    internal Mat<T> dQuery { get; }
    internal Mat<T> dAlpha { get; }
    internal Packed<T> PackedUa { get; } = new();
    internal Packed<T> PackedWa { get; } = new();

    /// <summary>dE/d[E[y[t]]; c[t]], [B, D + K].</summary>
    internal Mat<T> dX(int t) => _steps[t]!.X[0];

    /// <summary>The gradient of one of the decoder's own weights.</summary>
    internal Mat<T> Value(string name) => Array.Find(_own, p => p.Name == name)!.Value;

    internal bool IsFor(BahdanauRun<T> run) =>
        ReferenceEquals(_decoder, run.Decoder) && Fits(run, inputGradient: false)
        && Keys.Fits(run.Keys.Count, run.Keys.Rows, run.Keys.Columns);

    internal void Begin()
    {
        foreach (var (_, value) in _cell.Concat(_own)) value.Clear();
        foreach (var steps in (Steps<T>[])[Keys, dUaKeys]) steps.Clear();
        State.H.Clear();
        State.C?.Clear();
    }

    /// <summary>One step of the cell back; the state's gradient becomes that of the step before.</summary>
    internal void StepBack(BahdanauRun<T> run, int t, Mat<T> dM)
    {
        for (var b = 0; b < Batch; b++) dM.RowSpan(b)[..dH.Columns].CopyTo(_dS[0].RowSpan(b));
        var step = _steps[t] = _decoder.Cell.Bptt(run.StepOf(t), _dS, State, _steps[t]);
        dH[t].CopyFrom(step.dH[0]);
        State.H.CopyFrom(step.Initial.H);
        State.C?.CopyFrom(step.Initial.C!);
        for (var i = 0; i < _cell.Length; i++) Add(step.Parameters[i].Value, _cell[i].Value);
    }

    internal void AddToWa(BahdanauRun<T> run, int t)
    {
        var dWa = Value("Wa").Operand;
        dWa += dQuery.Operand.Transposed * run.H[t - 1].Operand;            // dWa = Σ_t dqᵀ·s[t−1]
    }

    /// <summary>After the first step: the vectors of the symbols, and through the start to the encoder.</summary>
    internal void End(BahdanauRun<T> run, Mat<T> ws)
    {
        var symbols = _decoder.Embedding.Bptt(run.Symbols!, dSymbols, null, _embedding, inputGradient: false);
        if (!ReferenceEquals(symbols, _embedding)) _parameters = [.. BahdanauDecoder<T>.Named(_cell, symbols, _own)];
        _embedding = symbols;
        dH[-1].CopyFrom(State.H);
        var start = run.Initial.H;
        var dStart = State.H - start % start % State.H;                     // (1 − s²) ⊙ ds
        Value("Ws").CopyFrom(dStart.Transpose() * BahdanauDecoder<T>.LastState(run.Encoder.Final));
        BahdanauDecoder<T>.LastState(Encoder).CopyFrom(dStart * ws);
    }

    private static void Add(Mat<T> from, Mat<T> to)
    {
        to.Operand.Set(to.Operand + from.Operand);
        GC.KeepAlive(from);
        GC.KeepAlive(to);
    }
}
