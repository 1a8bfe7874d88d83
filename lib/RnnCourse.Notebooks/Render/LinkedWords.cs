using System.Net;

namespace RnnCourse.Notebooks.Render;

/// <summary>Words of the prose that lead somewhere: terms of <c>glossary.md</c>, where a chapter first uses them, and
/// papers of <c>references.md</c>, where they are cited, as in "Pascanu, Mikolov and Bengio (2013)".</summary>
public sealed partial class LinkedWords
{
    private const string GlossaryFile = "glossary.md", ReferencesFile = "references.md";

    /// <summary>Shorter words than that are linked only where they are several or an abbreviation: "cell" and "check"
    /// have many uses.</summary>
    private const int ShortWord = 7;

    private readonly Dictionary<string, string> _terms = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Surname, string Year, string Authors, string Id)> _papers = [];
    private readonly Regex? _term;

    private LinkedWords(string glossary, string references)
    {
        foreach (var (names, id) in TermsOf(glossary))
            foreach (var name in names.Where(IsLinked)) _terms.TryAdd(name, id);
        foreach (Match paper in Paper().Matches(references))
        {
            var (surname, year) = (paper.Groups["surname"].Value, paper.Groups["year"].Value);
            var same = _papers.Count(other => other.Surname == surname && other.Year == year);
            _papers.Add((surname, year, paper.Groups["authors"].Value,
                PaperId(surname, year) + (same == 0 ? "" : $"-{same + 1}")));
        }

        if (_terms.Count > 0)
            _term = new(@"(?<![\p{L}\p{N}-])(?:" + string.Join('|', _terms.Keys.OrderByDescending(name => name.Length)
                .Select(Regex.Escape)) + @")(?=s?(?![\p{L}\p{N}-]))", RegexOptions.IgnoreCase);
    }

    /// <summary>No words.</summary>
    public static LinkedWords None { get; } = new("", "");

    /// <summary>Reads both pages where they are.</summary>
    public static LinkedWords Read(string folder) =>
        new(Text(Path.Combine(folder, GlossaryFile)), Text(Path.Combine(folder, ReferencesFile)));

    /// <summary>Gives the entries of these two pages the ids that words lead to; other pages stay as they
    /// are.</summary>
    internal string WithIds(string file, string html)
    {
        if (file == Path.ChangeExtension(ReferencesFile, ".html"))
        {
            var next = 0;
            return Item().Replace(html, item => next < _papers.Count && item.Groups["text"].Value.StartsWith(
                WebUtility.HtmlEncode(_papers[next].Surname), StringComparison.Ordinal)
                ? $"<li id=\"{_papers[next++].Id}\">{item.Groups["text"].Value}" : item.Value);
        }

        return file != Path.ChangeExtension(GlossaryFile, ".html") ? html : Row().Replace(html, row =>
            $"<tr id=\"{TermId(WebUtility.HtmlDecode(Tag().Replace(row.Groups["name"].Value, "")))}\">"
                + row.Value["<tr>".Length..]);
    }

    /// <summary>Makes links of the words in text that is HTML already.</summary>
    /// <param name="used">The terms that the page has linked before; those that are linked now are added.</param>
    /// <param name="missing">Hears of each citation that has no entry.</param>
    internal string Link(string html, HashSet<string> used, Action<string> missing)
    {
        var cited = _papers.Count == 0 ? html : Citation().Replace(html, citation =>
        {
            var (surname, year) = (citation.Groups["surname"].Value, citation.Groups["year"].Value);
            var alone = citation.Groups["others"].Length == 0;
            // A line may end between the first author and the others.
            var found = _papers.Where(paper => paper.Year == year
                    && paper.Authors.Contains(surname + ", ", StringComparison.Ordinal))
                .OrderBy(paper => paper.Surname == surname ? 0 : 1)
                .ThenBy(paper => paper.Authors.Contains("., ", StringComparison.Ordinal) == alone ? 1 : 0)
                .FirstOrDefault();
            if (found.Id is null && !alone) missing(citation.Value);
            return found.Id is null ? citation.Value
                : $"<a class=\"citation\" href=\"references.html#{found.Id}\">{citation.Value}</a>";
        });
        return _term is null ? cited : Pieces().Replace(cited, piece => piece.Value[0] == '<' ? piece.Value
            : _term.Replace(piece.Value, word => used.Add(_terms[word.Value])
                ? $"<a class=\"term\" href=\"glossary.html#{_terms[word.Value]}\">{word.Value}</a>" : word.Value));
    }

    private static IEnumerable<(string[] Names, string Id)> TermsOf(string glossary) =>
        from row in glossary.Split('\n')
        where row.StartsWith("| ", StringComparison.Ordinal)
        let name = row.Split('|')[1].Trim()
        where name != "term" && !name.StartsWith("---", StringComparison.Ordinal)
        select (name.Split(['(', ')', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            TermId(name));

    private static bool IsLinked(string name) =>
        name.Contains(' ', StringComparison.Ordinal) || name.Length >= ShortWord
            || name.Length > 2 && name.All(char.IsUpper);

    private static string TermId(string name) => "term-" + NotWord().Replace(name.ToLowerInvariant(), "-").Trim('-');

    private static string PaperId(string surname, string year) => $"{surname.ToLowerInvariant()}-{year}";

    private static string Text(string path) => File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";

    [GeneratedRegex(@"^- (?<authors>(?<surname>\p{Lu}[\p{L}-]+), .*?) \((?<year>\d{4})\)\.", RegexOptions.Multiline)]
    private static partial Regex Paper();

    [GeneratedRegex(@"(?<surname>\p{Lu}[\p{L}-]+)(?<others>(?:, (?:\p{Lu}\. )*\p{Lu}[\p{L}-]+)*"
        + @",? and (?:\p{Lu}\. )*\p{Lu}[\p{L}-]+| et al\.)?"
        + @",? (?<open>\()?(?<year>(?:19|20)\d\d)(?!\d|-)(?(open)\)?)")]
    private static partial Regex Citation();

    [GeneratedRegex("<li>(?<text>[^<]*)")] private static partial Regex Item();
    [GeneratedRegex(@"<tr>\s*<td[^>]*>(?<name>.*?)</td>", RegexOptions.Singleline)] private static partial Regex Row();
    [GeneratedRegex("<[^>]*>")] private static partial Regex Tag();
    [GeneratedRegex("<a .*?</a>|[^<]+", RegexOptions.Singleline)] private static partial Regex Pieces();
    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")] private static partial Regex NotWord();
}
