using System.Text.RegularExpressions;
using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Homework;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.RealKernel;

/// <summary>
/// Every notebook and homework of the course gives in .NET Interactive's tool what it gives here: what is kept of the
/// book's own run is not run again.
/// <c>RNNCOURSE_KERNEL_NOTEBOOKS</c> names fewer: <c>05 10 H3</c>.
/// </summary>
[Trait("Suite", "Slow")]
public sealed partial class RealKernelTests : IDisposable
{
    private static readonly RunOptions Options =
        Run.Options with { CellTimeout = TimeSpan.FromMinutes(10), NotebookTimeout = TimeSpan.FromHours(1) };

    private readonly TemporaryFolder _folder = new();

    public RealKernelTests() => Assert.SkipWhen(DotNetInteractive.Missing is not null, DotNetInteractive.Missing ?? "");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names =>
        [.. (IEnumerable<string>?)Environment.GetEnvironmentVariable("RNNCOURSE_KERNEL_NOTEBOOKS")?.Split(' ')
            ?? new[] { Path.Combine(CourseTool.Root, "notebooks"), Homeworks.Folder }
                .SelectMany(folder => Directory.GetFiles(folder, "*-*.dib"))
                .Select(path => Path.GetFileName(path).Split('-')[0]).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_notebook_gives_in_the_real_kernel_what_it_gives_here(string name)
    {
        var folder = name.StartsWith('H') ? Homeworks.Folder : Path.Combine(CourseTool.Root, "notebooks");
        var both = await RunBothAsync(NotebookSource.Load(Directory.GetFiles(folder, $"{name}-*.dib").Single()),
            Options with { UseCache = true });

        AssertAgree(both);
        if (!char.IsAsciiDigit(name[0])) return;
        Assert.Contains(both.There, cell => cell.Events.Any(IsFigure));
        if (name != "14")
            Assert.Contains(both.There, cell => cell.Events.Any(shown => shown[Mime.Claim] is not null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_students_homework_is_checked_there_as_it_is_here(bool answered)
    {
        var homework = Homeworks.Load("H2");
        var text = Homeworks.Text(homework, exercise => answered ? exercise.Solution : null)
            .Replace("#r \"course/", $"#r \"{CourseTool.Root}/lib/RnnCourse.Lessons/bin/", StringComparison.Ordinal);
        _folder.Write("H2.checks.json",
            await File.ReadAllTextAsync(homework.ChecksPath, TestContext.Current.CancellationToken));
        var both = await RunBothAsync(NotebookSource.Load(_folder.Write("H2.dib", text)));

        AssertAgree(both);
        Assert.Equal(both.Here.Count(cell => cell.Source.StartsWith("Check.Run(", StringComparison.Ordinal)),
            both.There.Count(cell => cell.Events.Any(shown => shown.Text.Contains("h2.", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_live_curve_is_redrawn_in_place_and_ends_as_a_figure()
    {
        var library = $"#r \"{CourseTool.Root}/lib/RnnCourse.Lessons/bin/RnnCourse.Figures.dll\"\n";
        var cells = await DotNetInteractive.RunAsync(Run.Notebook(_folder.Path, library + """
            using RnnCourse.Figures;
            var live = new LiveCurve(steps: 20);
            for (int step = 1; step <= 20; step++) { await Task.Delay(50); live.Report(step, 1.0 / step); }
            live.Finish();
            """));

        var shown = Assert.Single(cells).Events;
        Assert.Equal(EventKind.Display, shown[0].Kind);
        Assert.True(shown.Count > 2, "It was drawn less than twice.");
        Assert.All(shown.Skip(1),
            update => Assert.Equal((EventKind.Update, shown[0].DisplayId), (update.Kind, update.DisplayId)));
        Assert.All(shown, drawn => Assert.Contains("<svg", drawn[Mime.Html], StringComparison.Ordinal));
        Assert.True(IsFigure(shown[^1]));
    }

    [Fact]
    public async Task Small_cells_give_the_same_kinds_of_output_there_and_here()
    {
        _folder.Write("parts/helpers.dib",
            "#!csharp\n\n#!import parts/more.cs\nint Twice(int n) => 2 * Once(n);\n\"a "
                + "value\"\n\n#!html\n\n<b>shown</b>\n");
        _folder.Write("parts/more.cs", "int Once(int n) => n;\n");
        var both = await RunBothAsync(Run.Notebook(_folder.Path,
            "#!import \"parts/helpers.dib\"\nTwice(1)", "display(3)", "var shown = display(3); shown", "display(3); 4",
            "null", "return;",
            "int kept = 1; throw new InvalidOperationException();", "kept", "int wrong = ;", "#!nope",
            "Console.Write(1.5); Console.Write(2); 3", "HTML(\"<i>h</i>\")"));

        Assert.Equal(both.Here.Select(cell => Line(cell.Source, cell.Status == CellStatus.Succeeded, cell.Events)),
            both.There.Select(cell => Line(cell.Source, cell.Failure is null, cell.Events)));

        static string Line(string source, bool succeeded, IReadOnlyList<CellEvent> events) =>
            $"{source} → {(succeeded ? "" : "fails ")}"
            + string.Join(", ",
                events.Where(shown => shown.Kind != EventKind.Error).Select(shown => shown.Kind.ToString()))
                .Replace("Stdout, Stdout", "Stdout", StringComparison.Ordinal);
    }

    private static async Task<(IReadOnlyList<CellResult> Here,
        IReadOnlyList<KernelCell> There)> RunBothAsync(NotebookSource notebook, RunOptions? options = null)
    {
        var there = await DotNetInteractive.RunAsync(notebook);
        var here = await NotebookRunner.RunAsync(notebook, options ?? Options, null,
            TestContext.Current.CancellationToken);
        return ([.. here.Cells.Where(cell => cell.Kernel == "csharp")], there);
    }

    /// <summary>Every cell: it runs in both or in neither, and shows the same.</summary>
    private static void AssertAgree((IReadOnlyList<CellResult> Here, IReadOnlyList<KernelCell> There) both)
    {
        Assert.Equal(both.Here.Count, both.There.Count);
        Assert.Multiple([.. both.Here.Zip(both.There, (here, there) => (Action)(() =>
        {
            Assert.True(here.Status == CellStatus.Succeeded == there.Failure is null,
                $"Cell {here.Number}: here {here.Status} {here.Reason}, there {there.Failure ?? "Succeeded"}");
            // The compiler of the tool warns where a library was made for another .NET.
            Assert.DoesNotContain("CS1701", there.Warnings);
            var (ours, theirs) = (Seen(here.Events), Seen(there.Events));
            // Every output has plain text here.
            foreach (var (our, their) in ours.Zip(theirs))
                if (!their.ContainsKey(Mime.Text)) our.Remove(Mime.Text);
            // Where the clock is read, all but the numbers, and what is named after them.
            Func<string, string> of = here.Source.Contains("// varies: clock", StringComparison.Ordinal)
                ? text => Number().Replace(text, "#") : text => text;
            Assert.Equal([$"cell {here.Number}", .. ours.Select(Text).Select(of)],
                [$"cell {here.Number}", .. theirs.Select(Text).Select(of)]);
        }))]);
    }

    /// <summary>What a reader sees when the cell has ended: the console's text in one piece, of a display its last
    /// form.</summary>
    private static List<SortedDictionary<string, string>> Seen(IReadOnlyList<CellEvent> events)
    {
        const string Console = "console";
        var seen = new List<(string? Id, SortedDictionary<string, string> Values)>();
        foreach (var shown in events)
            if (shown.Kind is EventKind.Stdout && seen is [.., (Console, var before)])
                before[Console] += shown.Text;
            else if (shown.Kind is EventKind.Stdout)
                seen.Add((Console, new() { [Console] = shown.Text }));
            else if (shown.Kind is EventKind.Update)
                seen[seen.FindIndex(display => display.Id == shown.DisplayId)] = (shown.DisplayId, Values(shown));
            else if (shown.Kind is EventKind.Display or EventKind.Return)
                seen.Add((shown.DisplayId, Values(shown)));
        return [.. seen.Select(output => output.Values)];
    }

    private static SortedDictionary<string, string> Values(CellEvent shown) =>
        new(shown.Values.ToDictionary(value => value.MimeType, value => value.Value), StringComparer.Ordinal);

    private static string Text(SortedDictionary<string, string> output) =>
        string.Join('\n', output.Select(value => $"{value.Key}: {value.Value}"));

    /// <summary>A number with the blanks that align it, and the name of a figure that shows it.</summary>
    [GeneratedRegex(@"fig-[0-9a-f]+| *\d[\d.,]*(?:e[+−-]?\d+)?")]
    private static partial Regex Number();

    private static bool IsFigure(CellEvent shown) => shown[Mime.Html] is { } html
        && html.StartsWith("<div class=\"rnncourse-figure", StringComparison.Ordinal)
        && html.Contains("<svg", StringComparison.Ordinal);
}
