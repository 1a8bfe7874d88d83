namespace RnnCourse.Lessons.Tasks;

/// <summary>Translate a date as people write it, in English or Korean, into ISO 8601: "2026년 11월 21일" to
/// "2026-11-21".</summary>
/// <remarks>The course's own task. Days are drawn uniformly from 1950-01-01 to 2049-12-31, the way of writing
/// likewise.</remarks>
public sealed class Dates : ITranslationTask
{
    private static readonly DateOnly First = new(1950, 1, 1), Last = new(2049, 12, 31);
    private static readonly string[] KoreanWeekdays = ["일", "월", "화", "수", "목", "금", "토"];

    /// <summary>Dates written in this language.</summary>
    public Dates(Language language)
    {
        Language = language;
        var symbols = language == Language.English
            ? " ,.0123456789abcdefghijklmnopqrstuvwxyz"
            : " ,.()0123456789년월일화수목금토요영이삼사오육칠팔구십백천유시";
        SourceSymbols = new Vocabulary(symbols.Select(c => c.ToString()));
        TargetSymbols = new Vocabulary("0123456789-".Select(c => c.ToString()));
    }

    public Language Language { get; }

    public string Name => $"dates to ISO 8601, {Language}";

    public string Source => "this course";

    /// <summary>Nats a target symbol, end included, of a writer that has not read the source: ln(36,525 days) / 11
    /// symbols.</summary>
    public double BaselineLoss => Math.Log(Last.DayNumber - First.DayNumber + 1) / ("2026-11-21".Length + 1);
    public Vocabulary SourceSymbols { get; }
    public Vocabulary TargetSymbols { get; }
    public string Separator => "";

    public Translation Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var day = DateOnly.FromDayNumber(random.Next(First.DayNumber, Last.DayNumber + 1));
        var source = Language == Language.English ? English(day, random) : Korean(day, random);
        var target = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new Translation(SourceSymbols.Encode(source), TargetSymbols.Encode(target), source, target);
    }

    private static string English(DateOnly day, Random random)
    {
        var format = random.Pick((string[])
            ["d MMMM yyyy", "MMMM d, yyyy", "d MMM yyyy", "MMM d, yyyy", "dddd, d MMMM yyyy", "ddd, MMM d, yyyy",
                "d.M.yyyy"]);
        return day.ToString(format, CultureInfo.InvariantCulture).ToLowerInvariant();
    }

    private static string Korean(DateOnly day, Random random)
    {
        var weekday = KoreanWeekdays[(int)day.DayOfWeek];
        FormattableString text = random.Next(6) switch
        {
            0 => $"{day.Year}년 {day.Month}월 {day.Day}일",
            1 => $"{day.Year}년 {day.Month}월 {day.Day}일 {weekday}요일",
            2 => $"{day.Year}. {day.Month}. {day.Day}.",
            3 => $"{day.Year}. {day.Month}. {day.Day}. ({weekday})",
            4 => $"{day.Month}월 {day.Day}일, {day.Year}년",
            _ => $"{KoreanNumbers.InWords(day.Year)}년 {Month(day.Month)} {KoreanNumbers.InWords(day.Day)}일",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }

    // June and October lose a final consonant: 유월, 시월.
    private static string Month(int month) => month switch
    {
        6 => "유월",
        10 => "시월",
        _ => KoreanNumbers.InWords(month) + "월",
    };
}
