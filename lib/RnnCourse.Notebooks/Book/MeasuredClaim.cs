using System.Globalization;
using System.Text;
using System.Text.Json;
using RnnCourse.Notebooks.Execution;

namespace RnnCourse.Notebooks.Book;

/// <summary>A claim that a cell measured, as its output says (see <c>RnnCourse.Lessons.Claims.Claim</c>).</summary>
/// <param name="Id">Its name in the ledger.</param>
/// <param name="Source">Where the sentence comes from, or null.</param>
/// <param name="Measured">The number the code computed; null when it is not finite.</param>
/// <param name="Unit">The number's unit, or null.</param>
/// <param name="Bound">What the number must obey, such as <c>&lt; 1e-8</c>.</param>
/// <param name="Verdict"><c>holds</c>, <c>fails</c> or <c>conditional</c>.</param>
/// <param name="Note">What else is to be said, or null.</param>
/// <param name="Notebook">The notebook's file name.</param>
/// <param name="Cell">The cell that measured it, from 1.</param>
/// <param name="Condition">When the claim is true only under a condition: that condition; else null.</param>
/// <param name="Contradicts">Whether the claim speaks against its source.</param>
public sealed record MeasuredClaim(
    string Id, string Sentence, string? Source, double? Measured, string? Unit, string Bound, string Verdict,
    string? Note, string Notebook, int Cell,
    string? Condition = null, bool Contradicts = false)
{
    /// <summary>The claims of a notebook, in the order of its cells.</summary>
    public static IEnumerable<MeasuredClaim> Of(NotebookResult run) =>
        from cell in run.Cells
        from shown in cell.Events
        where shown.Kind is EventKind.Display or EventKind.Return && shown[Mime.Claim] != null
        select Read(shown[Mime.Claim]!, Path.GetFileName(run.Path), cell.Number);

    /// <summary>A table of claims in Markdown; each verdict is a link to the cell that measured it.</summary>
    public static string Table(IEnumerable<MeasuredClaim> claims)
    {
        var table = new StringBuilder("| verdict | claim | measured | must be | source |\n|---|---|---|---|---|\n");
        foreach (var claim in claims)
        {
            var only = claim.Condition is { } condition ? $" Only if {Cell(condition)}." : "";
            var note = claim.Note is { Length: > 0 } text ? $" *{Cell(text)}*" : "";
            var against = claim.Contradicts ? "against " : "";
            var bound = Cell(claim.Bound).Replace(' ', '\u00A0');
            table.Append(CultureInfo.InvariantCulture,
                $"| [{claim.Verdict}]({claim.Notebook}#cell-{claim.Cell}) | {Cell(claim.Sentence)}.{only}{note} | "
                + $"{claim.MeasuredText} | {bound} | {against}{Cell(claim.Source ?? "")} |\n");
        }

        return table.ToString();

        static string Cell(string text) =>
            text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ')
                .Replace("<", "&lt;", StringComparison.Ordinal);
    }

    private string MeasuredText => $"{(Measured is { } number ? Number(number) : "not finite")} {Unit}".TrimEnd();

    // As bounds are written: 1.57e−16.
    private static string Number(double value) =>
        value.ToString("G4", CultureInfo.InvariantCulture).Split('E') is [var digits, var power]
            ? string.Create(CultureInfo.InvariantCulture, $"{digits}e{int.Parse(power, CultureInfo.InvariantCulture)}")
                .Replace('-', '−')
            : value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');

    private static MeasuredClaim Read(string json, string notebook, int cell)
    {
        using var document = JsonDocument.Parse(json);
        var claim = document.RootElement;
        return new(Text("id") ?? "", Text("sentence") ?? "", Text("source"), Number("measured"), Text("unit"),
            Text("bound") ?? "", Text("verdict") ?? "", Text("note"), notebook, cell,
            Text("condition"),
            claim.TryGetProperty("contradicts", out var against) && against.ValueKind == JsonValueKind.True);

        string? Text(string name) =>
            claim.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()
                : null;
        double? Number(string name) =>
            claim.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble()
                : null;
    }
}
