using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Cells;

/// <summary>Every kind of cell, by name, with random weights.</summary>
internal static class CellKinds
{
    public static readonly string[] All =
    [
        "tanh", "relu", "sigmoid", "identity", "lstm", "lstm without forget gate", "gru reset before", "gru reset after",
        "stack of lstm and gru", "bidirectional gru and lstm", "stack of a bidirectional pair and tanh",
    ];

    public static Cell<T> Make<T>(string kind, int inputs, int hidden, Random random)
        where T : unmanaged, IFloatingPointIeee754<T> => kind switch
        {
            "tanh" => new VanillaRnn<T>(inputs, hidden, Activation.Tanh, random),
            "relu" => new VanillaRnn<T>(inputs, hidden, Activation.Relu, random),
            "sigmoid" => new VanillaRnn<T>(inputs, hidden, Activation.Sigmoid, random),
            "identity" => new VanillaRnn<T>(inputs, hidden, Activation.Identity, random),
            "lstm" => new Lstm<T>(inputs, hidden, random, forgetBias: 1),
            "lstm without forget gate" => new Lstm<T>(inputs, hidden, random, forgetGate: false),
            "gru reset before" => new Gru<T>(inputs, hidden, random),
            "gru reset after" => new Gru<T>(inputs, hidden, random, GruVariant.ResetAfter),
            "stack of lstm and gru" => new Stacked<T>(new Lstm<T>(inputs, hidden, random), new Gru<T>(hidden, hidden + 1, random)),
            "bidirectional gru and lstm" => new Bidirectional<T>(new Gru<T>(inputs, hidden, random), new Lstm<T>(inputs, hidden + 1, random)),
            "stack of a bidirectional pair and tanh" => new Stacked<T>(
                new Bidirectional<T>(new VanillaRnn<T>(inputs, hidden, Activation.Tanh, random), new Gru<T>(inputs, hidden, random, GruVariant.ResetAfter)),
                new VanillaRnn<T>(2 * hidden, hidden, Activation.Tanh, random)),
            _ => throw new ArgumentException(kind),
        };
}
