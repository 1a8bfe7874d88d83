using RnnCourse.Notebooks.Execution.Worker;

namespace RnnCourse.Notebooks.Execution;

/// <summary>
/// What a notebook declares that it needs, in a comment every host ignores: a line <c>//| needs: nuget</c> in a cell of
/// code. Its packages (all <c>#r "nuget:…"</c> lines) are then tried before anything runs; where they cannot be
/// restored, the whole notebook is skipped with that reason. Without the line, the cell that asks for the package
/// fails. <c>//| needs: ledger</c> asks to be run after the other notebooks, with what they measured recorded (see
/// <see cref="LedgerWriter"/>); it is always met.
/// </summary>
public static partial class Needs
{
    /// <summary>Why the notebook cannot run here and what its cells are then (Skipped; NotRun when the declaration is
    /// wrong), or null when it can.</summary>
    internal static async Task<(CellStatus Status, string Reason)?> UnmetAsync(NotebookSource notebook,
        CancellationToken cancellation)
    {
        var needs = Of(notebook);
        if (needs.FirstOrDefault(need => need is not ("nuget" or LedgerWriter.Need)) is { } unknown)
            return (CellStatus.NotRun,
                $"The notebook declares that it needs '{unknown}', which this engine does not know (it knows "
                    + "nuget and ledger).");
        if (needs.Count == 0) return null;
        var packages = new PackageRestore(notebook.Folder);
        foreach (var line in notebook.Cells.Where(cell => cell.Kernel == "csharp")
            .SelectMany(cell => cell.Source.Split('\n')).Where(line => Directives.Package().IsMatch(line)))
            try
            {
                await packages.RestoreAsync(line.TrimEnd(), cancellation);
            }
            catch (DirectiveException e)
            {
                return (CellStatus.Skipped, $"The notebook needs packages. {e.Message}");
            }
            catch (OperationCanceledException)
            {
                return null; // The run itself will say that it was cancelled.
            }
        return null;
    }

    /// <summary>What the notebook declares: "nuget", "ledger", or nothing.</summary>
    public static IReadOnlyList<string> Of(NotebookSource notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        return [.. notebook.Cells.Where(cell => cell.Kernel == "csharp")
            .SelectMany(cell => Declaration().Matches(cell.Source))
            .SelectMany(match => match.Groups["needs"].Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Distinct()];
    }

    [GeneratedRegex(@"^//\|\s*needs:(?<needs>.*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
