namespace RnnCourse.Lessons.Tasks;

/// <summary>Temporal order: among distractors stand two marked symbols, each X or Y; at the end, say which pair it was,
/// in order. Four classes, so guessing costs ln 4.</summary>
/// <remarks>
/// Two published forms, that differ in where the symbols stand and in the alphabet: see <see cref="Pascanu"/> and
/// <see cref="Hochreiter"/>.
/// </remarks>
public sealed class TemporalOrder : ITokenTask
{
    private static readonly string[] PascanuSymbols = ["A", "B", "c", "d", "e", "f"];
    private static readonly string[] HochreiterSymbols = ["X", "Y", "a", "b", "c", "d", "E", "B"];

    private readonly Func<Random, int[]> _distractors;
    private readonly Func<int, Random, (int First, int Second)> _places;

    private TemporalOrder(
        string name, string source, string[] symbols, string[] classes,
        Func<Random, int[]> distractors, Func<int, Random, (int, int)> places)
    {
        Name = name;
        Source = source;
        Inputs = new Vocabulary(symbols);
        Classes = new Vocabulary(classes);
        _distractors = distractors;
        _places = places;
    }

    /// <summary>Pascanu, Mikolov and Bengio 2013 (§3.2): six symbols, of which A and B are asked for; the first stands
    /// in [L/10, 2L/10], the second in [4L/10, 5L/10]; everything else is one of four distractors.</summary>
    /// <param name="length">The length L, at least 10. (The paper draws it from 50 to 200.)</param>
    public static TemporalOrder Pascanu(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 10);
        return new TemporalOrder(
            $"temporal order, length {length}", "Pascanu, Mikolov & Bengio 2013, §3.2",
            PascanuSymbols, ["AA", "AB", "BA", "BB"],
            random => Distractors(length, random),
            (steps, random) => (
                random.Next(steps / 10, 2 * steps / 10 + 1),
                random.Next(4 * steps / 10, 5 * steps / 10 + 1)));
    }

    /// <summary>Hochreiter and Schmidhuber 1997 (experiment 6a): the sequence starts with E and ends with B; its length
    /// is 100 to 110; X or Y stands at a place from 10 to 20 and at one from 50 to 60; four distractors; classes Q, R,
    /// S, U.</summary>
    public static TemporalOrder Hochreiter() => new(
        "temporal order, length 100–110", "Hochreiter & Schmidhuber 1997, experiment 6a",
        HochreiterSymbols, ["Q", "R", "S", "U"],
        random =>
        {
            var symbols = Distractors(random.Next(100, 111), random);
            symbols[0] = Array.IndexOf(HochreiterSymbols, "E");
            symbols[^1] = Array.IndexOf(HochreiterSymbols, "B");
            return symbols;
        },
        (_, random) => (random.Next(10, 21), random.Next(50, 61)));

    public string Name { get; }
    public string Source { get; }

    /// <summary>ln 4, in nats at the one step that is scored.</summary>
    public double BaselineLoss => Math.Log(4);
    public Vocabulary Inputs { get; }
    public Vocabulary Classes { get; }

    public TokenExample Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var symbols = _distractors(random);
        var (first, second) = _places(symbols.Length, random);
        symbols[first] = random.Next(2);
        symbols[second] = random.Next(2);
        return TokenExample.AskedLast(symbols, target: 2 * symbols[first] + symbols[second]);
    }

    // Symbols 0 and 1 are the two asked for; 2 to 5 are the distractors, in both forms.
    private static int[] Distractors(int length, Random random)
    {
        var symbols = new int[length];
        for (var t = 0; t < length; t++) symbols[t] = random.Next(2, 6);
        return symbols;
    }
}
