using RnnCourse.Cells;

namespace RnnCourse.Tests.Exactness;

/// <summary>Every cell by name: single, stacked and bidirectional.</summary>
internal static class CompositeCells
{
    public static readonly string[] Names =
        [.. SingleCells.Names, "stack of lstm and gru", "bidirectional tanh", "bidirectional gru and lstm", "stack of bidirectional gru and tanh"];

    public static Cell<double> Make(string name, int inputs, int hidden, Random random)
    {
        Cell<double> One(string single, int from) => SingleCells.Make(single, from, hidden, random);
        Cell<double> Both(string single, int from) => new Bidirectional<double>(One(single, from), One(single, from));
        return name switch
        {
            "stack of lstm and gru" => new Stacked<double>(One("lstm", inputs), One("gru, reset after", hidden)),
            "stack of tanh, lstm and gru" => new Stacked<double>(One("tanh", inputs), One("lstm", hidden), One("gru, reset before", hidden)),
            "bidirectional tanh" => Both("tanh", inputs),
            "bidirectional gru and lstm" => new Bidirectional<double>(
                One("gru, reset after", inputs), SingleCells.Make("lstm", inputs, hidden + 1, random)),
            "stack of bidirectional gru and tanh" => new Stacked<double>(Both("gru, reset before", inputs), One("tanh", 2 * hidden)),
            _ => One(name, inputs),
        };
    }

    public static State<double> RandomState(State<double> like, Random random) => like.Layers.Count > 0
        ? new State<double>([.. like.Layers.Select(layer => RandomState(layer, random))])
        : new State<double>(
            Numbers.Random<double>(random, like.H.Rows, like.H.Columns),
            like.C is null ? null : Numbers.Random<double>(random, like.C.Rows, like.C.Columns));
}
