namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>A path that exists on one machine only.</summary>
internal sealed partial class MachinePathRule : ILintRule
{
    public string Name => "machine-path";
    public string Description => "a path of one machine, such as a home folder, a temporary folder or a drive";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others)
    {
        foreach (var cell in notebook.Document.Cells)
        {
            var lines = cell.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
                if (Path().Match(lines[i]) is { Success: true } path)
                    yield return notebook.Error(cell.LineInFile(i + 1), Name,
                        $"'{path.Value}' is a path of one machine; write it relative to the notebook's folder");
        }
    }

    [GeneratedRegex("""(?<![\w.:/~-])(/(home|Users|root|tmp|work|mnt|private/var)/[\w.@-]+)|(?<!\w)[A-Za-z]:\\{1,2}(Users|Temp|Windows|dev|src|git|repos?)\\[\w.\\-]*|file:///[\w./%-]+""", RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
