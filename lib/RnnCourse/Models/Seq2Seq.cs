namespace RnnCourse.Models;

/// <summary>Encoder and decoder (Sutskever, Vinyals and Le 2014; Cho et al. 2014): one cell reads the source, the other
/// starts from its last state and writes the target, with or without attention to the encoder's states. Derived in
/// notebook 12.</summary>
/// <remarks>The target has V symbols, 0 to V − 1, and the <see cref="Edge"/>, V: the decoder reads it first, as the
/// start, and writes it last, as the end.</remarks>
public sealed class Seq2Seq<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A model of two cells.</summary>
    /// <param name="encoder">Reads the source.</param>
    /// <param name="decoder">Reads V + 1 symbols; its state has the form of the encoder's.</param>
    /// <param name="attention">Attention from decoder to encoder; null for none.</param>
    /// <param name="random">The generator of the output layer's weights; null leaves them 0.</param>
    /// <exception cref="ArgumentException">The decoder cannot start from the encoder's state, or the attention does not
    /// fit.</exception>
    public Seq2Seq(Cell<T> encoder, Cell<T> decoder, Attention<T>? attention = null, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        if (ReferenceEquals(encoder, decoder))
            throw new ArgumentException("Encoder and decoder are one cell; make two.", nameof(decoder));
        var (ends, starts) = (Form(encoder.ZeroState(1)), Form(decoder.ZeroState(1)));
        if (ends != starts)
            throw new ArgumentException(
                $"The decoder starts from a state {starts}, but the encoder ends with {ends}: use cells of one kind " +
                    "and size, or a BahdanauDecoder, which starts from any encoder.", nameof(decoder));
        if (attention is not null && (attention.Wc.Rows != decoder.Outputs || attention.Ua.Columns != encoder.Outputs))
            throw new ArgumentException(
                $"The attention is for a decoder of {attention.Wc.Rows} and an encoder of {attention.Ua.Columns} " +
                    $"units; they have {decoder.Outputs} and {encoder.Outputs}.", nameof(attention));

        (Encoder, Decoder, Attention) = (encoder, decoder, attention);
        Edge = decoder.Inputs - 1;
        Output = new Linear<T>(decoder.Outputs, decoder.Inputs, random);
        Parameters = ParameterLists.Distinct(
        [
            .. encoder.Parameters.Select(p => p.Under("encoder")),
            .. decoder.Parameters.Select(p => p.Under("decoder")),
            .. attention?.Parameters.Select(p => p.Under("attention")) ?? [],
            .. Output.Parameters,
        ]);
    }

    /// <summary>
    /// A model whose decoder looks at the source before each step; the output layer reads [s[t]; c[t]].
    /// </summary>
    /// <param name="encoder">Reads the source: as a rule a <see cref="Bidirectional{T}"/> pair.</param>
    /// <param name="decoder">Writes the target.</param>
    /// <param name="random">The generator of the output layer's weights; null leaves them 0.</param>
    public Seq2Seq(Cell<T> encoder, BahdanauDecoder<T> decoder, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        var last = BahdanauDecoder<T>.LastState(encoder.ZeroState(1)).Columns;
        if (decoder.Ua.Columns != encoder.Outputs || decoder.Ws.Columns != last)
            throw new ArgumentException(
                $"The decoder is for keys of {decoder.Ua.Columns} and a last state of {decoder.Ws.Columns} numbers; " +
                    "the " +
                    $"encoder has {encoder.Outputs} and {last}.", nameof(decoder));
        (Encoder, Decoder, Bahdanau) = (encoder, decoder.Cell, decoder);
        Edge = decoder.Embedding.Inputs - 1;
        Output = new Linear<T>(decoder.Cell.Outputs + encoder.Outputs, decoder.Embedding.Inputs, random);
        Parameters = ParameterLists.Distinct(
        [
            .. encoder.Parameters.Select(p => p.Under("encoder")),
            .. decoder.Parameters.Select(p => p.Under("decoder")),
            .. Output.Parameters,
        ]);
    }

    /// <summary>Reads the source.</summary>
    public Cell<T> Encoder { get; }

    /// <summary>Writes the target.</summary>
    public Cell<T> Decoder { get; }

    /// <summary>How the decoder looks back at the source; null if it does not.</summary>
    public Attention<T>? Attention { get; }

    /// <summary>The decoder that looks before each step; null if it does not.</summary>
    public BahdanauDecoder<T>? Bahdanau { get; }

    /// <summary>The output layer: V + 1 classes.</summary>
    public Linear<T> Output { get; }

    /// <summary>V: the symbol that is read as the start and written as the end.</summary>
    public int Edge { get; }
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Reads the source, then runs the decoder over given inputs: under teacher forcing, the target itself,
    /// one step late.</summary>
    /// <param name="source">S × [B] token ids or S × [B, I].</param>
    /// <param name="inputs">What the decoder reads, T × [B], starting with <see cref="Edge"/>.</param>
    /// <param name="into">A run of this model to reuse if its shape fits.</param>
    public Seq2SeqRun<T> Unroll(Sequence<T> source, Sequence<T> inputs, Seq2SeqRun<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(inputs);
        if (source.Batch != inputs.Batch)
            throw new ArgumentException(
                $"There are {source.Batch} sources and {inputs.Batch} targets.", nameof(inputs));

        if (into is not null && !ReferenceEquals(into.Model, this)) into = null;
        var encoder = Encoder.Unroll(source, null, into?.Encoder);
        var decoder = Bahdanau is { } looking
            ? looking.Unroll(encoder, inputs, source.Lengths, null, into?.Decoder as BahdanauRun<T>)
            : Decoder.Unroll(inputs, encoder.Final, into?.Decoder);
        var attention = Attention?.UnrollChecked(decoder.H, encoder.H, source.Lengths, into?.Attention);
        var run = into is not null && ReferenceEquals(into.Decoder, decoder) && ReferenceEquals(into.Encoder, encoder)
            && ReferenceEquals(into.Attention, attention)
            ? into
            : new Seq2SeqRun<T>(this, encoder, decoder, attention);
        Output.Forward(run.OutputInput.All, run.O.All, run.Packed);
        return run;
    }

    /// <summary>Backpropagates from the outputs through decoder, attention and encoder.</summary>
    /// <param name="run">What <see cref="Unroll"/> returned.</param>
    /// <param name="dEdO">∂E/∂o[t], T × [B, V + 1]: what a loss gives.</param>
    /// <param name="into">A gradient of this model to reuse if its shape fits.</param>
    public Seq2SeqGradient<T> Bptt(Seq2SeqRun<T> run, Steps<T> dEdO, Seq2SeqGradient<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(dEdO);
        if (!ReferenceEquals(run.Model, this))
            throw new ArgumentException(
                "The run is of another model: pass what Unroll of this one returned.", nameof(run));
        if (!dEdO.Fits(run.O.Count, run.O.Rows, run.O.Columns))
            throw new ArgumentException(
                $"dEdO is {dEdO.Shape}; expected {run.O.Shape}, the shape of run.O.", nameof(dEdO));

        var grad = into is not null && into.Fits(this, run) ? into : new Seq2SeqGradient<T>(this, run);
        Output.Backward(run.OutputInput.All, dEdO.All, grad.Output, grad.dOutputInput.All, grad.Packed);
        if (run.Decoder is BahdanauRun<T> looking)
        {
            var wrote = Bahdanau!.Bptt(looking, grad.dOutputInput, grad.Decoder as BahdanauGradient<T>);
            grad.Use(Encoder.Bptt(run.Encoder, wrote.Keys, wrote.Encoder, grad.Encoder, inputGradient: false), wrote,
                null);
            return grad;
        }

        var looked = run.Attention is null ? null : Attention!.Bptt(run.Attention, grad.dOutputInput, grad.Attention);
        var written = Decoder.Bptt(
            run.Decoder, looked?.H ?? grad.dOutputInput, null, grad.Decoder, inputGradient: false);
        var read = Encoder.Bptt(run.Encoder, looked?.Keys, written.Initial, grad.Encoder, inputGradient: false);
        grad.Use(read, written, looked);
        return grad;
    }

    private static string Form(State<T> state) => state.Layers.Count > 0
        ? string.Join(" + ", state.Layers.Select(Form))
        : state.C is null ? $"h[{state.H.Columns}]" : $"h[{state.H.Columns}] c[{state.C.Columns}]";
}

