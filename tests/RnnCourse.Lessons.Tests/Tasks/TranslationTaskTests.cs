using System.Globalization;
using RnnCourse.Lessons.Tasks;

namespace RnnCourse.Lessons.Tests.Tasks;

public class TranslationTaskTests
{
    [Theory]
    [InlineData(0, "zero", "영")]
    [InlineData(17, "seventeen", "십칠")]
    [InlineData(105, "one hundred and five", "백오")]
    [InlineData(1110, "one thousand one hundred and ten", "천백십")]
    [InlineData(10_000, "ten thousand", "만")]
    [InlineData(21_006, "twenty-one thousand and six", "이만 천육")]
    [InlineData(312_040, "three hundred and twelve thousand and forty", "삼십일만 이천사십")]
    public void Numbers_are_read_as_people_read_them(int number, string english, string korean)
    {
        Assert.Equal(english, EnglishNumbers.InWords(number));
        Assert.Equal(korean, KoreanNumbers.InWords(number));
    }

    [Fact]
    public void No_two_numbers_are_read_alike()
    {
        Assert.Equal(20_000, Enumerable.Range(0, 20_000).Select(EnglishNumbers.InWords).Distinct().Count());
        Assert.Equal(20_000, Enumerable.Range(0, 20_000).Select(KoreanNumbers.InWords).Distinct().Count());
    }

    public static TheoryData<ITranslationTask> Translations => new((ITranslationTask[])
    [
        new Dates(Language.English), new Dates(Language.Korean),
        new NumberWords(Language.English), new NumberWords(Language.Korean),
    ]);

    [Theory, MemberData(nameof(Translations))]
    public void Ids_and_texts_say_the_same(ITranslationTask task)
    {
        foreach (var example in task.Sample(2000, new Random(1)))
        {
            Assert.Equal(example.SourceText, task.SourceSymbols.Decode(example.Source, task.Separator));
            Assert.Equal(example.TargetText, task.TargetSymbols.Decode(example.Target, task.Separator));
        }
    }

    [Fact]
    public void Every_english_format_of_a_date_can_be_parsed_back()
    {
        foreach (var example in new Dates(Language.English).Sample(2000, new Random(2)))
        {
            string[] formats =
                ["d MMMM yyyy", "MMMM d, yyyy", "d MMM yyyy", "MMM d, yyyy", "dddd, d MMMM yyyy", "ddd, MMM d, yyyy",
                    "d.M.yyyy"];
            var day = DateOnly.ParseExact(example.SourceText, formats, CultureInfo.InvariantCulture);
            Assert.Equal(example.TargetText, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Korean_dates_in_words_use_the_irregular_june_and_october()
    {
        var words = new Dates(Language.Korean).Sample(5000, new Random(3));
        Assert.Contains(words, e => e.SourceText.Contains("유월", StringComparison.Ordinal));
        Assert.Contains(words, e => e.SourceText.Contains("시월", StringComparison.Ordinal));
        Assert.DoesNotContain(words, e => e.SourceText.Contains("육월", StringComparison.Ordinal));
    }

    [Fact]
    public void Number_words_draw_every_number_of_digits()
    {
        var lengths =
            new NumberWords(Language.Korean, 4).Sample(4000, new Random(4)).CountBy(e => e.Target.Length).ToArray();
        Assert.Equal(4, lengths.Length);
        Assert.All(lengths, length => Assert.InRange(length.Value, 850, 1150));
    }

    [Fact]
    public void Baselines_are_entropies_over_mean_lengths()
    {
        Assert.Equal(Math.Log(36_525) / 11, new Dates(Language.Korean).BaselineLoss, 12);
        Assert.Equal((Math.Log(2) + (Math.Log(10) + Math.Log(90)) / 2) / 2.5,
            new NumberWords(Language.English, 2).BaselineLoss, 12);
    }

    [Fact]
    public void Numbers_out_of_range_are_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EnglishNumbers.InWords(1_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => KoreanNumbers.InWords(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NumberWords(Language.English, 7));
    }
}

public sealed class RespelledTests
{
    [Fact]
    public void A_word_is_one_symbol_and_the_target_stays()
    {
        var task = new NumberWords(Language.English, digits: 3);
        var inWords = Respelled.InWords(task);
        for (var seed = 0; seed < 50; seed++)
        {
            var (letters, words) = (task.Sample(new Random(seed)), inWords.Sample(new Random(seed)));
            Assert.Equal(letters.Target, words.Target);
            Assert.Equal(letters.SourceText.Replace('-', ' '), inWords.SourceSymbols.Decode(words.Source, " "));
        }
    }

    [Fact]
    public void Stretched_each_symbol_is_followed_by_its_blanks()
    {
        var task = new NumberWords(Language.Korean, digits: 3);
        var stretched = Respelled.Stretched(task, blanks: 2);
        var (plain, longer) = (task.Sample(new Random(1)), stretched.Sample(new Random(1)));
        Assert.Equal(3 * plain.Source.Length, longer.Source.Length);
        Assert.Equal(plain.Source, longer.Source.Where((_, n) => n % 3 == 0));
        Assert.All(longer.Source.Where((_, n) => n % 3 != 0), id => Assert.Equal("_", stretched.SourceSymbols[id]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Respelled.Stretched(task, 0));
    }
}
