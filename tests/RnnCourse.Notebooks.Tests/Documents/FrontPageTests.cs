using System.Diagnostics;
using System.Text.RegularExpressions;
using RnnCourse.Notebooks.Book;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Render;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Documents;

/// <summary>What somebody sees of the repository before they run anything.</summary>
public partial class FrontPageTests
{
    private static string Text(string file) =>
        File.ReadAllText(Path.Combine(CourseTool.Root, file)).ReplaceLineEndings("\n");

    [Fact]
    public void The_front_page_has_short_lines_and_names_files_that_are_there()
    {
        var page = Text("README.md");
        Assert.All(page.Split('\n'), line => Assert.True(line.Length < 120, $"{line.Length} characters: {line}"));
        // Two folders up is the repository's own page on its host, which knows the published book.
        var named = Links().Matches(page).Select(link => link.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal)
                && !link.StartsWith("../../", StringComparison.Ordinal)).ToList();
        Assert.Contains("notebooks/00-start-here.executed.ipynb", named);
        Assert.All(named, link =>
        {
            var parts = link.Split('#');
            var file = parts[0].Length > 0 ? parts[0] : "README.md";
            Assert.True(Path.Exists(Path.Combine(CourseTool.Root, file)), $"{link}: there is no such file.");
            if (parts is [_, var anchor])
                Assert.Contains(anchor, Headings(Text(file)).Select(heading => heading.Id));
        });
    }

    [Fact]
    public void The_pictures_show_a_section_that_the_book_has()
    {
        var notebook = Directory.GetFiles(Path.Combine(CourseTool.Root, "notebooks"),
            Screenshots.Chapter + "-*.dib").Single();
        var headings = Headings(string.Join("\n\n",
            DibDocument.Load(notebook).Cells.Where(cell => cell.IsMarkdown).Select(cell => cell.Text)));
        Assert.Contains(Screenshots.Section, headings.Select(heading => heading.Id));
        Assert.True(Text("README.md").Contains($"alt=\"{headings[0].Text}:", StringComparison.Ordinal),
            $"The README's pictures show the chapter '{headings[0].Text}', and their text does not say so. "
                + "Take them anew: course book --screenshots .github/images");
        Assert.All(["light.png", "dark.png"],
            picture => Assert.Contains(".github/images/" + picture, Text("README.md"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CITATION.cff")]
    [InlineData("notebooks/references.md")]
    [InlineData("notebooks/14-the-ledger.dib")]
    public void The_sources_of_the_lecture_notes_are_named_with_whose_the_rights_are(string file)
    {
        var text = Spaces().Replace(Text(file), " ");
        Assert.All(["S0", "S1", "S2", "S3", "S4", "joony0512/Deep_Learning_Class", "for teaching and criticism",
                "translated"],
            words => Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.All(["13 February 2022|2022-02-13", "7 September 2021|7 September\\).*2021", "BPTT",
                "[Hh]and-written notes", "The rights in the notes stay with"],
            words => Assert.Matches(words, text));
    }

    /// <summary>The repository speaks of the product, not of the days it was made on.</summary>
    [Fact]
    public void No_document_is_a_diary()
    {
        var told = Repository()
            .Where(file => Path.GetExtension(file) is ".md" or ".cs" or ".dib" or ".yml" or ".py" or ".txt" or ".props"
                    or ".targets"
                && Path.GetFileName(file) != "FrontPageTests.cs")
            .SelectMany(file => Text(file).Split('\n').Select((line, n) => (Place: $"{file}:{n + 1}", Line: line)))
            .Where(at => Diary().IsMatch(at.Line)).Select(at => $"{at.Place}: {at.Line.Trim()}").ToList();
        Assert.Empty(told);
    }

    private static List<Heading> Headings(string markdown)
    {
        var prose = new Prose();
        prose.Render(markdown);
        return prose.Headings;
    }

    /// <summary>The files that are in the repository, or would be.</summary>
    private static string[] Repository()
    {
        using var git = Process.Start(new ProcessStartInfo("git",
            ["ls-files", "--cached", "--others", "--exclude-standard"])
        { WorkingDirectory = CourseTool.Root, RedirectStandardOutput = true })!;
        var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.SkipUnless(git.ExitCode == 0, "This folder is not a clone.");
        return [.. files.Where(file => File.Exists(Path.Combine(CourseTool.Root, file)))];
    }

    [GeneratedRegex("""(?:\]\(|src="|srcset=")([^)"\s]+)[)"]""")]
    private static partial Regex Links();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("quiet machine|stranger's|as a stranger|new to the house|[Tt]he house\\b|an hour (?:earlier|before)"
        + "|was tried on 20|by helpers|walked by|language models\\) who|machine of 20")]
    private static partial Regex Diary();
}
