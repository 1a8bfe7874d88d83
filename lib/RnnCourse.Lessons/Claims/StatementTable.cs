using RnnCourse.Figures.Display;

namespace RnnCourse.Lessons.Claims;

/// <summary>What the course's measurements say of a statement.</summary>
public enum StatementVerdict
{
    /// <summary>No claim has a vote.</summary>
    NotMeasured,

    /// <summary>Every claim that votes holds, and supports it.</summary>
    True,

    /// <summary>Every claim that votes holds, and speaks against it.</summary>
    False,

    /// <summary>Every claim that votes holds; they limit it, or some support it and others speak against it.</summary>
    Conditional,

    /// <summary>A claim that votes fails: nothing is settled.</summary>
    ClaimFails,
}

/// <summary>The lecture notes' statements, judged by what a run measured.</summary>
[TypeFormatterSource(typeof(StatementTableFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class StatementTable
{
    private StatementTable(IReadOnlyList<Statement> rows) => Rows = rows;

    /// <summary>The statements with their verdicts, in the notes' order.</summary>
    public IReadOnlyList<Statement> Rows { get; }

    /// <summary>Judges the statements by the claims that name them.</summary>
    /// <param name="statements">The statements: <c>Statement.Read("statements.json")</c>.</param>
    public static StatementTable Of(Ledger ledger, IEnumerable<Statement> statements)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return new([.. statements.Select(statement =>
            statement with { Claims = [.. ledger.Claims.Where(item =>
                item.Claim.Statements.Contains(statement.Id))] })]);
    }

    /// <summary>Statements whose measured verdict is not the one that their sentence defends.</summary>
    public IReadOnlyList<Statement> Undefended => [.. Rows.Where(row => row.Verdict != row.Defended)];

    /// <summary>How many statements have a verdict.</summary>
    public int Count(StatementVerdict verdict) => Rows.Count(row => row.Verdict == verdict);

    /// <summary>The counts, and each statement on a line.</summary>
    public override string ToString() => string.Join('\n', Rows
        .Select(row => ($"{row.Id} [{Word(row.Verdict)}] {row.Text}. Notebook {string.Join(", ", row.Notebooks)}. "
            + string.Join(", ", row.Claims.Select(item => item.Claim.Id))).TrimEnd())
        .Prepend(Summary));

    internal string Summary => $"{Rows.Count} statement{(Rows.Count == 1 ? "" : "s")}: "
        + $"{Count(StatementVerdict.True)} true, "
        + $"{Count(StatementVerdict.Conditional)} true in part or under a condition, "
        + $"{Count(StatementVerdict.False)} false as they stand, {Count(StatementVerdict.ClaimFails)} with a claim "
        + $"that fails, {Count(StatementVerdict.NotMeasured)} not measured.";

    internal static string Word(StatementVerdict verdict) => verdict switch
    {
        StatementVerdict.True => "true",
        StatementVerdict.False => "false",
        StatementVerdict.Conditional => "conditional",
        StatementVerdict.ClaimFails => "a claim fails",
        _ => "not measured",
    };

    internal static string Sign(StatementVerdict verdict) => verdict switch
    {
        StatementVerdict.True => "✓",
        StatementVerdict.False or StatementVerdict.ClaimFails => "✗",
        StatementVerdict.Conditional => "◐",
        _ => "–",
    };
}

/// <summary>How a <see cref="StatementTable"/> is shown in a notebook.</summary>
public sealed class StatementTableFormatters() : Formatters<StatementTable>(Html)
{
    private static string Html(StatementTable statements)
    {
        var table = new LedgerTable(statements.Summary, "Statement", "What the notes say", "Taught in", "Verdict",
            "Why, and what would have made it another", "Claims (figure)");
        foreach (var row in statements.Rows)
            table.Row(row.Id, Said(row), LedgerTable.Text(string.Join(", ", row.Notebooks)),
                LedgerTable.Text($"{StatementTable.Sign(row.Verdict)} {StatementTable.Word(row.Verdict)}"),
                Defence(row),
                string.Join("<br>", row.Claims.Select(Claim)));
        return table.ToString();
    }

    private static string Said(Statement row) => LedgerTable.Text(row.Text)
        + (row.Quote is null ? "" : $"<br><q>{LedgerTable.Text(row.Quote)}</q>");

    private static string Defence(Statement row) => row.Verdict == row.Defended
        ? $"{LedgerTable.Text(row.Because)} <em>Otherwise if:</em> {LedgerTable.Text(row.Otherwise)}"
        : LedgerTable.Text($"Not defended: this run measured \"{StatementTable.Word(row.Verdict)}\"; the sentence in "
            + $"statements.json defends \"{StatementTable.Word(row.Defended)}\".");

    private static string Claim((string Notebook, Claim Claim) item) =>
        LedgerTable.Text($"{ClaimStyle.Sign(item.Claim.Verdict)} ") + LedgerTable.Link(item.Notebook, item.Claim.Cell
            ?? 1, item.Claim.Id)
        + item.Claim.Part switch
        {
            ClaimPart.Limits => " limits it",
            ClaimPart.Against => " against it",
            ClaimPart.Lesson => " beside it, no vote",
            _ => "",
        }
        + (item.Claim.Figure is { } figure ? $" ({LedgerTable.Link(item.Notebook, figure, "figure")})" : "");
}
