using System.Text.RegularExpressions;
using RnnCourse.Notebooks.Dib;

namespace RnnCourse.Architecture.Tests;

public partial class SourceTests
{
    private const int Columns = 120;
    private const int CellColumns = 100;
    private static readonly string Long = new('x', Columns + 1);

    /// <summary>Files that hold recorded numbers, or code that is long on purpose.</summary>
    private static readonly string[] Recorded =
        ["tests/RnnCourse.Notebooks.Tests/Execution/Hostile/", "tests/RnnCourse.Notebooks.Tests/Dib/Corpus/",
        "tests/RnnCourse.Notebooks.Tests/Homework/HostileCorpus.cs"];

    [Fact]
    public void No_line_of_CSharp_is_longer_than_120_columns() => Assert.Empty(
        from file in Projects.CSharpFiles("lib").Concat(Projects.CSharpFiles("tests"))
        where !file.StartsWith("lib/RnnCourse/", StringComparison.Ordinal)
            && !Recorded.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
        from line in Longer(WithoutRawStrings(File.ReadAllText(Path.Combine(Projects.Root, file))), Columns)
        select $"{file}:{line}");

    [Fact]
    public void No_line_of_a_notebooks_code_is_longer_than_100_columns() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(Projects.Root, "notebooks"), "*.dib",
            SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        from cell in DibDocument.Load(file).Cells
        where cell.Kernel == "csharp"
        from line in Longer(cell.Text, CellColumns)
        select $"{Path.GetRelativePath(Projects.Root, file)}:{cell.LineInFile(line)}");

    [Theory]
    [InlineData("lib/RnnCourse")]
    [InlineData("lib/RnnCourse.Figures")]
    [InlineData("lib/RnnCourse.Lessons")]
    [InlineData("lib/RnnCourse.Notebooks")]
    [InlineData("lib/RnnCourse.Tool")]
    public void Namespaces_follow_folders(string project) => Assert.Empty(
        from file in Projects.CSharpFiles(project)
        where !file.StartsWith("lib/RnnCourse.Notebooks/Execution/Kernel/", StringComparison.Ordinal)
        let given = Namespace().Match(File.ReadAllText(Path.Combine(Projects.Root, file)))
        where given.Success
            && given.Groups[1].Value != Path.GetDirectoryName(file)!.Replace('\\', '/')["lib/".Length..]
                .Replace('/', '.')
        select $"{file}: {given.Groups[1].Value}");

    [Fact]
    public void A_long_line_is_found_by_its_characters()
    {
        Assert.Empty(Longer(new string('σ', Columns) + "\n//", Columns));
        Assert.Equal([1, 5], Longer(WithoutRawStrings($"{Long}\n\"\"\"\n{Long}\n\"\"\"\n{Long}"), Columns));
        Assert.Equal([2], Longer("//\r\n" + new string('σ', Columns + 1) + "\r\n", Columns));
    }

    private static IEnumerable<int> Longer(string text, int columns) =>
        text.ReplaceLineEndings("\n").Split('\n').Index().Where(line => line.Item.Length > columns)
            .Select(line => line.Index + 1);

    /// <summary>Raw strings hold pages and patterns, whose lines are as long as they must be.</summary>
    private static string WithoutRawStrings(string text)
    {
        var inside = false;
        return string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line =>
        {
            var marks = line.AsSpan().Count("\"\"\"");
            var kept = inside || marks > 0 ? "" : line;
            inside ^= marks % 2 == 1;
            return kept;
        }));
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
