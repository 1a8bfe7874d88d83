using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RnnCourse.Notebooks.Book;
using RnnCourse.Notebooks.Execution;

namespace RnnCourse.CommandLine;

/// <summary><c>course book</c></summary>
internal static class BookVerb
{
    internal static Command Create()
    {
        var only = new Option<string[]>("--only") { Description = "Run only the notebooks whose names begin so (--only 04); the others keep their pages from the cache, or show their text without outputs.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        var site = new Option<string>("--site") { Description = "Where the site is written.", HelpName = "DIR", DefaultValueFactory = _ => "" };
        var full = new Option<bool>("--full") { Description = "Run the long versions of the experiments." };
        var book = new Command("book", """
            Runs every notebook and renders the course as a web site in site/.
            Exit code 0: all is well; 1: a cell, claim, formula or link is wrong (the site is written all the same); 2: it could not be built; 130: interrupted.
            """)
        {
            only, site, full,
        };
        book.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                var course = CourseFolder.Find();
                var target = parsed.GetValue(site) is { Length: > 0 } chosen ? chosen : course.Site;
                return await BuildAsync(course, target, new RunOptions { Full = parsed.GetValue(full) }, cancellation);
            }
            catch (BookException problem)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return 2;
            }
        });
        return book;
    }

    private static async Task<int> BuildAsync(CourseFolder course, string site, RunOptions options, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var notebooks = BookBuilder.NotebooksIn(course.Notebooks).Select(NotebookSource.Load).ToList();
        if (notebooks.Count == 0) throw new BookException($"There is no notebook (*.dib) in {course.Notebooks}.");
        var runs = await BookProgress.ShowAsync(notebooks, progress => NotebookRunner.RunAllAsync(notebooks, options, progress, cancellation));
        if (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted. The site was left as it was.");
            return 130;
        }

        var book = await new BookBuilder(course.Notebooks, site).BuildAsync(runs, course.Libraries, cancellation);
        foreach (var problem in book.Problems) await Console.Error.WriteLineAsync($"{problem.Page}: {problem.Message}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{runs.Count} notebooks, {runs.Sum(run => run.Cells.Count(cell => cell.Kernel != "markdown"))} cells, {book.Claims.Count} claims, {book.Problems.Count} problems, in {clock.Elapsed.TotalSeconds:0.0} s."));
        foreach (var skipped in runs.Where(run => run.Status == CellStatus.Skipped)) Console.WriteLine($"Skipped: {Path.GetFileName(skipped.Path)}. {skipped.Reason}");
        Console.WriteLine($"Mathematics: {book.Mathematics}. Figures: {book.Figures}.");
        Console.WriteLine($"Open {book.IndexPage}");
        return book.Problems.Count == 0 ? 0 : 1;
    }
}
