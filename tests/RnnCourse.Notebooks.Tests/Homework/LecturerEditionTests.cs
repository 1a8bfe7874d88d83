using System.Globalization;
using RnnCourse.Lessons.Exercises.Answers;
using RnnCourse.Notebooks.Book;
using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>The pages that only lecturers have.</summary>
public sealed class LecturerEditionTests
{
    private static readonly string Answers =
        Path.Combine(CourseTool.Root, "lib", "RnnCourse.Lessons", "Exercises", "Answers");

    private static readonly Dictionary<string, string> Pages =
        LecturerEdition.Pages(BookBuilder.NotebooksIn(Path.Combine(CourseTool.Root, "notebooks")),
            Homeworks.Folder, Answers, [])
            .ToDictionary(page => page.File, page => page.Markdown);

    [Fact]
    public void Every_exercise_has_its_statement_its_code_its_inputs_and_its_mistakes()
    {
        var (solutions, mistakes) = (Pages["solutions.html"], Pages["misconceptions.html"]);
        Assert.All(Answer.All(), answer =>
        {
            Assert.Contains($"**{answer.Id}** ", solutions, StringComparison.Ordinal);
            Assert.Contains($"Answer.Of(\"{answer.Id}\",", solutions, StringComparison.Ordinal);
            Assert.All(answer.Inputs, input =>
                Assert.Contains($"- `{answer.Show(input)}` gives `", solutions, StringComparison.Ordinal));
            Assert.All(answer.Mistakes, says =>
                Assert.Contains($"- {answer.Id}: {LecturerEdition.Plain(says)}\n", mistakes, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Every_homework_has_its_solutions_hints_rubrics_and_mistakes() =>
        Assert.All(HomeworkTests.All.Select(name => Homeworks.Load(name.Data)), homework =>
            Assert.All(homework.Exercises, exercise =>
            {
                Assert.Contains(exercise.Solution, Pages["homework-solutions.html"], StringComparison.Ordinal);
                Assert.All(exercise.Hidden.Hints, hint =>
                    Assert.Contains($"- Hint: {LecturerEdition.Plain(hint)}\n", Pages["homework-solutions.html"],
                        StringComparison.Ordinal));
                Assert.All(exercise.Hidden.Rubric, item =>
                    Assert.Contains($": {LecturerEdition.Plain(item.What)}\n", Pages["homework-solutions.html"],
                        StringComparison.Ordinal));
                Assert.All(exercise.Hidden.Wrongs, wrong =>
                    Assert.Contains($"- {exercise.Id}: {LecturerEdition.Plain(wrong.Says)}\n",
                        Pages["misconceptions.html"], StringComparison.Ordinal));
            }));

    [Fact]
    public async Task What_a_notebook_takes_is_measured_and_is_kept_with_its_cells()
    {
        using var folder = new TemporaryFolder();
        var notebook = folder.Write("01-a.dib", "#!csharp\n\nvar held = new byte[200_000_000];\n"
            + "Array.Fill(held, (byte)1);\nawait Task.Delay(400);\nheld.Length\n");
        async Task<string[]> TakesAsync()
        {
            var run = await NotebookRunner.RunAsync(NotebookSource.Load(notebook), Run.Options with { UseCache = true },
                null, TestContext.Current.CancellationToken);
            var page = LecturerEdition.Pages([notebook], Path.Combine(folder.Path, "none"), Answers, [run])
                .Single(page => page.File == "running.html").Markdown;
            return page.Split('\n').Single(line => line.StartsWith("| [01-a]", StringComparison.Ordinal)).Split('|');
        }

        var first = await TakesAsync();
        Assert.InRange(double.Parse(first[3], CultureInfo.InvariantCulture), 0.4, 60);
        Assert.InRange(double.Parse(first[4], CultureInfo.InvariantCulture), 200, 2000);
        Assert.Equal(first, await TakesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_the_lecturers_book_has_them(bool lecturer)
    {
        using var folder = new TemporaryFolder();
        var notebook = folder.Write("notebooks/01-a.dib", "#!markdown\n\n# 01 · A\n\n**15.2** Count.\n\n#!csharp\n\n"
            + "// Exercise.Check(\"15.2\", Rounds)\n1\n");
        var runs = new[]
        {
            await NotebookRunner.RunAsync(NotebookSource.Load(notebook),
                Run.Options with { UseCache = false }, null, TestContext.Current.CancellationToken),
        };
        var site = Path.Combine(folder.Path, "site");
        var book = await new BookBuilder(Path.GetDirectoryName(notebook)!, site)
        {
            Lecturer = !lecturer ? []
                : LecturerEdition.Pages([notebook], Path.Combine(folder.Path, "none"), Answers, runs),
        }
            .BuildAsync(runs, [], TestContext.Current.CancellationToken);
        Assert.Empty(book.Problems);
        Assert.Equal(lecturer, File.Exists(Path.Combine(site, "solutions.html")));
        var pages = string.Concat(Directory.GetFiles(site, "*.html").Select(File.ReadAllText));
        Assert.Equal(lecturer, pages.Contains("you rounded down", StringComparison.Ordinal));
        Assert.Equal(lecturer, pages.Contains("For lecturers", StringComparison.Ordinal));
    }
}
