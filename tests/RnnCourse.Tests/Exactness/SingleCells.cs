using RnnCourse.Cells;

namespace RnnCourse.Tests.Exactness;

/// <summary>Every single cell by name, with random weights of a size that lets gradients flow.</summary>
internal static class SingleCells
{
    public static readonly string[] Names =
        ["tanh", "relu", "sigmoid", "identity", "lstm", "lstm without forget gate", "gru, reset before", "gru, reset after"];

    public static Cell<double> Make(string name, int inputs, int hidden, Random random)
    {
        Cell<double> cell = name switch
        {
            "tanh" => new VanillaRnn<double>(inputs, hidden),
            "relu" => new VanillaRnn<double>(inputs, hidden, Activation.Relu),
            "sigmoid" => new VanillaRnn<double>(inputs, hidden, Activation.Sigmoid),
            "identity" => new VanillaRnn<double>(inputs, hidden, Activation.Identity),
            "lstm" => new Lstm<double>(inputs, hidden),
            "lstm without forget gate" => new Lstm<double>(inputs, hidden, forgetGate: false),
            "gru, reset before" => new Gru<double>(inputs, hidden),
            "gru, reset after" => new Gru<double>(inputs, hidden, variant: GruVariant.ResetAfter),
            _ => throw new ArgumentException(name),
        };
        foreach (var p in cell.Parameters)
            p.Value.CopyFrom(Numbers.Random<double>(random, p.Value.Rows, p.Value.Columns, 0.7));
        return cell;
    }
}
