using System.Diagnostics;
using RnnCourse.Notebooks.Book;
using RnnCourse.Notebooks.Homework;

namespace RnnCourse.Tool;

/// <summary><c>course book</c></summary>
internal static class BookVerb
{
    private static readonly Option<string[]> Only = new(
        "--only")
    {
        Description =
            "Run only the notebooks whose names start with NAME (--only 04). The others keep the pages they have.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true
    };
    private static readonly Option<string?> Site = new("--site")
    {
        Description = "Where the site is written; by default site/ in the course's folder.",
        HelpName = "DIR"
    };
    private static readonly Option<bool> Lecturer = new("--lecturer")
    {
        Description = "The lecturers' edition, with the solutions of exercises and homework: in site-lecturer/, unless "
            + "--site says otherwise. Never publish it where students read."
    };
    private static readonly Option<bool> Full =
        new("--full") { Description = "Run the long versions of the experiments." };
    private static readonly Option<bool> NoCache =
        new("--no-cache") { Description = "Run every cell, even where nothing changed since an earlier run." };
    private static readonly Option<bool> Watch = new(
        "--watch")
    {
        Description =
            "Serve the book on this machine, build again after each edit, and reload the pages that are open. "
                + "Ctrl-C ends it."
    };
    private static readonly Option<string?> Pdf = new("--pdf")
    {
        Description = "Also print the whole book to one PDF with bookmarks; needs a Chromium browser.",
        HelpName = "FILE"
    };
    private static readonly Option<string?> Pictures = new(
        "--screenshots")
    {
        Description =
            "Also take the README's pictures (a section with a plot, light and dark); needs a Chromium browser.",
        HelpName = "DIR"
    };

    internal static Command Create()
    {
        var book = new Command("book", """
            Runs every notebook and renders the course as a web site in site/.

            Exit code 0: all is well; 1: a cell, claim, formula or link is wrong (the site is written all the same, and shows it);
            2: it could not be built; 130: interrupted (the site is left as it was).
            """)
        {
            Only, Site, Lecturer, Full, NoCache, Watch, Pdf, Pictures,
        };
        book.SetAction(async (parsed, cancellation) =>
        {
            var course = CourseFolder.Find();
            var options = new BookOptions(course.Notebooks, parsed.GetValue(Site)
                ?? (parsed.GetValue(Lecturer) ? course.LecturerSite : course.Site), [.. course.Libraries])
            {
                Lecturer = !parsed.GetValue(Lecturer) ? null : runs => LecturerEdition.Pages(
                    runs.Select(run => run.Path), Path.Combine(course.Notebooks, "homework"), course.Answers,
                    runs),
                Only = parsed.GetValue(Only) ?? [],
                Anew = parsed.GetValue(NoCache) || parsed.GetValue(Pictures) is not null,
                Run = new() { Full = parsed.GetValue(Full), UseCache = !parsed.GetValue(NoCache) },
            };
            var maker = new BookMaker(options);
            return parsed.GetValue(Watch) ? await WatchAsync(maker, options, cancellation)
                : await MakeAsync(maker, options, parsed.GetValue(Pdf), parsed.GetValue(Pictures), cancellation);
        });
        return book;
    }

    private static async Task<int> MakeAsync(BookMaker maker, BookOptions options, string? pdf, string? pictures,
        CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        if (await BookProgress.ShowAsync(maker.Notebooks(),
            progress => maker.MakeAsync(progress, cancellation)) is not { } book)
        {
            await Console.Error.WriteLineAsync("Interrupted. The site was left as it was.");
            return ExitCode.Cancelled;
        }

        if (pdf != null)
        {
            await PrintEdition.PrintAsync(options.SiteFolder, pdf, cancellation);
            Console.WriteLine($"PDF: {Path.GetFullPath(pdf)}");
        }

        if (pictures != null)
        {
            await Screenshots.TakeAsync(options.SiteFolder, book.Chapters, pictures, cancellation);
            Console.WriteLine($"Pictures: {Path.GetFullPath(pictures)}");
        }

        foreach (var problem in book.Problems) await Console.Error.WriteLineAsync($"{problem.Page}: {problem.Message}");
        foreach (var skipped in book.Skipped)
            Console.WriteLine($"Skipped: {Path.GetFileName(skipped.Path)}. {skipped.Reason}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{book.Summary}, in {clock.Elapsed.TotalSeconds:0.0} s."));
        Console.WriteLine($"Mathematics: {book.Mathematics}. Figures: {book.Figures}.");
        var run = options.Only.Count == 0 ? []
            : book.Chapters.Where(chapter => chapter.Run is { Status: not CellStatus.NotRun }).ToList();
        Console.WriteLine(
            $"Open {(run is [var only] ? Path.Combine(Path.GetDirectoryName(book.IndexPage)!, only.Entry.File)
                : book.IndexPage)}");
        return book.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    /// <summary>Builds, and builds again after each edit until it is cancelled. What cannot be built, because it is
    /// half saved or wrong, is told, and the site stays as it was.</summary>
    private static async Task<int> WatchAsync(BookMaker maker, BookOptions options, CancellationToken cancellation)
    {
        BookServer? server = null;
        try
        {
            while (true)
            {
                var stamp = maker.Stamp();
                await TryMakeAsync(maker, options, cancellation);
                cancellation.ThrowIfCancellationRequested();
                if (server is null)
                {
                    server = await BookServer.StartAsync(options.SiteFolder);
                    Console.WriteLine($"Watching. Open {server.Address} (Ctrl-C ends it).");
                }
                server.Reload();
                await maker.WaitForEditAsync(stamp, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Cancelled;
        }
        finally
        {
            if (server is not null) await server.DisposeAsync();
        }
    }

    private static async Task TryMakeAsync(BookMaker maker, BookOptions options, CancellationToken cancellation)
    {
        try
        {
            await MakeAsync(maker, options, null, null, cancellation);
        }
#pragma warning disable CA1031 // Whatever a build dies of, the next edit may cure it.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"{Failure.Describe(e)}\nNot built; the site is as it was. Save again.");
        }
    }
}
