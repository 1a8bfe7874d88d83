using System.Globalization;
using System.Text.RegularExpressions;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>The page of the book that lists the homework, and the chapters that lead to it.</summary>
public sealed partial class HomeworkPageTests
{
    private static readonly string Notebooks = Path.Combine(CourseTool.Root, "notebooks");
    private static readonly string Page = File.ReadAllText(Path.Combine(Notebooks, "homework.md"));

    [Fact]
    public void Every_homework_is_on_the_page_with_its_exercises_and_points()
    {
        var files = Directory.GetFiles(Homeworks.Folder, "H*.dib").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(HomeworkTests.All.Count, files.Count);
        foreach (var homework in files.Select(HomeworkSource.Load))
            Assert.Contains(string.Create(CultureInfo.InvariantCulture,
                $"{homework.Exercises.Count} exercises, {homework.Points} points."),
                Section(homework.Name, homework.Title), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chapter_named_there_leads_back()
    {
        foreach (Match head in Head().Matches(Page))
        {
            var chapters = Link().Matches(Section(head.Groups["name"].Value, head.Groups["title"].Value)).ToList();
            Assert.NotEmpty(chapters);
            Assert.All(chapters, chapter => Assert.Contains($"[{head.Groups["name"].Value}](homework.md#",
                File.ReadAllText(Path.Combine(Notebooks, chapter.Groups["file"].Value)), StringComparison.Ordinal));
        }
    }

    private static string Section(string name, string title)
    {
        var head = $"## {name} · {title[(title.IndexOf('·', StringComparison.Ordinal) + 1)..].Trim()}\n";
        var from = Page.IndexOf(head, StringComparison.Ordinal);
        Assert.True(from >= 0, $"There is no section '{head.Trim()}'.");
        return Page[from..Page.IndexOf("\n## ", from, StringComparison.Ordinal)];
    }

    [GeneratedRegex("^## (?<name>H\\d) · (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Head();

    [GeneratedRegex("\\((?<file>[^)]+\\.dib)\\)")]
    private static partial Regex Link();
}
