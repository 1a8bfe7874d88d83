namespace RnnCourse.Models;

/// <summary>The decoder of a <see cref="Seq2Seq{T}"/>, run one step at a time after the source has been read.</summary>
internal sealed class DecoderState<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Seq2Seq<T> _model;
    private readonly Run<T> _encoder;
    private readonly IReadOnlyList<int>? _lengths;
    private State<T> _state;
    private Run<T>? _decoder;
    private readonly Packed<T> _packed = new();
    private AttentionRun<T>? _attention;

    public DecoderState(Seq2Seq<T> model, Sequence<T> source)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(source);
        (_model, _lengths) = (model, source.Lengths);
        _encoder = model.Encoder.Unroll(source);
        _state = model.Bahdanau?.Start(_encoder) ?? _encoder.Final;
        Inputs = new Sequence<T>(1, source.Batch);
        Inputs.Tokens.Fill(model.Edge);
        O = new Mat<T>(source.Batch, model.Output.Why.Rows);
    }

    /// <summary>What the decoder reads at the next step, 1 × [B]; at first the edge.</summary>
    public Sequence<T> Inputs { get; }

    /// <summary>The logits of the last step, [B, V + 1].</summary>
    public Mat<T> O { get; }

    /// <summary>One step; returns the logits.</summary>
    public Mat<T> Step()
    {
        _decoder = _model.Bahdanau is { } looking
            ? looking.Unroll(_encoder, Inputs, _lengths, _state, _decoder as BahdanauRun<T>)
            : _model.Decoder.Unroll(Inputs, _state, _decoder);
        _state = _decoder.Final;
        var shown = (_decoder as BahdanauRun<T>)?.M ?? _decoder.H;
        if (_model.Attention is { } attention)
            shown = (_attention = attention.UnrollChecked(_decoder.H, _encoder.H, _lengths, _attention)).M;
        _model.Output.Forward(shown.All, O, _packed);
        return O;
    }

    /// <summary>One step that reads row t of a sequence of inputs.</summary>
    public void Write(Sequence<T> inputs, int t)
    {
        for (var b = 0; b < Inputs.Batch; b++) Inputs[0, b] = inputs[t, b];
        Step();
    }

    /// <summary>Row n of the state becomes what row rows[n] was: the beginnings that a beam goes on with.</summary>
    public void Keep(int[] rows) => _state = Selected(_state, rows);

    private static State<T> Selected(State<T> state, int[] rows) => state.Layers.Count > 0
        ? new State<T>([.. state.Layers.Select(layer => Selected(layer, rows))])
        : new State<T>(Selected(state.H, rows), state.C is null ? null : Selected(state.C, rows));

    private static Mat<T> Selected(Mat<T> mat, int[] rows) =>
        Mat<T>.Dense(mat.Rows, mat.Columns, (n, c) => n < rows.Length ? mat[rows[n], c] : T.Zero);
}
