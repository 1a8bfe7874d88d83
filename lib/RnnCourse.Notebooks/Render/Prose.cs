using System.Net;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RnnCourse.Notebooks.Render;

/// <summary>A heading of a page, for "on this page" and for links to it. Its text is plain: mathematics in it is
/// written in Unicode.</summary>
public sealed record Heading(int Level, string Id, string Text);

/// <summary>A piece of a page that search finds: what stands under one heading.</summary>
/// <param name="Text">Its prose and formulas.</param>
/// <param name="Code">Its cells.</param>
public sealed record SearchSection(string Id, string Title, string Text, string Code);

/// <summary>Makes HTML of the Markdown cells of one page. Formulas are collected, not typeset: their places are held by
/// marks (<see cref="FormulaMark"/>), so that all formulas of the book are typeset in one go. Plain references to
/// equations such as <c>(4.7)</c> become links to <c>eq:4.7</c>, which the book resolves; C# between fences is
/// collected in the same way, to be coloured.</summary>
/// <param name="words">Words that lead to other pages; null for none.</param>
public sealed partial class Prose(LinkedWords? words = null)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseMathematics().UseTaskLists().UseAlertBlocks().UseAutoLinks().UseEmphasisExtras()
        .UseFootnotes().UseDefinitionLists()
        .Build();

    private readonly HashSet<string> _ids = [], _terms = [];
    private readonly StringBuilder _sectionText = new(), _sectionCode = new();
    private string _sectionId = "", _sectionTitle = "";

    /// <summary>The formulas met so far; a formula's index is in its mark.</summary>
    public List<Formula> Formulas { get; } = [];

    /// <summary>The C# between fences met so far; a piece's index is in its mark.</summary>
    public List<string> Code { get; } = [];

    /// <summary>Citations that <c>references.md</c> has no entry for.</summary>
    public List<string> MissingReferences { get; } = [];

    /// <summary>Style sheets of outputs, each once: a page has them in its head.</summary>
    public SortedSet<string> Styles { get; } = new(StringComparer.Ordinal);

    /// <summary>How many figures the page has shown so far.</summary>
    public int Figures { get; set; }

    /// <summary>The headings met so far, in order.</summary>
    public List<Heading> Headings { get; } = [];

    /// <summary>The numbers of the equations met so far: the <c>\tag</c>s, such as 4.7.</summary>
    public List<string> Equations { get; } = [];

    /// <summary>What search finds on this page. Complete after <see cref="EndSection"/>.</summary>
    public List<SearchSection> Sections { get; } = [];

    /// <summary>Renders one Markdown cell.</summary>
    public string Render(string markdown)
    {
        var document = Markdown.Parse(WithFormulasOnOneLine(MathSpelling.Normal(markdown)), Pipeline);
        foreach (var block in document.Descendants<Block>()) Visit(block);
        foreach (var table in document.Descendants<Table>())
        {
            if (table.Count > LongTable) SetColumnWidths(table);
            // On a phone a column of sentences keeps room for some words, and the table scrolls.
            foreach (var cell in table.Cast<TableRow>().SelectMany(row => row.Cast<TableCell>()))
                if (Words(cell).Length is > LongCell and var length)
                    cell.GetAttributes().AddClass(length > 2 * LongCell ? "long" : "mid");
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var html = new HtmlRenderer(text);
        Pipeline.Setup(html);
        html.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new MathInlineRenderer(this));
        html.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new MathBlockRenderer(this));
        html.ObjectRenderers.ReplaceOrAdd<Markdig.Renderers.Html.Inlines.LiteralInlineRenderer>(
            new ReferenceRenderer(this));
        html.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new FenceRenderer(this));
        html.Render(document);
        return WithOwnNotes(text.ToString());
    }

    // Each cell counts its notes from 1.
    private string WithOwnNotes(string html) => html.Contains("\"#fn:", StringComparison.Ordinal)
        && UniqueId("notes") is var name
        ? Note().Replace(html, note => $"{note.Groups[1].Value}{name}-{note.Groups[2].Value}-{note.Groups[3].Value}\"")
        : html;

    // A display formula that begins and ends on lines of its own text, $$a = b\n+ c$$, as the editors take it: Markdig
    // wants it on one line.
    private static string WithFormulasOnOneLine(string markdown)
    {
        var (text, inFence, inFormula) = (new StringBuilder(), false, false);
        foreach (var line in markdown.Split('\n'))
        {
            var trimmed = line.Trim();
            if (!inFormula && trimmed.StartsWith("```", StringComparison.Ordinal)) inFence = !inFence;
            var opens = !inFence && !inFormula && trimmed.StartsWith("$$", StringComparison.Ordinal)
                && trimmed.Length > 2 && trimmed.IndexOf("$$", 2, StringComparison.Ordinal) < 0;
            inFormula = opens || (inFormula && trimmed.Length > 0 && !trimmed.Contains("$$", StringComparison.Ordinal));
            text.Append(line).Append(inFormula ? ' ' : '\n');
        }

        return text.ToString();
    }

    /// <summary>Adds a cell's code to what search finds in the present section.</summary>
    public void AddCode(string code) => _sectionCode.Append(code).Append('\n');

    private void AddText(string text) => _sectionText.Append(text).Append('\n');

    /// <summary>Closes the last section for search.</summary>
    public void EndSection()
    {
        if (_sectionText.Length > 0 || _sectionCode.Length > 0 || _sectionTitle.Length > 0)
            Sections.Add(new(_sectionId, _sectionTitle, OneLine(_sectionText), OneLine(_sectionCode)));
        _sectionText.Clear();
        _sectionCode.Clear();

        static string OneLine(StringBuilder text) => Spaces().Replace(text.ToString(), " ").Trim();
    }

    /// <summary>Reserves an id on this page, made unique by a number where the name is taken.</summary>
    public string UniqueId(string wanted)
    {
        var id = wanted;
        for (var n = 2; !_ids.Add(id); n++) id = $"{wanted}-{n}";
        return id;
    }

    /// <summary>The mark that holds a formula's place until it is typeset.</summary>
    public static string FormulaMark(int index) => $"\uE000{index}\uE001";

    /// <summary>Puts the typeset formulas in the place of their marks.</summary>
    public static string FillFormulas(string html, IReadOnlyList<string> formulas) =>
        FormulaMarks()
            .Replace(html, mark => formulas[int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]);

    /// <summary>Puts coloured code in the place of the marks of fences.</summary>
    public static string FillCode(string html, IReadOnlyList<string> code) => CodeMarks()
        .Replace(html, mark => code[int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]);

    private void Visit(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                EndSection();
                var title = PlainText(heading.Inline, MathText.Plain);
                var tex = PlainText(heading.Inline);
                var id = UniqueId(Slug(tex));
                heading.GetAttributes().Id = id;
                Headings.Add(new(heading.Level, id, title));
                (_sectionId, _sectionTitle) = (id, title);
                if (tex != title) AddText(tex); // so that search finds it in either spelling
                break;
            case MathBlock math:
                AddText(math.Lines.ToString());
                break;
            case LeafBlock { Inline: { } inline }:
                AddText(PlainText(inline));
                break;
        }
    }

    // A browser shows a long table before it has read its end. Columns whose widths are known do not move while it
    // reads on.
    private const int LongTable = 6, PageCharacters = 84, LongCell = 12;

    private static void SetColumnWidths(Table table)
    {
        var rows = table.Cast<TableRow>().Select(row => row.Cast<TableCell>().Select(Words).ToList()).ToList();
        var columns = Enumerable.Range(0, rows.Max(row => row.Count))
            .Select(c => rows.Where(row => c < row.Count).Select(row => row[c]).ToList()).ToList();
        // Room for the longest word first; what is left of the page's width goes to the columns that have more to say.
        var least = columns.Select(cells => Math.Min(16, cells.Max(LongestWord)) + 3.0).ToList();
        var wanted =
            columns.Zip(least, (cells, room) => 1 + Math.Max(0, cells.Average(words => words.Length) - room)).ToList();
        var left = PageCharacters - least.Sum();
        if (left < 0) return; // A table wider than the page scrolls.
        var widths = least.Zip(wanted, (room, more) => room + left * more / wanted.Sum()).ToList();
        while (table.ColumnDefinitions.Count < widths.Count) table.ColumnDefinitions.Add(new());
        foreach (var (column, width) in table.ColumnDefinitions.Zip(widths)) column.Width =
            (float)(100 * width / widths.Sum());
        table.GetAttributes().AddClass("sized");

        static int LongestWord(string words) => words.Split(' ').Max(word => word.Length);
    }

    private static string Words(TableCell cell) =>
        string.Join(' ', cell.Descendants<LeafBlock>().Select(leaf => PlainText(leaf.Inline)));

    /// <summary>The words of a piece of Markdown, without its marks; formulas as LaTeX, or as <paramref name="math"/>
    /// writes them.</summary>
    private static string PlainText(ContainerInline? container, Func<string, string>? math = null)
    {
        var text = new StringBuilder();
        foreach (var inline in container?.Descendants() ?? [])
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                MathInline formula => math is null ? formula.Content.ToString() : math(formula.Content.ToString()),
                LineBreakInline => " ",
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                _ => "",
            });
        return text.ToString();
    }

    /// <summary>A heading's anchor: letters and digits of any script, words joined by hyphens.</summary>
    private static string Slug(string title)
    {
        var slug = NotWord().Replace(title.ToLowerInvariant(), "-").Trim('-');
        return slug.Length > 0 ? slug : "section";
    }

    private string Mark(string tex, bool display)
    {
        Formulas.Add(new(tex.Trim(), display));
        return FormulaMark(Formulas.Count - 1);
    }

    private string DisplayHtml(string tex)
    {
        var anchors = string.Concat(Tags().Matches(tex).Select(tag => Anchor(tag.Groups[1].Value)));
        return $"""<span class="equation">{anchors}{Mark(tex, display: true)}</span>""";

        string Anchor(string number)
        {
            Equations.Add(number);
            return $"""<span class="anchor" id="{WebUtility.HtmlEncode(UniqueId("eq-" + number))}"></span>""";
        }
    }

    [GeneratedRegex(@"\\tag\{([^}]*)\}")] private static partial Regex Tags();
    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")] private static partial Regex NotWord();
    [GeneratedRegex(@"\s+")] private static partial Regex Spaces();
    [GeneratedRegex("\uE000([0-9]+)\uE001")] private static partial Regex FormulaMarks();
    [GeneratedRegex("\uE002([0-9]+)\uE003")] private static partial Regex CodeMarks();
    [GeneratedRegex("((?:id|href)=\"#?)(fn|fnref):([0-9]+(?::[0-9]+)?)\"")] private static partial Regex Note();
    [GeneratedRegex(@"\(([1-9]\d?\.[1-9]\d?)\)")] internal static partial Regex EquationReference();

    private sealed class MathInlineRenderer(Prose prose) : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline math)
        {
            var tex = math.Content.ToString();
            if (math.DelimiterCount > 1) renderer.Write(prose.DisplayHtml(tex));
            // No line begins with the comma after a short formula. A long one breaks, and may.
            else if (tex.Length <= 16 && math.NextSibling is LiteralInline next && !next.Content.IsEmpty
                && ",.;:!?)".Contains(next.Content.CurrentChar, StringComparison.Ordinal))
            {
                renderer.Write("<span class=\"tied\">").Write(prose.Mark(tex, display: false))
                    .Write(next.Content.CurrentChar).Write("</span>");
                next.Content = new(next.Content.Text, next.Content.Start + 1, next.Content.End);
            }
            else renderer.Write(prose.Mark(tex, display: false));
        }
    }

    private sealed class MathBlockRenderer(Prose prose) : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock math) =>
            renderer.EnsureLine().WriteLine(prose.DisplayHtml(math.Lines.ToString()));
    }

    /// <summary>Code between fences: C# is coloured, and what scrolls can be scrolled by keys.</summary>
    private sealed class FenceRenderer(Prose prose) : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            var code = block.Lines.ToString();
            var language = ((block as FencedCodeBlock)?.Info ?? "").ToLowerInvariant();
            if (language is "csharp" or "cs" or "c#") prose.Code.Add(code);
            renderer.EnsureLine().Write("<pre class=\"fence\" tabindex=\"0\"><code>");
            if (language is "csharp" or "cs" or "c#") renderer.Write($"\uE002{prose.Code.Count - 1}\uE003");
            else renderer.WriteEscape(code);
            renderer.WriteLine("</code></pre>");
        }
    }

    private sealed class ReferenceRenderer(Prose prose) : HtmlObjectRenderer<LiteralInline>
    {
        protected override void Write(HtmlRenderer renderer, LiteralInline literal)
        {
            var text = WebUtility.HtmlEncode(literal.Content.ToString());
            // \(2.5) is a number in parentheses.
            var escaped = literal.IsFirstCharacterEscaped ? 1 : 0;
            renderer.Write(literal.Parent is LinkInline ? text : text[..escaped] + prose.LinkWords(
                LinkEquations(text[escaped..]), literal));
        }
    }

    private string LinkWords(string html, LiteralInline literal)
    {
        for (var at = literal.Parent; at is not null; at = at.Parent)
            if (at is LinkInline || at.ParentBlock is HeadingBlock) return html;
        return words is null ? html : words.Link(html, _terms, MissingReferences.Add);
    }

    /// <summary>Makes links of the equation numbers in text that is HTML already.</summary>
    internal static string LinkEquations(string html) =>
        EquationReference().Replace(html,
            reference =>
                $"""<a class="equation-reference" href="eq:{reference.Groups[1].Value}">{reference.Value}</a>""");
}
