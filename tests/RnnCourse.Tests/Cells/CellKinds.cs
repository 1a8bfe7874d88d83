using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Models;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Cells;

/// <summary>
/// Every kind of cell, by name. A new cell is a line in <see cref="SingleKinds"/>: the tests of gradients, masks,
/// threads, batches, reused memory and errors, alone and in models, run over these names.
/// </summary>
internal static class CellKinds
{
    /// <summary>Single cells.</summary>
    public static readonly string[] Singles = [.. SingleKinds<double>().Select(kind => kind.Name)];

    /// <summary>Single cells and stacks of them: what reads from the first step to the last only.</summary>
    public static readonly string[] Forward = [.. Singles, .. StackKinds<double>().Select(kind => kind.Name)];

    /// <summary>All: single, stacked and bidirectional.</summary>
    public static readonly string[] All = [.. Forward, .. PairKinds<double>().Select(kind => kind.Name)];

    private delegate Cell<T> Maker<T>(int inputs, int hidden, Random? random)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>A cell with the random weights it begins with; 0 without a generator.</summary>
    public static Cell<T> Make<T>(string name, int inputs, int hidden, Random? random)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        SingleKinds<T>().Concat(StackKinds<T>()).Concat(PairKinds<T>()).Single(kind => kind.Name == name)
            .Make(inputs, hidden, random);

    /// <summary>A cell with random weights, biases too, of a size that lets gradients flow.</summary>
    public static Cell<double> MakeLively(string name, int inputs, int hidden, Random random)
    {
        var cell = Make<double>(name, inputs, hidden, random: null);
        foreach (var p in cell.Parameters)
            p.Value.CopyFrom(Numbers.Random<double>(random, p.Value.Rows, p.Value.Columns, 0.7));
        return cell;
    }

    /// <summary>A random state of the shape of another one.</summary>
    public static State<double> RandomState(State<double> like, Random random) => like.Layers.Count > 0
        ? new State<double>([.. like.Layers.Select(layer => RandomState(layer, random))])
        : new State<double>(
            Numbers.Random<double>(random, like.H.Rows, like.H.Columns),
            like.C is null ? null : Numbers.Random<double>(random, like.C.Rows, like.C.Columns));

    private static (string Name, Maker<T> Make)[] SingleKinds<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        ("tanh", (inputs, hidden, random) => new VanillaRnn<T>(inputs, hidden, Activation.Tanh, random)),
        ("relu", (inputs, hidden, random) => new VanillaRnn<T>(inputs, hidden, Activation.Relu, random)),
        ("sigmoid", (inputs, hidden, random) => new VanillaRnn<T>(inputs, hidden, Activation.Sigmoid, random)),
        ("identity", (inputs, hidden, random) => new VanillaRnn<T>(inputs, hidden, Activation.Identity, random)),
        ("lstm", (inputs, hidden, random) => new Lstm<T>(inputs, hidden, random, forgetBias: 1)),
        ("lstm without forget gate",
            (inputs, hidden, random) => new Lstm<T>(inputs, hidden, random, forgetGate: false)),
        ("gru reset before", (inputs, hidden, random) => new Gru<T>(inputs, hidden, random)),
        ("gru reset after", (inputs, hidden, random) => new Gru<T>(inputs, hidden, random, GruVariant.ResetAfter)),
    ];

    private static (string Name, Maker<T> Make)[] StackKinds<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        ("stack of lstm and gru", (inputs, hidden, random) => new Stacked<T>(
            Make<T>("lstm", inputs, hidden, random), Make<T>("gru reset after", hidden, hidden, random))),
        ("stack of tanh, lstm and gru", (inputs, hidden, random) => new Stacked<T>(
            Make<T>("tanh", inputs, hidden, random), Make<T>("lstm", hidden, hidden, random),
            Make<T>("gru reset before", hidden, hidden + 1, random))),
        ("embedding", (inputs, hidden, random) => new Embedding<T>(inputs, hidden, random)),
        ("embedding under lstm", (inputs, hidden, random) => new Stacked<T>(
            new Embedding<T>(inputs, hidden + 1, random), Make<T>("lstm", hidden + 1, hidden, random))),
        ("tanh, dropout and lstm", (inputs, hidden, random) => new Stacked<T>(
            Make<T>("tanh", inputs, hidden, random), new Dropout<T>(hidden, 0.5, new Random(1)),
            Make<T>("lstm", hidden, hidden, random))),
        ("tanh, layer normalisation and gru", (inputs, hidden, random) => new Stacked<T>(
            Make<T>("tanh", inputs, hidden + 1, random), new LayerNorm<T>(hidden + 1, epsilon: 0.1),
            Make<T>("gru reset before", hidden + 1, hidden, random))),
    ];

    private static (string Name, Maker<T> Make)[] PairKinds<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        ("bidirectional tanh", (inputs, hidden, random) => new Bidirectional<T>(
            Make<T>("tanh", inputs, hidden, random), Make<T>("tanh", inputs, hidden, random))),
        ("bidirectional gru and lstm", (inputs, hidden, random) => new Bidirectional<T>(
            Make<T>("gru reset after", inputs, hidden, random), Make<T>("lstm", inputs, hidden + 1, random))),
        ("stack of a bidirectional pair and tanh", (inputs, hidden, random) => new Stacked<T>(
            new Bidirectional<T>(Make<T>("gru reset before", inputs, hidden, random),
                Make<T>("gru reset after", inputs, hidden, random)),
            Make<T>("tanh", 2 * hidden, hidden, random))),
    ];
}
