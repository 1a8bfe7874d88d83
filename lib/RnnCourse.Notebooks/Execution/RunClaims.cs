using RnnCourse.Lessons.Claims;

namespace RnnCourse.Notebooks.Execution;

/// <summary>The claims that a run measured: the one place where they are read from what cells displayed.</summary>
public static class RunClaims
{
    /// <summary>The claims of a notebook in the order of its cells, each with its cell and the nearest figure. One that
    /// is not readable has failed its cell, and is not among them.</summary>
    public static IEnumerable<Claim> Of(NotebookResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var figures = run.Cells.Where(cell => cell.Events.Any(IsFigure)).Select(cell => cell.Number).ToList();
        return from cell in run.Cells
               from shown in Shown(cell.Events)
               where shown.Claim is not null
               select shown.Claim with { Cell = cell.Number, Figure = Nearest(figures, cell.Number) };
    }

    /// <summary>Why a cell's claims make it fail: the first whose verdict is "fails", or that is not readable; null
    /// when there is none.</summary>
    internal static string? Failure(IReadOnlyList<CellEvent> events) => Shown(events)
        .Select(shown => shown.Claim is { Verdict: Verdict.Fails } claim
            ? $"The claim {claim.Id} fails: {claim.Sentence} Measured {claim.MeasuredText}, bound {claim.Bound}."
            : shown.Problem)
        .FirstOrDefault(failure => failure is not null);

    /// <summary>Of a display that was updated, the last form counts.</summary>
    private static IEnumerable<(Claim? Claim, string? Problem)> Shown(IReadOnlyList<CellEvent> events) =>
        RunOutputs.Settled(events).Select(shown => shown[Mime.Claim]).OfType<string>().Select(Read);

    private static (Claim? Claim, string? Problem) Read(string json)
    {
        try
        {
            return (Claim.FromJson(json), null);
        }
        catch (FormatException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>The last figure up to a cell, where its claim's evidence usually stands; else the first after
    /// it.</summary>
    private static int? Nearest(List<int> figures, int cell) =>
        figures.FindLast(number => number <= cell) is var before and > 0 ? before
        : figures.Find(number => number > cell) is var after and > 0 ? after
        : null;

    private static bool IsFigure(CellEvent shown) => shown[Mime.Html] is { } html
        && (html.Contains("<svg", StringComparison.Ordinal)
            || html.Contains("rnncourse-figure", StringComparison.Ordinal));
}
