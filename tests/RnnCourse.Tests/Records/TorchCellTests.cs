using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Records;

/// <summary>Outputs, losses and gradients of cells are PyTorch's: 1e-5 relative in float, 1e-10 in double.</summary>
public class TorchCellTests
{
    private const int Inputs = 4, Hidden = 5;

    public static TheoryData<string> Cases =>
    [
        "rnn_tanh", "rnn_relu", "lstm", "gru", "gru_reset_before", "lstm_no_forget",
        "rnn_masked", "lstm_masked", "gru_masked", "lstm_bidirectional_masked",
        "rnn_stacked", "lstm_stacked", "gru_stacked", "rnn_bidirectional", "lstm_bidirectional",
    ];

    [Theory, MemberData(nameof(Cases))]
    public void A_cell_in_double_is_PyTorchs(string name) => Compare<double>(name);

    [Theory, MemberData(nameof(Cases))]
    public void A_cell_in_float_is_PyTorchs(string name) => Compare<float>(name);

    private static void Compare<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var record = new TorchRecord<T>(name);
        var cell = Make<T>(name);
        foreach (var (part, layer) in Parts(cell))
            record.Load(part, layer);
        var model = new SequenceModel<T>(cell, 3);
        model.Output.Why.CopyFrom(record.Matrix("w_hy"));
        model.Output.by.CopyFrom(record.Matrix("b_y"));

        var lengths = record.Has("lengths") ? record.Integers("lengths") : null;
        var run = model.Unroll(record.Dense("x", lengths), State(record, cell, "h_0", "c_0"));
        var loss = new SoftmaxCrossEntropy<T>().Evaluate(run.O, record.Tokens("targets", lengths));
        var gradient = model.Bptt(run, loss.dO, inputGradient: true);

        var real = RealRows(record.Matrices("h"), lengths);
        record.AssertSame("h", real(record.Matrices("h")), real([.. run.Cell.H]));
        record.AssertSame("o", real(record.Matrices("o")), real([.. run.O]));
        record.AssertSame("loss", loss.E);
        if (record.Has("h_n"))
            AssertSame(record, State(record, cell, "h_n", "c_n"), run.Final);

        record.AssertSame("d.w_hy", gradient.Output.Why);
        record.AssertSame("d.b_y", gradient.Output.by);
        AssertSame(record, State(record, cell, "d.h_0", "d.c_0"), gradient.Cell.Initial);
        record.AssertSame("d.x", gradient.Cell.X.All);
        foreach (var ((_, layer), part) in Parts(cell).Zip(Parts(gradient.Cell)))
            record.AssertGradient(part, layer);
    }

    // The single cells, with PyTorch's name of their layer.
    private static IEnumerable<(Cell<T> Cell, string Layer)> Parts<T>(Cell<T> cell)
        where T : unmanaged, IFloatingPointIeee754<T> => cell switch
        {
            Stacked<T> stack => stack.Layers.Select((layer, l) => (layer, $"_l{l}")),
            Bidirectional<T> pair => [(pair.Forward, "_l0"), (pair.Backward, "_l0_reverse")],
            _ => [(cell, "_l0")],
        };

    private static IEnumerable<Gradient<T>> Parts<T>(Gradient<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T> => gradient switch
        {
            StackedGradient<T> stack => stack.Layers,
            BidirectionalGradient<T> pair => [pair.Forward, pair.Backward],
            _ => [gradient],
        };

    // PyTorch's [layers, B, H] as the state of a cell, or of the layers of one.
    private static State<T> State<T>(TorchRecord<T> record, Cell<T> cell, string h, string c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var batch = record.Matrices("x")[0].Rows;
        Mat<T> Layer(string name, int l) => record.Matrix(name).RowRange(l * batch, batch).Clone();
        var states = Parts(cell).Select((_, l) => new State<T>(Layer(h, l), record.Has(c) ? Layer(c, l) : null)).ToArray();
        return states.Length == 1 ? states[0] : new State<T>(states);
    }

    private static void AssertSame<T>(TorchRecord<T> record, State<T> expected, State<T> actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var (e, a) in (expected.Layers.Count > 0 ? expected.Layers : [expected]).Zip(actual.Layers.Count > 0 ? actual.Layers : [actual]))
        {
            record.AssertSame("a state's h", e.H, a.H);
            if (e.C is not null)
                record.AssertSame("a state's c", e.C, a.C!);
        }
    }

    private static Cell<T> Make<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Cell<T> One(int inputs) => name switch
        {
            "rnn_relu" => new VanillaRnn<T>(inputs, Hidden, Activation.Relu),
            "gru_reset_before" => new Gru<T>(inputs, Hidden),
            "lstm_no_forget" => new Lstm<T>(inputs, Hidden, forgetGate: false),
            _ when name.StartsWith("rnn", StringComparison.Ordinal) => new VanillaRnn<T>(inputs, Hidden),
            _ when name.StartsWith("lstm", StringComparison.Ordinal) => new Lstm<T>(inputs, Hidden),
            _ => new Gru<T>(inputs, Hidden, variant: GruVariant.ResetAfter),
        };
        return name switch
        {
            "rnn_stacked" => new Stacked<T>(One(Inputs), One(Hidden), One(Hidden)),
            "lstm_stacked" or "gru_stacked" => new Stacked<T>(One(Inputs), One(Hidden)),
            _ when name.Contains("bidirectional", StringComparison.Ordinal) => new Bidirectional<T>(One(Inputs), One(Inputs)),
            _ => One(Inputs),
        };
    }

    // Where PyTorch writes zeros after a sequence's end, the course keeps the last state: compare the rest.
    internal static Func<Mat<T>[], Mat<T>> RealRows<T>(Mat<T>[] like, int[]? lengths)
        where T : unmanaged, IFloatingPointIeee754<T> => steps =>
    {
        var rows = (from t in Enumerable.Range(0, like.Length)
                    from b in Enumerable.Range(0, like[0].Rows)
                    where lengths is null || t < lengths[b]
                    select steps[t].RowSpan(b).ToArray()).ToArray();
        var mat = new Mat<T>(rows.Length, rows[0].Length);
        for (var r = 0; r < rows.Length; r++)
            rows[r].CopyTo(mat.RowSpan(r));
        return mat;
    };
}
