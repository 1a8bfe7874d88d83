using System.Collections.Concurrent;
using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>What a book is made of, and where.</summary>
/// <param name="NotebooksFolder">The notebooks, <c>book.json</c> and reference pages.</param>
/// <param name="Libraries">Assemblies the notebooks use, so that their types are coloured as types.</param>
public sealed record BookOptions(string NotebooksFolder, string SiteFolder, IReadOnlyList<string> Libraries)
{
    /// <summary>How names of notebooks to run begin, such as <c>04</c>; empty for all. The others keep the pages they
    /// have.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How notebooks are run.</summary>
    public RunOptions Run { get; init; } = new() { UseCache = true };

    /// <summary>Makes pages for lecturers, solutions among them, of what was run; null for none.</summary>
    public Func<IReadOnlyList<NotebookResult>, IReadOnlyList<(string File, string Markdown)>>? Lecturer { get; init; }

    /// <summary>Whether the pages are made even where the site has them already.</summary>
    public bool Anew { get; init; }
}

/// <summary>Runs the notebooks and makes the book of them; once, or again after each edit.</summary>
public sealed class BookMaker(BookOptions options)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>The notebooks that will be run.</summary>
    /// <exception cref="CourseException">There is none.</exception>
    public IReadOnlyList<NotebookSource> Notebooks()
    {
        var chosen =
            BookBuilder.NotebooksIn(options.NotebooksFolder).Where(IsChosen).Select(NotebookSource.Load).ToList();
        if (chosen.Count > 0) return chosen;
        throw new CourseException(options.Only.Count == 0
            ? $"There is no notebook (*.dib) in {options.NotebooksFolder}."
            : $"No notebook's name in {options.NotebooksFolder} begins with {string.Join(" or ", options.Only)}.");
    }

    /// <summary>Runs the notebooks and writes the site.</summary>
    /// <param name="progress">Receives each output and result as it arrives.</param>
    /// <param name="cancellation">Ends the run; the site is then left as it was.</param>
    /// <returns>The book, or null when it was cancelled.</returns>
    /// <exception cref="CourseException">It cannot be made or written; the site is as it was.</exception>
    public async Task<BuiltBook?> MakeAsync(IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        try
        {
            return await TryMakeAsync(progress, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<BuiltBook> TryMakeAsync(IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        // A site that cannot be written is no reason to run everything first.
        var site = new SiteFolder(options.SiteFolder);
        await site.RecoverAsync(cancellation);
        using var highlighter = new CSharpHighlighter(options.Libraries);
        var colouring = new ColouringAhead(progress, highlighter, cancellation);
        var ran = (await NotebookRunner.RunAllAsync(Notebooks(), options.Run, colouring,
            cancellation)).ToDictionary(run => Path.GetFullPath(run.Path));
        cancellation.ThrowIfCancellationRequested();
        await colouring.EndAsync();
        IReadOnlyList<NotebookResult> runs = [.. BookBuilder.NotebooksIn(options.NotebooksFolder)
            .Select(path => ran.GetValueOrDefault(Path.GetFullPath(path)) ?? NotRun(path))];
        var inputs = await SiteInputs.OfAsync(options, runs, cancellation);
        if (!options.Anew && options.Lecturer is null && site.MadeOf(inputs) is { } made)
            return new(Path.GetFullPath(Path.Combine(options.SiteFolder, "index.html")), [], runs, made.Problems,
                made.Mathematics, made.Figures);
        runs = await FigurePictures.WithChartsDrawnAsync(runs, cancellation);
        var builder = new BookBuilder(options.NotebooksFolder, options.SiteFolder)
        {
            Lecturer = options.Lecturer?.Invoke(runs) ?? [],
        };
        var book = await builder.BuildAsync(runs, options.Libraries, cancellation);
        if (options.Only.Count == 0 && options.Lecturer is null) site.Remember(inputs, book);
        return book;
    }

    /// <summary>What the book is made of, as it is now: two stamps differ when a notebook, a reference page, the plan
    /// or
    /// the library is another one.</summary>
    public string Stamp()
    {
        var folders = options.Libraries.Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!)
            .Append(Path.GetFullPath(options.NotebooksFolder)).Distinct();
        try
        {
            return string.Join('\n',
                from folder in folders
                where Directory.Exists(folder)
                from file in new DirectoryInfo(folder).EnumerateFiles()
                where file.Extension is ".dib" or ".md" or ".json" or ".dll" && file.Name[0] != '.'
                orderby file.FullName
                select FormattableString.Invariant($"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // A file that has just gone: the next look will tell.
        }
    }

    /// <summary>Waits until the stamp is another one than <paramref name="built"/> and stays so: an editor writes a
    /// file in
    /// several goes. It looks rather than being told: so nothing is missed while a book is built, and every file system
    /// will do.</summary>
    public async Task WaitForEditAsync(string built, CancellationToken cancellation)
    {
        for (string before = built, now; ; before = now)
        {
            await Task.Delay(LookEvery, cancellation);
            now = Stamp();
            if (now != built && now == before) return;
        }
    }

    private bool IsChosen(string path) =>
        options.Only.Count == 0
            || options.Only.Any(start => Path.GetFileName(path).StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static NotebookResult NotRun(string path)
    {
        var source = NotebookSource.Load(path);
        var cells = source.Cells.Select((cell, index) => new CellResult(
            index, cell.Kernel, cell.Source, cell.FirstLine, CellStatus.NotRun,
            "It was not among the notebooks to run.", TimeSpan.Zero, false, []));
        return new(source.Path, CellStatus.NotRun, "It was not among the notebooks to run.", TimeSpan.Zero, [.. cells],
            []);
    }

    /// <summary>Passes on what it hears, and colours the code of notebooks that really run while they run: the
    /// classifier takes seconds, and its answer is kept until the page is made.</summary>
    private sealed class ColouringAhead(IProgress<RunProgress>? progress, CSharpHighlighter highlighter,
        CancellationToken cancellation) : IProgress<RunProgress>
    {
        private readonly ConcurrentDictionary<string, Lazy<Task>> _begun = [];

        public void Report(RunProgress value)
        {
            if (value.Event is not null)
                _ = _begun.GetOrAdd(value.Notebook.Path,
                    _ => new(() => Task.Run(() => ColourAsync(value.Notebook)))).Value;
            progress?.Report(value);
        }

        /// <summary>Waits for what was begun.</summary>
        public Task EndAsync() => Task.WhenAll(_begun.Values.Select(begun => begun.Value));

        private Task<IReadOnlyList<string>> ColourAsync(NotebookSource notebook) =>
            highlighter.HighlightAsync(
                ChapterRenderer.CodeOf(notebook.Cells.Select(cell => (cell.Kernel, cell.Source)), notebook.Folder),
                cancellation);
    }
}
