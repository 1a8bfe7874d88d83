using System.Globalization;
using RnnCourse.Notebooks.Execution;

namespace RnnCourse.Notebooks.Book;

/// <summary>One claim, measured in runs with different seeds.</summary>
/// <param name="Notebook">The notebook's file name.</param>
/// <param name="Bound">What the number must obey.</param>
/// <param name="Measured">The number of each run that reached the claim; null where it is not finite.</param>
/// <param name="Failed">The seeds with which it failed, or was not reached.</param>
public sealed record ClaimOverSeeds(string Id, string Notebook, string Bound, IReadOnlyList<double?> Measured,
    IReadOnlyList<int> Failed)
{
    /// <summary>The smallest and the largest number measured, as a text.</summary>
    public string Range
    {
        get
        {
            if (Measured.Count == 0 || Measured.Any(m => m is null)) return "not finite";
            var (least, most) = (Short(Measured.Min()), Short(Measured.Max()));
            return least == most ? least : $"{least} … {most}";
        }
    }

    /// <summary>The claims of several runs, in the order in which the first run that has them shows them.</summary>
    /// <param name="runs">Each seed with its results.</param>
    public static IReadOnlyList<ClaimOverSeeds> Of(IReadOnlyList<(int Seed,
        IReadOnlyList<NotebookResult> Results)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var measured = runs.Select(run =>
            (run.Seed, Claims: run.Results.SelectMany(MeasuredClaim.Of).ToLookup(c => (c.Notebook, c.Id)))).ToList();
        return
        [
            .. from key in measured.SelectMany(run => run.Claims.Select(c => c.Key)).Distinct()
               let shown = measured.SelectMany(run => run.Claims[key]).ToList()
               let failed = measured.Where(run => !run.Claims[key].Any()
                   || run.Claims[key].Any(c => c.Verdict == "fails")).Select(run => run.Seed).ToList()
               orderby key.Notebook
               select new ClaimOverSeeds(key.Id, key.Notebook, shown[0].Bound, [.. shown.Select(c => c.Measured)],
                   failed),
        ];
    }

    private static string Short(double? number) => number?.ToString("G3", CultureInfo.InvariantCulture) ?? "";
}
