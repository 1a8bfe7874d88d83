using System.Net;

namespace RnnCourse.Notebooks.Render;

/// <summary>Makes HTML of what a cell printed, displayed and returned, the richest form of each that a page can
/// show.</summary>
internal static partial class OutputHtml
{
    /// <summary>Source code from the library; see <c>RnnCourse.Lessons.Sources.SourceCode</c>.</summary>
    public const string CSharpMime = "text/x-csharp";

    private const int LinesShown = 40;

    /// <summary>Renders the events in order; a display that was updated is shown in its last form.</summary>
    /// <param name="markdown">Makes HTML of Markdown.</param>
    /// <param name="number">Gives the next figure of the page its number: an id, and what its caption says.</param>
    public static string Render(IReadOnlyList<CellEvent> events, Func<string, string> highlight,
        Func<string, string> markdown, Func<(string Id, string Name)> number) =>
        string.Concat(RunOutputs.Settled(events).Select(shown => Render(shown, highlight, markdown, number)));

    private static string Render(CellEvent shown, Func<string, string> highlight, Func<string, string> markdown,
        Func<(string Id, string Name)> number)
    {
        switch (shown.Kind)
        {
            case EventKind.Stdout: return Text(shown.Text, "stdout");
            case EventKind.Stderr: return Text(shown.Text, "stderr");
            case EventKind.Warning: return $"""<div class="output stderr"><pre tabindex="0"><strong>Warning</strong> {Encode(shown.Text)}</pre></div>""";
            case EventKind.Error: return $"""<div class="output error" role="alert"><pre tabindex="0"><strong>Error</strong> {Encode(shown.Text)}</pre></div>""";
        }

        if (shown[CSharpMime] is { } code)
            return $"""<figure class="output library-source"><figcaption>{Encode(shown["text/x-caption"]
                ?? "The library's source")}</figcaption><pre tabindex="0"><code>{highlight(
                    code)}</code></pre></figure>""";
        if (shown[Mime.Html] is { } html)
            return Claim().Match(html) is { Success: true } claim ? Quiet(claim)
                : Figure().IsMatch(html) ? Numbered(html, number()) : $"""<div class="output">{html}</div>""";
        if (shown["image/svg+xml"] is { } svg) return $"""<div class="output">{svg}</div>""";
        if (shown["image/png"] is { } png)
            return $"""<div class="output"><img alt="" src="data:image/png;base64,{png}"></div>""";
        if (shown[Mime.Markdown] is { } prose) return $"""<div class="output">{markdown(prose)}</div>""";
        if (shown["text/latex"] is { } tex) return $"""<div class="output">{markdown(Formula(tex.Trim()))}</div>""";
        return Text(shown.Text, "value");
    }

    // Jupyter's LaTeX brings its dollar signs; bare LaTeX is a formula.
    private static string Formula(string tex) =>
        tex.StartsWith('$') || tex.StartsWith("\\(", StringComparison.Ordinal)
            || tex.StartsWith("\\[", StringComparison.Ordinal) ? tex : $"$${tex.ReplaceLineEndings(" ")}$$";

    private static string Text(string text, string css)
    {
        text = text.TrimEnd('\n', '\r');
        if (text.Length == 0) return "";
        var lines = text.AsSpan().Count('\n') + 1;
        var block = $"""<pre tabindex="0">{Encode(text)}</pre>""";
        return lines <= LinesShown
            ? $"""<div class="output {css}">{block}</div>"""
            : $"""<div class="output {css}"><details><summary>{lines} lines of output</summary>{block}</details></div>""";
    }

    private static string Numbered(string html, (string Id, string Name) figure) =>
        $"""<figure class="output numbered" id="{figure.Id}">{html}<figcaption><a href="#{figure.Id}">{figure.Name}</a></figcaption></figure>""";

    /// <summary>A claim as one line, which opens; one that fails stands open.</summary>
    private static string Quiet(Match claim) =>
        $"""<details class="output {claim.Groups["class"].Value}" data-claim="{claim.Groups["id"].Value}"{(claim.Groups["class"].Value.Contains("rc-fails", StringComparison.Ordinal) ? " open" : "")}>{claim.Groups["style"].Value}<summary>{claim.Groups["line"].Value}</summary>{claim.Groups["rest"].Value}</details>""";

    [GeneratedRegex("""^<div class="(?<class>rnncourse-claim [^"]*)" data-claim="(?<id>[^"]*)">(?<style><style>.*?</style>)?"""
        + "<p>(?<line>.*?)</p>(?<rest>.*)</div>$", RegexOptions.Singleline)]
    private static partial Regex Claim();

    // A drawing, coloured text or a slider; a table is none.
    [GeneratedRegex("""^\s*<div class="rnncourse-figure rc-theme[^>]*>(?!(?:<style>[^<]*</style>)?(?:<p class="rc-title">[^\n]*?</p>)?<table)""")]
    private static partial Regex Figure();

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
