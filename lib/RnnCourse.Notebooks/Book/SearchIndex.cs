using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>Something that search finds.</summary>
/// <param name="Kind">What it is, in a word.</param>
/// <param name="Text">Its words and formulas.</param>
/// <param name="Code">The code below it, which counts least.</param>
internal sealed record SearchEntry(string Url, string Page, string Kind, string Title, string Text, string Code);

/// <summary>What search finds: sections, equations, exercises and claims of the chapters, and the entries of the
/// glossary and the references.</summary>
internal static partial class SearchIndex
{
    internal static IEnumerable<SearchEntry> Of(IReadOnlyList<Chapter> chapters,
        IReadOnlyDictionary<string, string> pages) =>
        chapters.SelectMany(chapter => Sections(chapter).Concat(Equations(chapter)).Concat(Claims(chapter))
            .Concat(Exercises(chapter)).Concat(Entries(chapter, pages)));

    private static IEnumerable<SearchEntry> Sections(Chapter chapter) =>
        from section in chapter.Prose.Sections
        select new SearchEntry(Url(chapter, section.Id), Name(chapter), "section",
            section.Title.Length > 0 ? section.Title : chapter.Entry.Title,
            IsLookedUp(chapter) ? "" : section.Text, section.Code);

    private static IEnumerable<SearchEntry> Equations(Chapter chapter) =>
        from formula in chapter.Prose.Formulas
        from Match tag in Tag().Matches(formula.Tex)
        let number = tag.Groups[1].Value
        select new SearchEntry(Url(chapter, "eq-" + number), Name(chapter), "equation", $"Equation ({number}) eq",
            MathText.Plain(Tag().Replace(formula.Tex, "")) + " " + Tag().Replace(formula.Tex, ""), "");

    private static IEnumerable<SearchEntry> Claims(Chapter chapter) =>
        from claim in chapter.Run is null ? [] : RunClaims.Of(chapter.Run)
        select new SearchEntry(
            Url(chapter, $"cell-{claim.Cell}"), Name(chapter), "claim", claim.Sentence, claim.Id, "");

    private static IEnumerable<SearchEntry> Exercises(Chapter chapter) =>
        from cell in chapter.Run?.Cells ?? []
        from Match exercise in Exercise().Matches(cell.Source)
        select new SearchEntry(Url(chapter, $"cell-{cell.Number}"), Name(chapter), "exercise",
            "Exercise " + exercise.Groups[1].Value, "", "");

    private static IEnumerable<SearchEntry> Entries(Chapter chapter, IReadOnlyDictionary<string, string> pages)
    {
        var page = pages.GetValueOrDefault(chapter.Entry.File, "");
        foreach (Match term in Cards.Terms().Matches(page))
            yield return new(Url(chapter, term.Groups["id"].Value), Name(chapter), "term",
                Plain(term.Groups["name"].Value + " " + term.Groups["more"].Value), Plain(term.Groups["text"].Value),
                "");
        foreach (Match paper in Cards.Papers().Matches(page))
            yield return new(Url(chapter, paper.Groups["id"].Value), Name(chapter), "reference",
                Plain(paper.Groups["text"].Value), "", "");
    }

    // What stands in a table of entries is found by the entries.
    private static bool IsLookedUp(Chapter chapter) => chapter.Entry.File is "glossary.html" or "references.html";

    private static string Url(Chapter chapter, string id) =>
        chapter.Entry.Address + (id.Length > 0 ? "#" + Uri.EscapeDataString(id) : "");

    private static string Name(Chapter chapter) => $"{chapter.Entry.Number} {chapter.Entry.Title}".Trim();

    private static string Plain(string html) =>
        System.Net.WebUtility.HtmlDecode(Markup().Replace(Hidden().Replace(html, ""), "")).Trim();

    [GeneratedRegex(@"\\tag\{([^}]*)\}")] private static partial Regex Tag();
    [GeneratedRegex(@"\bExercise\.Check\(""([^""]+)""")] private static partial Regex Exercise();
    [GeneratedRegex("<[^>]*>")] private static partial Regex Markup();
    [GeneratedRegex("<math.*?</math>", RegexOptions.Singleline)] private static partial Regex Hidden();
}

/// <summary>What a link shows before it is followed: the equation, paper or term it leads to.</summary>
internal static partial class Cards
{
    /// <summary>The HTML of each target, by page and id.</summary>
    internal static SortedDictionary<string, string> Of(IReadOnlyDictionary<string, string> pages)
    {
        var cards = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, html) in pages)
        {
            var address = Uri.EscapeDataString(file);
            foreach (Match equation in Equations().Matches(html))
                cards[$"{address}#{Uri.EscapeDataString(System.Net.WebUtility.HtmlDecode(equation.Groups["id"].Value))}"]
                    = Annotation().Replace(equation.Groups["math"].Value, "");
            if (file == "glossary.html")
                foreach (Match term in Terms().Matches(html))
                    cards[$"{address}#{term.Groups["id"].Value}"] =
                        $"<p><strong>{term.Groups["name"].Value}</strong></p><p>{term.Groups["text"].Value}</p>";
            if (file == "references.html")
                foreach (Match paper in Papers().Matches(html))
                    cards[$"{address}#{paper.Groups["id"].Value}"] = $"<p>{paper.Groups["text"].Value}</p>";
        }

        return cards;
    }

    [GeneratedRegex("""<tr id="(?<id>term-[^"]+)">\s*<td[^>]*>(?<name>.*?)</td>\s*<td[^>]*>(?<text>.*?)</td>"""
        + """(?:\s*<td[^>]*>(?<more>.*?)</td>)?""", RegexOptions.Singleline)]
    internal static partial Regex Terms();

    [GeneratedRegex("""<li id="(?<id>[^"]+-[0-9]{4}(?:-[0-9])?)">(?<text>.*?)</li>""", RegexOptions.Singleline)]
    internal static partial Regex Papers();

    [GeneratedRegex("""<span class="anchor" id="(?<id>eq-[^"]+)"></span>(?:(?!</math>|class="equation").)*?"""
        + "(?<math><math.*?</math>)", RegexOptions.Singleline)]
    private static partial Regex Equations();

    [GeneratedRegex("<annotation.*?</annotation>", RegexOptions.Singleline)]
    private static partial Regex Annotation();
}
