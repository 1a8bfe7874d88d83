using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>What a cell reads besides its code: a kept result is never older than that.</summary>
public sealed class InputTests : IDisposable
{
    private static readonly RunOptions Cached = Run.Options with { UseCache = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Suite", "Nightly")]
    [InlineData("int year = 2024; System.IO.File.ReadAllText($\"sales-{year}.csv\")")]
    [InlineData("var name = \"sales-\" + 2024.ToString(); System.IO.File.ReadAllText(name + \".csv\")")]
    [InlineData("string.Concat(System.IO.File.ReadLines(\"sales\" + \"-2024.csv\"))")]
    [InlineData("System.IO.File.ReadAllText(System.IO.Directory.GetFiles(\".\", \"sales-*\")[0])")]
    [InlineData("var n = 2024;", "string Read(string what) => System.IO.File.ReadAllText(what);",
        "Read($\"sales-{n}.csv\")")]
    [InlineData("string Read(string what) => System.IO.File.ReadAllText(what); string Outer(string x) => Read(x);",
        "Outer(\"sales\" + \"-2024.csv\")")]
    [InlineData("class Table { public Table(string p) => Text = System.IO.File.ReadAllText(p); public string Text; }",
        "new Table(string.Join('-', \"sales\", \"2024.csv\")).Text")]
    [InlineData("new System.IO.FileInfo($\"sales-{2000 + 24}.csv\").OpenText().ReadToEnd()")]
    [InlineData("new System.IO.StreamReader($\"sales-{2000 + 24}.csv\").ReadToEnd()")]
    [InlineData("new System.IO.DirectoryInfo(Environment.CurrentDirectory).GetFiles(\"sales-*\")[0].OpenText()"
        + ".ReadToEnd()")]
    [InlineData("string.Concat(new[] { \"sales\" }.Select(s => s + \"-2024.csv\").Select(System.IO.File.ReadAllText))")]
    [InlineData("Func<string, string> read = System.IO.File.ReadAllText; read($\"sales-{2000 + 24}.csv\")")]
    [InlineData("var file = \"other.csv\";", "string Read() => System.IO.File.ReadAllText(file);",
        "file = $\"sales-{2000 + 24}.csv\"; Read()")]
    [InlineData("using (var f = System.IO.File.OpenRead($\"sales-{2000 + 24}.csv\")) "
        + "display(new System.IO.StreamReader(f).ReadToEnd());")]
    [InlineData("#!value --name sales --from-file sales-2024.csv", "#!share sales --from value\nsales")]
    [InlineData("System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(\"cat\", \"sales-2024.csv\") "
        + "{ RedirectStandardOutput = true }).StandardOutput.ReadToEnd()")]
    [InlineData("dynamic name = $\"sales-{2000 + 24}.csv\"; System.IO.File.ReadAllText(name)")]
    [InlineData("typeof(System.IO.File).GetMethod(\"ReadAllText\", new[] { typeof(string) })"
        + ".CreateDelegate<Func<string, string>>()($\"sales-{2000 + 24}.csv\")")]
    [InlineData("#r \"System.Private.Xml.Linq\"\n"
        + "System.Xml.Linq.XDocument.Load($\"sales-{2000 + 24}.csv\").Root.Value")]
    public async Task A_cell_that_reads_a_file_shows_what_the_file_holds_now(params string[] cells)
    {
        _folder.Write("sales-2024.csv", "<a>one</a>");
        _folder.Write("other.csv", "other");
        Assert.Contains("one", await TextAsync(cells), StringComparison.Ordinal);
        _folder.Write("sales-2024.csv", "<a>two</a>");
        Assert.Contains("two", await TextAsync(cells), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Odd.Read(\"sales\" + \"-2024.csv\")")]
    [InlineData("Odd.Read($\"sales-{2000 + 24}.csv\")")]
    [InlineData("string Read(string x) => Odd.Read(x);", "Read($\"sales-{2000 + 24}.csv\")")]
    [InlineData("Odd.Read(\"sales-2024.csv\")")]
    public async Task A_library_may_call_its_paths_as_it_likes(params string[] cells)
    {
        var compilation = CSharpCompilation.Create("odd", [CSharpSyntaxTree.ParseText(
            "public static class Odd { public static string Read(string what) => System.IO.File.ReadAllText(what); }",
            cancellationToken: TestContext.Current.CancellationToken)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.True(compilation.Emit(Path.Combine(_folder.Path, "odd.dll"),
            cancellationToken: TestContext.Current.CancellationToken).Success);
        cells = ["#r \"odd.dll\"", .. cells];
        _folder.Write("sales-2024.csv", "one");
        Assert.Contains("one", await TextAsync(cells), StringComparison.Ordinal);
        _folder.Write("sales-2024.csv", "two");
        Assert.Contains("two", await TextAsync(cells), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("string.Concat(RnnCourse.Lessons.Texts.Corpus.AllFromData().Select(text => text.Text))")]
    [InlineData("System.IO.File.ReadAllText(System.IO.Path.Combine(RnnCourse.Lessons.Texts.DataFolder.Locate(), "
        + "\"mine.txt\"))")]
    public async Task A_cell_that_reads_a_file_of_the_data_folder_is_kept_until_one_changes(string cell)
    {
        var lessons = Path.Combine(CourseTool.Root, "lib", "RnnCourse.Lessons", "bin", "RnnCourse.Lessons.dll");
        string[] cells = [$"#r \"{lessons}\"", cell];
        _folder.Write("data/mine.txt", "one");
        await Run.CellsAsync(Cached, _folder.Path, cells);
        Assert.True((await Run.CellsAsync(Cached, _folder.Path, cells)).Cells[1].FromCache);
        _folder.Write("data/mine.txt", "two");
        Assert.Contains("two", await TextAsync(cells), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Suite", "Nightly")]
    [InlineData("DateTime.Now.Ticks")]
    [InlineData("Environment.TickCount64 + DateTimeOffset.UtcNow.Ticks")]
    [InlineData("Func<string, string> get = Environment.GetEnvironmentVariable; get(\"HOME\")")]
    [InlineData("Environment.GetEnvironmentVariable(\"HOME\")")]
    [InlineData("new System.Net.Http.HttpClient().BaseAddress")]
    [InlineData("System.Net.Dns.GetHostName()")]
    [InlineData("typeof(System.IO.File).GetMethod(\"Exists\").Invoke(null, new object[] { \"x\" })")]
    public async Task A_cell_that_reads_the_clock_the_environment_or_the_network_runs_each_time(string cell)
    {
        await Run.CellsAsync(Cached, _folder.Path, cell);
        Assert.False((await Run.CellsAsync(Cached, _folder.Path, cell)).Cells[0].FromCache);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("System.IO.File.ReadAllText(\"sales-2024.csv\")")]
    [InlineData("var file = \"sales-2024.csv\";", "System.IO.File.ReadAllText(file)")]
    [InlineData("string Read(string file) => System.IO.File.ReadAllText(file);", "Read(\"sales-2024.csv\")")]
    [InlineData("System.IO.File.ReadAllText(System.IO.Path.Combine(\"more\", \"inner.csv\"))")]
    [InlineData("const string Folder = \"more\";", "System.IO.File.ReadAllText(Folder + \"/inner.csv\")")]
    [InlineData("System.IO.File.WriteAllText($\"out-{1 + 1}.txt\", \"x\"); System.IO.Path.GetFileName(\"a\" + 1)")]
    [InlineData("var clock = System.Diagnostics.Stopwatch.StartNew(); new Random(1).Next()")]
    [InlineData("System.Net.WebUtility.HtmlEncode(\"<\") + Environment.GetEnvironmentVariable(\"RNNCOURSE_SEED\")")]
    public async Task A_cell_whose_files_its_code_names_is_kept(params string[] cells)
    {
        _folder.Write("sales-2024.csv", "one");
        _folder.Write("more/inner.csv", "one");
        await Run.CellsAsync(Cached, _folder.Path, cells);
        Assert.All((await Run.CellsAsync(Cached, _folder.Path, cells)).Cells, cell => Assert.True(cell.FromCache));
    }

    [Fact]
    public async Task An_entry_in_the_place_of_another_counts_as_missing()
    {
        await Run.CellsAsync(Cached, _folder.Path, "1", "2");
        var entries = Directory.GetFiles(_folder.Path, "*.cell", SearchOption.AllDirectories);
        Assert.Equal(2, entries.Length);
        File.Copy(entries[0], entries[0] + ".aside");
        File.Move(entries[1], entries[0], overwrite: true);
        File.Move(entries[0] + ".aside", entries[1]);
        var again = await Run.CellsAsync(Cached, _folder.Path, "1", "2");
        Assert.Equal(["1", "2"], again.Cells.Select(cell => cell.Text(EventKind.Return)));
        Assert.All(again.Cells, cell => Assert.False(cell.FromCache));
    }

    private async Task<string> TextAsync(string[] cells)
    {
        var run = await Run.CellsAsync(Cached, _folder.Path, cells);
        Assert.All(run.Cells, cell => Assert.True(cell.Status == CellStatus.Succeeded, cell.Reason));
        return string.Join('\n', run.Cells[^1].Events.Select(e => e.Text));
    }
}
