namespace RnnCourse.Lessons.Tasks;

/// <summary>Translate a number in words, English or Korean, into digits: "삼십일만 이천사십" to "312040".</summary>
/// <remarks>The course's own task. The number of digits is drawn first, each equally likely, then the number. Source
/// and target differ in length and order of dependence: a "thousand" or 만 read late decides how many digits had to be
/// written early.</remarks>
public sealed class NumberWords : ITranslationTask
{
    private readonly int _digits;

    /// <summary>Numbers of at most this many digits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of digits is not in 1 … 6.</exception>
    public NumberWords(Language language, int digits = 6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 6);
        (Language, _digits) = (language, digits);
        SourceSymbols = new Vocabulary(language == Language.English
            ? "abcdefghijklmnopqrstuvwxyz -".Select(c => c.ToString())
            : " 영일이삼사오육칠팔구십백천만".Select(c => c.ToString()));
        TargetSymbols = new Vocabulary("0123456789".Select(c => c.ToString()));
    }

    public Language Language { get; }

    public string Name => $"number words to digits, {Language}";

    public string Source => "this course";

    /// <summary>Nats a target symbol, end included, of a writer that knows which numbers are drawn but has not read the
    /// source: (ln D + mean ln count_d) / (mean d + 1) over the digit counts d = 1 … D.</summary>
    public double BaselineLoss
    {
        get
        {
            var counts = Enumerable.Range(1, _digits).Select(d => (double)(Above(d) - From(d)));
            return (Math.Log(_digits) + counts.Average(Math.Log)) / ((_digits + 1) / 2.0 + 1);
        }
    }

    public Vocabulary SourceSymbols { get; }
    public Vocabulary TargetSymbols { get; }
    public string Separator => "";

    public Translation Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var digits = random.Next(1, _digits + 1);
        return Of(random.Next(From(digits), Above(digits)));
    }

    /// <summary>The example of this number.</summary>
    public Translation Of(int number)
    {
        var source = Language == Language.English ? EnglishNumbers.InWords(number) : KoreanNumbers.InWords(number);
        var target = number.ToString(CultureInfo.InvariantCulture);
        return new Translation(SourceSymbols.Encode(source), TargetSymbols.Encode(target), source, target);
    }

    private static int From(int digits) => digits == 1 ? 0 : (int)Math.Pow(10, digits - 1);

    private static int Above(int digits) => (int)Math.Pow(10, digits);
}
