using System.Text.RegularExpressions;

namespace RnnCourse.Notebooks.Book;

/// <summary>Links between the pages: equations by number, and the check that nothing dangles.</summary>
public sealed partial class CrossReferences
{
    private readonly Dictionary<string, string> _equations = [];

    /// <summary>Notes where an equation stands.</summary>
    /// <returns>The page that has an equation of that number already, or null.</returns>
    public string? Add(string number, string page)
    {
        if (_equations.TryGetValue(number, out var other)) return other;
        _equations.Add(number, page);
        return null;
    }

    /// <summary>Makes real links of references such as <c>href="eq:4.7"</c>; those to no equation are told to <paramref name="dangling"/>.</summary>
    public string Resolve(string html, string page, Action<string> dangling) => EquationLink().Replace(html, link =>
    {
        var number = link.Groups[1].Value;
        if (!_equations.TryGetValue(number, out var home))
        {
            dangling(number);
            return "href=\"#\"";
        }

        return $"href=\"{(home == page ? "" : home)}#eq-{number}\"";
    });

    /// <summary>Finds the links that lead nowhere within the site. Links to other sites are not followed.</summary>
    /// <param name="pages">File name → HTML.</param>
    /// <param name="exists">Whether another file of the site is there.</param>
    /// <returns>The page and the link.</returns>
    public static IEnumerable<(string Page, string Link)> Dangling(IReadOnlyDictionary<string, string> pages, Func<string, bool> exists) =>
        Dangling([.. pages.Select(page => PageFacts.Read(page.Key, page.Value, []))], exists);

    internal static IEnumerable<(string Page, string Link)> Dangling(IReadOnlyList<PageFacts> pages, Func<string, bool> exists)
    {
        var ids = pages.ToDictionary(page => page.File, page => page.Ids.ToHashSet());
        foreach (var page in pages)
        foreach (var link in page.Links)
        {
            if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal) || link.StartsWith("vscode:", StringComparison.Ordinal)) continue;
            var parts = link.Split('#', 2);
            var target = parts[0].Length == 0 ? page.File : Uri.UnescapeDataString(parts[0]);
            var ok = ids.TryGetValue(target, out var known)
                ? parts.Length == 1 || known.Contains(Uri.UnescapeDataString(parts[1]))
                : parts[0].Length > 0 && exists(target);
            if (!ok) yield return (page.File, link);
        }
    }

    [GeneratedRegex("href=\"eq:([^\"]+)\"")] private static partial Regex EquationLink();
}
