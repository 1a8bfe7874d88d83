using RnnCourse.Figures.Display;

namespace RnnCourse.Claims;

/// <summary>What the course's measurements say of a statement.</summary>
public enum StatementVerdict
{
    /// <summary>No claim names it as its source.</summary>
    NotMeasured,

    /// <summary>Every claim about it holds, and none speaks against it.</summary>
    True,

    /// <summary>Every claim about it holds, and each of them speaks against it.</summary>
    False,

    /// <summary>Claims hold for it and against it, or only under a condition.</summary>
    Conditional,

    /// <summary>A claim about it fails: nothing is settled.</summary>
    ClaimFails,
}

/// <summary>A statement with its claims and the verdict that follows from them.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Claims">The claims that name it as their source, each with its notebook's file name.</param>
public sealed record JudgedStatement(Statement Statement, IReadOnlyList<(string Notebook, RecordedClaim Claim)> Claims)
{
    /// <summary>The verdict. It is computed from the claims and nothing else.</summary>
    public StatementVerdict Verdict =>
        Claims.Count == 0 ? StatementVerdict.NotMeasured
        : Claims.Any(item => item.Claim.Verdict == RnnCourse.Claims.Verdict.Fails) ? StatementVerdict.ClaimFails
        : Claims.Any(item => item.Claim.Verdict == RnnCourse.Claims.Verdict.Conditional) ? StatementVerdict.Conditional
        : Claims.All(item => !item.Claim.Contradicts) ? StatementVerdict.True
        : Claims.All(item => item.Claim.Contradicts) ? StatementVerdict.False
        : StatementVerdict.Conditional;
}

/// <summary>The lecture notes' statements, judged by what a run measured.</summary>
[TypeFormatterSource(typeof(StatementTableFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class StatementTable
{
    private StatementTable(IReadOnlyList<JudgedStatement> rows) => Rows = rows;

    /// <summary>The statements with their verdicts, in the notes' order.</summary>
    public IReadOnlyList<JudgedStatement> Rows { get; }

    /// <summary>Judges the statements by the claims that name them.</summary>
    /// <param name="ledger">What a run measured.</param>
    /// <param name="statements">Which statements; null for all of <see cref="LectureNotes"/>.</param>
    public static StatementTable Of(RunLedger ledger, IReadOnlyList<Statement>? statements = null)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return new([.. (statements ?? LectureNotes.Statements).Select(statement =>
            new JudgedStatement(statement, [.. ledger.Claims.Where(item => item.Claim.Statements.Contains(statement.Id))]))]);
    }

    /// <summary>How many statements have a verdict.</summary>
    public int Count(StatementVerdict verdict) => Rows.Count(row => row.Verdict == verdict);

    /// <summary>The counts, and each statement on a line.</summary>
    public override string ToString() => string.Join('\n', Rows
        .Select(row => $"{row.Statement.Id} [{Word(row.Verdict)}] {row.Statement.Text}. Notebook {string.Join(", ", row.Statement.Notebooks)}. {string.Join(", ", row.Claims.Select(item => item.Claim.Id))}".TrimEnd())
        .Prepend(Summary));

    internal string Summary => $"{Rows.Count} statement{(Rows.Count == 1 ? "" : "s")}: {Count(StatementVerdict.True)} true, {Count(StatementVerdict.Conditional)} true in part or under a condition, "
        + $"{Count(StatementVerdict.False)} false as they stand, {Count(StatementVerdict.ClaimFails)} with a claim that fails, {Count(StatementVerdict.NotMeasured)} not measured.";

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
public sealed class StatementTableFormatters
{
    private readonly DisplayFormatter[] formatters =
    [
        new("text/html", table => Html((StatementTable)table)),
        new("text/plain", table => ((StatementTable)table).ToString()),
    ];

    /// <summary>The formatters, one a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;

    private static string Html(StatementTable statements)
    {
        var table = new LedgerTable(statements.Summary, "Statement", "What the notes say", "Taught in", "Verdict", "Claims (figure)");
        foreach (var row in statements.Rows)
            table.Row(row.Statement.Id, LedgerTable.Text(row.Statement.Text), LedgerTable.Text(string.Join(", ", row.Statement.Notebooks)),
                LedgerTable.Text($"{StatementTable.Sign(row.Verdict)} {StatementTable.Word(row.Verdict)}"),
                string.Join("<br>", row.Claims.Select(Claim)));
        return table.ToString();
    }

    private static string Claim((string Notebook, RecordedClaim Claim) item) =>
        LedgerTable.Text($"{ClaimStyle.Sign(item.Claim.Verdict)} ") + LedgerTable.Link(item.Notebook, item.Claim.Cell, item.Claim.Id)
        + (item.Claim.Contradicts ? " against" : "")
        + (item.Claim.Figure is { } figure ? $" ({LedgerTable.Link(item.Notebook, figure, "figure")})" : "");
}