/// <summary>A <see cref="Seq2Seq{T}"/> unrolled.</summary>
public sealed class Seq2SeqRun<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal Seq2SeqRun(Seq2Seq<T> model, Run<T> encoder, Run<T> decoder, AttentionRun<T>? attention)
    {
        (Model, Encoder, Decoder, Attention) = (model, encoder, decoder, attention);
        O = new(decoder.Count, decoder.Batch, model.Output.Why.Rows);
    }

    internal Seq2Seq<T> Model { get; }

    /// <summary>The encoder's run over the source.</summary>
    public Run<T> Encoder { get; }

    /// <summary>The decoder's run over its inputs.</summary>
    public Run<T> Decoder { get; }

    /// <summary>What the decoder looked at; null without attention.</summary>
    public AttentionRun<T>? Attention { get; }

    /// <summary>o[t], T × [B, V + 1].</summary>
    public Steps<T> O { get; }

    /// <summary>What the output layer sees: m, or h without attention.</summary>
    internal Steps<T> OutputInput => Attention?.M ?? (Decoder as BahdanauRun<T>)?.M ?? Decoder.H;
    internal Packed<T> Packed { get; } = new();
}

/// <summary>The gradient of a <see cref="Seq2Seq{T}"/>.</summary>
public sealed class Seq2SeqGradient<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Seq2Seq<T> _model;

    internal Seq2SeqGradient(Seq2Seq<T> model, Seq2SeqRun<T> run)
    {
        _model = model;
        Output = model.Output.Zeros();
        dOutputInput = new(run.OutputInput.Count, run.OutputInput.Rows, run.OutputInput.Columns);
    }

    public Gradient<T>? Encoder { get; private set; }
    public Gradient<T>? Decoder { get; private set; }

    /// <summary>The attention's gradient; null without attention.</summary>
    public AttentionGradient<T>? Attention { get; private set; }

    /// <summary>dE/dWhy, [V + 1, H], and dE/dby, [1, V + 1].</summary>
    public Linear<T> Output { get; }
    public IReadOnlyList<Parameter<T>> Parameters { get; private set; } = [];
    internal Steps<T> dOutputInput { get; }
    internal Packed<T> Packed { get; } = new();

    internal bool Fits(Seq2Seq<T> model, Seq2SeqRun<T> run) =>
        ReferenceEquals(model, _model)
            && dOutputInput.Fits(run.OutputInput.Count, run.OutputInput.Rows, run.OutputInput.Columns);

    internal void Use(Gradient<T> encoder, Gradient<T> decoder, AttentionGradient<T>? attention)
    {
        if (ReferenceEquals(encoder, Encoder) && ReferenceEquals(decoder, Decoder)
            && ReferenceEquals(attention, Attention))
            return;
        (Encoder, Decoder, Attention) = (encoder, decoder, attention);
        Parameters =
        [
            .. encoder.Parameters.Select(p => p.Under("encoder")),
            .. decoder.Parameters.Select(p => p.Under("decoder")),
            .. attention?.Parameters.Select(p => p.Under("attention")) ?? [],
            .. Output.Parameters,
        ];
    }
}
