namespace RnnCourse.Lessons.Texts;

/// <summary>A made-up tale of any length that ships with the course: short paragraphs, lines of at most 60 characters,
/// speech in double quotes, asides in round brackets. It has what a character model can learn at every range: spelling,
/// words, grammar, line ends, and quotes and brackets that must be closed.</summary>
public static class StoryText
{
    /// <summary>The greatest number of characters on a line.</summary>
    public const int LineWidth = 60;

    private static readonly string[] People = ["the miller", "the ferryman", "old Marta", "the clockmaker",
        "her brother", "the baker", "the pilot", "young Jonas"];
    private static readonly string[] Places =
        ["the harbour", "the mill", "the north bridge", "the market", "the old tower", "the orchard", "the ferry"];
    private static readonly string[] Things =
        ["a lantern", "a letter", "a brass key", "a loaf of bread", "a map", "a coil of rope", "a blue bottle"];
    private static readonly string[] Did = ["carried", "found", "hid", "mended", "sold", "forgot", "counted"];
    private static readonly string[] Went =
        ["walked to", "waited at", "came back from", "slept near", "sang at", "looked over"];
    private static readonly string[] When = ["in the morning", "at noon", "before the rain", "when the bell rang",
        "late in the evening", "on the third day"];
    private static readonly string[] Said = ["said", "asked", "whispered", "answered", "called"];
    private static readonly string[] Asides =
        ["it was a cold year", "nobody knew why", "so they say", "and it was not the first time", "or so it seemed"];

    /// <summary>At least <paramref name="length"/> characters of tale, ended at a full paragraph.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static string Write(int length, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentNullException.ThrowIfNull(random);
        var text = new StringBuilder(length + 500);
        while (text.Length < length)
        {
            if (text.Length > 0) text.Append('\n');
            AppendWrapped(text, Paragraph(random));
        }

        return text.ToString();
    }

    private static string Paragraph(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(3, 7)).Select(_ => Sentence(random)));

    private static string Sentence(Random random) => random.Next(4) switch
    {
        0 => $"{Capital(random.Pick(When))} {Deed(random)}{Aside(random)}.",
        1 => $"{Capital(Deed(random))} {random.Pick(When)}{Aside(random)}.",
        2 => $"{Capital(Deed(random))}, and {Deed(random)}{Aside(random)}.",
        _ => $"\"{Capital(Deed(random))}{Aside(random)},\" {random.Pick(Said)} {random.Pick(People)}.",
    };

    private static string Deed(Random random) => random.Chance(0.5)
        ? $"{random.Pick(People)} {random.Pick(Did)} {random.Pick(Things)}"
        : $"{random.Pick(People)} {random.Pick(Went)} {random.Pick(Places)}";

    private static string Aside(Random random) => random.Chance(0.25) ? $" ({random.Pick(Asides)})" : "";

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static void AppendWrapped(StringBuilder text, string paragraph)
    {
        var column = 0;
        foreach (var word in paragraph.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > LineWidth)
            {
                text.Append('\n');
                column = 0;
            }

            if (column > 0)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        text.Append('\n');
    }
}
