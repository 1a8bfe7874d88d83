namespace RnnCourse.Notebooks.Render;

/// <summary>Links between the pages to equations, by number.</summary>
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

    /// <summary>Makes real links of references such as <c>href="eq:4.7"</c>; those to no equation are told to
    /// <paramref name="dangling"/>.</summary>
    public string Resolve(string html, string page, Action<string> dangling) => EquationLink().Replace(html, link =>
    {
        var number = link.Groups[1].Value;
        if (!_equations.TryGetValue(number, out var home))
        {
            dangling(number);
            return "href=\"#\"";
        }

        return $"href=\"{(home == page ? "" : Uri.EscapeDataString(home))}#eq-{number}\"";
    });

    [GeneratedRegex("href=\"eq:([^\"]+)\"")] private static partial Regex EquationLink();
}
