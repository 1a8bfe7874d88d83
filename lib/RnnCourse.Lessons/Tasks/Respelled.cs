namespace RnnCourse.Lessons.Tasks;

/// <summary>A translation task whose source is written in other symbols: the same examples, read another way.</summary>
/// <remarks>The course's own: it tells what a language brings, its words, from how many symbols it takes.</remarks>
public sealed class Respelled : ITranslationTask
{
    private readonly ITranslationTask _task;
    private readonly Func<Translation, int[]> _read;

    private Respelled(ITranslationTask task, string name, Vocabulary symbols, Func<Translation, int[]> read) =>
        (_task, Name, SourceSymbols, _read) = (task, $"{task.Name}, {name}", symbols, read);

    public string Name { get; }

    public string Source => _task.Source;
    public double BaselineLoss => _task.BaselineLoss;
    public Vocabulary SourceSymbols { get; }
    public Vocabulary TargetSymbols => _task.TargetSymbols;
    public string Separator => _task.Separator;

    /// <summary>English number words with a word as one symbol: "twenty-one" is two.</summary>
    public static Respelled InWords(NumberWords task)
    {
        ArgumentNullException.ThrowIfNull(task);
        // 999 thousand and the smaller ones have every word there is.
        var words = Vocabulary.OfWords(Enumerable.Range(0, 1001).Select(n => Words(task.Of(n).SourceText)));
        return new(task, "in words", words, e => words.EncodeWords(Words(e.SourceText)));

        static string Words(string text) => text.Replace('-', ' ');
    }

    /// <summary>With blanks after each symbol: the same words, more steps.</summary>
    /// <param name="blanks">How many blanks follow each symbol, at least 1.</param>
    public static Respelled Stretched(ITranslationTask task, int blanks)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentOutOfRangeException.ThrowIfLessThan(blanks, 1);
        const string blank = "_";
        var symbols = new Vocabulary(task.SourceSymbols.Symbols.Append(blank));
        return new(task, $"{blanks} blanks after each symbol", symbols, e =>
            [.. e.Source.SelectMany(id => Enumerable.Repeat(symbols[blank], blanks).Prepend(id))]);
    }

    public Translation Sample(Random random)
    {
        var example = _task.Sample(random);
        return example with { Source = _read(example) };
    }
}
