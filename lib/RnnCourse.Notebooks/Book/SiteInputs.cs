using RnnCourse.Figures;
using RnnCourse.Lessons.Claims;
using RnnCourse.Notebooks.Execution.Cache;
using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>What a site remembers of the build that made it.</summary>
/// <param name="Inputs">A hash over all it was made of.</param>
/// <param name="Files">A hash of the list of its files.</param>
internal sealed record SiteRecord(
    string Inputs, string Files, IReadOnlyList<BookProblem> Problems, string Mathematics, string Figures);

/// <summary>All that a site is made of, as one hash: while it stays the same, so does the site.</summary>
internal static class SiteInputs
{
    internal static async Task<string> OfAsync(BookOptions options, IReadOnlyList<NotebookResult> runs,
        CancellationToken cancellation)
    {
        var math = await MathTypesetter.ChooseAsync(cancellation);
        var plotly = await PlotlyScript.ChooseAsync(cancellation);
        var origin = await Origin.ReadAsync(options.NotebooksFolder, cancellation);
        return CacheKeys.Hash(
        [
            Version(typeof(SiteInputs)), Version(typeof(Figure)), Version(typeof(Claim)), math.Description,
            plotly.Description, await SiteWriter.SearchScriptAsync(cancellation) is null ? "" : "search",
            Browser.Find() ?? "", origin.ToString(), Path.GetFullPath(options.SiteFolder),
            FileHashes.Of(options.NotebooksFolder), .. options.Libraries.Select(file => FileHashes.Of(file)),
            .. runs.SelectMany(Result),
        ]);
    }

    private static IEnumerable<string> Result(NotebookResult run) =>
    [
        run.Path, $"{run.Status} {run.Reason}", .. run.Notes, .. run.Cells.Select(cell => FormattableString.Invariant(
            $"{cell.Status} {cell.Reason} {cell.Time.TotalSeconds:0.000} {ResultJson.Events(cell.Events)}")),
    ];

    private static string Version(Type type) => type.Assembly.ManifestModule.ModuleVersionId.ToString();
}
