using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Records;

/// <summary>Which block of which of PyTorch's tensors each parameter of a cell is.</summary>
internal static class TorchCells
{
    /// <summary>Sets a cell's weights from the record. PyTorch has two biases where the cell has one: their
    /// sum.</summary>
    public static void Load<T>(this TorchRecord<T> record, Cell<T> cell, string layer = "_l0", string prefix = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var p in cell.Parameters)
        {
            var (input, hidden, block) = Place(cell, p.Name);
            var first = input is null ? null : Of(record, prefix + input + layer, block, cell);
            var second = hidden is null ? null : Of(record, prefix + hidden + layer, block, cell);
            p.Value.CopyFrom(first is null ? second! : second is null ? first : first + second);
        }
    }

    /// <summary>Compares a cell's gradient with the record; both of PyTorch's biases have the gradient of the
    /// one.</summary>
    public static void AssertGradient<T>(this TorchRecord<T> record, Gradient<T> gradient, string layer = "_l0",
        string prefix = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var p in gradient.Parameters)
        {
            var (input, hidden, block) = Place(gradient.Cell, p.Name);
            foreach (var name in (string?[])[input, hidden])
                if (name is not null && Of(record, $"d.{prefix}{name}{layer}", block, gradient.Cell) is { } expected)
                    record.AssertSame($"d.{prefix}{name}{layer} ({p.Name})", expected, p.Value);
        }
    }

    private static Mat<T>? Of<T>(TorchRecord<T> record, string name, int block, Cell<T> cell)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        record.Has(name) ? record.Block(name, block, cell.Hidden) : null;

    // The input's tensor, the hidden state's tensor (for a weight one of the two, for a bias both), and the number of
    // the block.
    private static (string? Input, string? Hidden, int Block) Place<T>(Cell<T> cell, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var gates = cell switch
        {
            Lstm<T> { HasForgetGate: false } => "igo",
            Lstm<T> => "ifgo",
            Gru<T> => "rzh",
            _ => "h",
        };
        if (name == "bhh")
            return (null, "bias_hh", 2);
        var block = gates.IndexOf(name[^1], StringComparison.Ordinal);
        if (name.StartsWith("Wx", StringComparison.Ordinal))
            return ("weight_ih", null, block);
        if (name.StartsWith("Wh", StringComparison.Ordinal))
            return (null, "weight_hh", block);
        var hasOwnProductBias = cell is Gru<T> { Variant: GruVariant.ResetAfter } && name == "bh";
        return ("bias_ih", hasOwnProductBias ? null : "bias_hh", block);
    }
}
