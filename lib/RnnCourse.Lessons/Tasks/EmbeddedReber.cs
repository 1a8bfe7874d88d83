namespace RnnCourse.Lessons.Tasks;

/// <summary>The embedded Reber grammar: B, then T or P, then a Reber string, then the same T or P again, then E. At
/// each step, predict the next symbol; only a memory that spans the inner string gets the last but one right.</summary>
/// <remarks>Reber's grammar as in Cleeremans et al. 1989 and Hochreiter and Schmidhuber 1997 (experiment 1). At every
/// choice both ways are equally likely. <see cref="Legal"/> gives what may follow, for the paper's criterion (all
/// predictions legal).</remarks>
public sealed class EmbeddedReber : ITokenTask
{
    private const int B = 0, T = 1, P = 2, S = 3, X = 4, V = 5, E = 6;

    // The inner grammar: from each node, the two (symbol, next node) choices; node 5 is left by E alone.
    private static readonly (int Symbol, int Next)[][] Grammar =
    [
        [(T, 1), (P, 2)],
        [(S, 1), (X, 3)],
        [(T, 2), (V, 4)],
        [(X, 2), (S, 5)],
        [(P, 3), (V, 5)],
        [(E, 6)],
    ];

    public string Name => "embedded Reber grammar";

    public string Source =>
        "Cleeremans, Servan-Schreiber & McClelland 1989; Hochreiter & Schmidhuber 1997, experiment 1";

    /// <summary>ln 2, in nats: the loss at the step before the last, where T or P must be remembered, without a
    /// memory.</summary>
    public double BaselineLoss => Math.Log(2);
    public Vocabulary Inputs { get; } = new(["B", "T", "P", "S", "X", "V", "E"]);
    public Vocabulary Classes => Inputs;

    /// <summary>The step of an example whose target is the T or P to be remembered: the last but one of its
    /// targets.</summary>
    public static int RecallStep(TokenExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        return example.Length - 2;
    }

    public TokenExample Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var outer = random.Next(2) == 0 ? T : P;
        var symbols = new List<int> { B, outer, B };
        for (var node = 0; node < Grammar.Length;)
        {
            var (symbol, next) = random.Pick(Grammar[node]);
            symbols.Add(symbol);
            node = next;
        }

        symbols.Add(outer);
        symbols.Add(E);
        return new TokenExample(symbols.Take(symbols.Count - 1).ToArray(), symbols.Skip(1).ToArray());
    }

    /// <summary>The symbols that may follow each prefix of a string: element t lists what may come after
    /// <c>inputs[0..t]</c>.</summary>
    /// <param name="inputs">The inputs of an example, [T].</param>
    /// <exception cref="ArgumentException">The symbols are not the start of a string of the grammar.</exception>
    public int[][] Legal(int[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var legal = new int[inputs.Length][];
        var expected = new[] { B };
        int node = 0, outer = -1;
        for (var t = 0; t < inputs.Length; t++)
        {
            if (!expected.Contains(inputs[t]))
                throw new ArgumentException(
                    $"{Inputs[inputs[t]]} at step {t} is not of the grammar: expected "
                    + $"{Inputs.Decode(expected, " or ")}.", nameof(inputs));

            if (t == 1) outer = inputs[t];
            if (t > 2 && node < Grammar.Length)
                node = Grammar[node].First(choice => choice.Symbol == inputs[t]).Next;
            else if (t > 2) node++;

            legal[t] = expected = (t, node) switch
            {
                (0, _) => [T, P],
                (1, _) => [B],
                (_, < 6) => Grammar[node].Select(choice => choice.Symbol).ToArray(),
                (_, 6) => [outer],
                (_, 7) => [E],
                _ => [],
            };
        }

        return legal;
    }
}
