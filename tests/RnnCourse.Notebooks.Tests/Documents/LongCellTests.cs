using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Documents;

/// <summary>The code of the chapters comes in pieces that can be read.</summary>
public sealed class LongCellTests
{
    private const int Short = 25, Long = 40;

    // A3 is one page on purpose; A1 and A2 are galleries, setup.dib a list of usings.
    private static bool IsChapter(string file) =>
        char.IsAsciiDigit(Path.GetFileName(file)[0]) || Path.GetFileName(file) is ['A', '4' or '5', ..];

    [Fact]
    public void A_cell_has_at_most_25_lines_or_marks_the_lines_to_read_and_has_at_most_40() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(CourseTool.Root, "notebooks"), "*.dib")
            .Where(IsChapter).Order(StringComparer.Ordinal)
        from cell in DibDocument.Load(file).Cells
        where cell.Kernel == "csharp"
        let lines = cell.Text.Trim().Split('\n').Length
        where lines > Long || (lines > Short && !cell.Text.Contains("// Read th", StringComparison.Ordinal))
        select $"{Path.GetFileName(file)}:{cell.LineInFile(1)}: {lines} lines");
}
