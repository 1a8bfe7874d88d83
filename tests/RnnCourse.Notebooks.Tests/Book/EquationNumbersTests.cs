using System.Globalization;
using System.Text.RegularExpressions;
using RnnCourse.Notebooks.Dib;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Book;

/// <summary>The numbers of equations that the library's comments cite are those of the notebooks.</summary>
public partial class EquationNumbersTests
{
    private static readonly string[] Libraries = ["RnnCourse", "RnnCourse.Figures", "RnnCourse.Lessons"];

    [Fact]
    public void Every_equation_the_library_cites_stands_in_its_notebook()
    {
        var root = FindRoot();
        var notebooks = Directory.EnumerateFiles(Path.Combine(root, "notebooks"), "*.dib").ToList();
        var written = notebooks.Select(path => Path.GetFileName(path).Split('-')[0])
            .Where(name => int.TryParse(name, out _)).Select(int.Parse).ToHashSet();
        var numbers = notebooks.SelectMany(path => DibDocument.Load(path).Cells).Where(cell => cell.IsMarkdown)
            .SelectMany(cell => Tag().Matches(cell.Text)).Select(tag => tag.Groups[1].Value).ToHashSet();

        var dangling = from library in Libraries
                       from path in Directory.EnumerateFiles(Path.Combine(root, "lib", library), "*.cs",
                           SearchOption.AllDirectories)
                       where !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                           StringComparison.Ordinal)
                       from line in File.ReadLines(path).Select((text, n) => (Text: text, Number: n + 1))
                       let comment = line.Text.IndexOf("//", StringComparison.Ordinal)
                       where comment >= 0
                       from Match cited in Citation().Matches(line.Text[comment..])
                       let chapter = int.Parse(cited.Groups[2].ValueSpan, CultureInfo.InvariantCulture)
                       where written.Contains(chapter) && !numbers.Contains(cited.Groups[1].Value)
                       select $"{Path.GetRelativePath(root, path)}:{line.Number} cites ({cited.Groups[1].Value})";

        Assert.Empty(dangling);
        Assert.Contains("4.9", numbers);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "RnnCourse.sln")))
                return folder.FullName;
        throw new InvalidOperationException(
            "The tests run inside the repository, but RnnCourse.sln is not above them.");
    }

    [GeneratedRegex(@"\\tag\{([^}]*)\}")] private static partial Regex Tag();
    [GeneratedRegex(@"\(((\d{1,2})\.\d{1,2})\)")] private static partial Regex Citation();
}
