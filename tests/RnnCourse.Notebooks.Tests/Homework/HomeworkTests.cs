using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Lint;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

public sealed class HomeworkTests
{
    public static TheoryData<string> All => ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9"];

    [Theory, MemberData(nameof(All))]
    [Trait("Suite", "Slow")]
    public async Task The_homework_verifies(string name)
    {
        var report = await HomeworkVerification.RunAsync(
            Homeworks.Load(name), Homeworks.Options, TestContext.Current.CancellationToken);

        Assert.Empty(report.Faults);
    }

    [Theory, MemberData(nameof(All))]
    public void The_homework_has_four_to_seven_exercises_and_20_to_40_points(string name)
    {
        var homework = Homeworks.Load(name);

        Assert.InRange(homework.Exercises.Count, 4, 7);
        Assert.InRange(homework.Points, 20, 40);
        Assert.Contains(@"\tag{", homework.Document.ToText(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    [Trait("Suite", "Nightly")]
    public async Task The_authors_notebook_runs_to_its_end_and_every_instant_check_is_right(string name)
    {
        var source = RnnCourse.Notebooks.Execution.NotebookSource.Load(Homeworks.Load(name).Document.Path!);
        var result = await RnnCourse.Notebooks.Execution.NotebookRunner.RunAsync(source,
            Run.Options with { UseCache = false }, null, TestContext.Current.CancellationToken);

        Assert.Empty(result.Failures.Select(c => $"cell {c.Number}: {c.Reason}"));
        var checks = result.Cells.Where(c => c.Kernel == "csharp"
            && c.Source.Contains("Check.Run(", StringComparison.Ordinal)).ToList();
        Assert.Equal(Homeworks.Load(name).Exercises.Count(e => !e.Manual && e.Hidden.Judge is null),
            checks.Count);
        Assert.All(checks, c => Assert.Contains("right.", c.Events[^1].Text, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(All))]
    [Trait("Suite", "Nightly")]
    public void Nothing_hidden_can_be_found_in_what_a_student_receives(string name)
    {
        using var folder = new TemporaryFolder();
        var homework = Homeworks.Load(name);
        var zip = StudentNotebook.Make(homework, folder.Path, Path.GetDirectoryName(Run.Worker.Arguments[0])!);

        var secrets = Secrets(homework).ToList();
        Assert.True(secrets.Count >= 20, $"only {secrets.Count} lines to look for");
        using var archive = ZipFile.OpenRead(zip);
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            foreach (var secret in secrets)
                Assert.False(Holds(bytes.ToArray(), secret), $"{entry.FullName} holds '{secret}'");
        }

        Assert.DoesNotContain(archive.Entries,
            e => e.Name.EndsWith(".pdb", StringComparison.Ordinal)
                || e.Name.Contains("hidden", StringComparison.Ordinal));
        // The libraries carry their own source: none of it may be a solution.
        string[] names = ["RnnCourse.dll", "RnnCourse.Figures.dll", "RnnCourse.Lessons.dll"];
        foreach (var (library,
            resource) in names.Select(name =>
                Assembly.Load(archive.Entries.Where(e => e.Name == name).Select(Bytes).Single()))
            .SelectMany(library => library.GetManifestResourceNames().Select(resource => (library, resource))))
        {
            using var reader = new StreamReader(library.GetManifestResourceStream(resource)!);
            var text = reader.ReadToEnd();
            Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal));
            // Nor the library's own way to do what is asked.
            if (library.GetName().Name != "RnnCourse.Figures"
                && resource.StartsWith("source/", StringComparison.Ordinal))
                Assert.True(string.IsNullOrWhiteSpace(text), resource);
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Lines of solutions and of hidden checks that say something; what the starting code of H6 shows is no
    /// secret, nor what a hint says.</summary>
    private static IEnumerable<string> Secrets(HomeworkSource homework)
    {
        var shown = StudentNotebook.Of(homework).ToText()
            + string.Join('\n',
                homework.Exercises.SelectMany(e =>
                    e.Hidden.Hints.Concat(e.Hidden.Checks.Where(c => c.Public).Select(c => c.Arguments))));
        return homework.Exercises.SelectMany(e => e.Solution.Split('\n'))
            .Concat(homework.Exercises.SelectMany(e => e.Hidden.Graded).SelectMany(c => c.Arguments.Split('\n')))
            .Concat(homework.Exercises.SelectMany(e => e.Hidden.Wrongs).SelectMany(w => w.Edit.Replacements)
                .Select(r => r.New))
            .Select(line => line.Trim()).Where(line => line.Length >= 24
                && !line.StartsWith("for (", StringComparison.Ordinal)
                && !shown.Contains(line.TrimEnd(';'), StringComparison.Ordinal)).Distinct();
    }

    private static bool Holds(byte[] bytes, string secret) =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0
            || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) >= 0;

    [Theory]
    [InlineData("//| exercise: t.a   points: 2\nint A()\n{\n    //| begin solution\n    return 1;\n}", 5,
        "does not end")]
    [InlineData("//| exercise: t.a   points: 2\nint A()\n{\n"
        + "    //| begin solution\n    //| begin solution\n    return 1;\n    //| end solution\n}", 6,
        "inside a solution")]
    [InlineData("//| exercise: t.a   points: 2\nint A()\n{\n    return 1;\n}", 2, "no '//| begin solution'")]
    [InlineData("//| exercise: t.a\nint A() { return 1; }", 2, "must read")]
    [InlineData("//| solution\nvar x = 1;", 2, "is not a known mark")]
    [InlineData("//| exercise: t.a   points: 2\nstatic int A()\n{\n"
        + "    //| begin solution\n    return 1;\n    //| end solution\n}", 2, "is static")]
    [InlineData("    //| end solution", 2, "did not begin")]
    [InlineData("//| exercise: t.a   points: 2\n//| exercise: t.b   points: 2", 3, "one exercise")]
    public void A_mark_that_is_wrong_is_an_error_with_file_and_line(string cell, int line, string message)
    {
        var error = Assert.Throws<HomeworkException>(() =>
            HomeworkSource.Parse(DibDocument.Parse("#!csharp\n" + cell + "\n"), "H9.dib", "", "H9.hidden.cs"));

        Assert.Equal(("H9.dib", line), (error.File, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"H9.dib:{line}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//| exercise: t.b", 1, "no exercise 't.b'")]
    [InlineData("//| exercise: t.a\n//| hnt: x", 2, "is not a known mark")]
    [InlineData("//| exercise: t.a\n//| wrong: x\n//|   replace: a\n", 3, "has no 'by:'")]
    [InlineData("//| exercise: t.a\n//| hint: x", 1, "three hints")]
    public void A_hidden_file_that_is_wrong_is_an_error_with_file_and_line(string hidden, int line, string message)
    {
        const string Cell = "#!csharp\n//| exercise: t.a   points: 2\nint A()\n{\n"
            + "    //| begin solution\n    return 1;\n    //| end solution\n}\n";
        var error = Assert.Throws<HomeworkException>(() =>
            HomeworkSource.Parse(DibDocument.Parse(Cell), "H9.dib", hidden, "H9.hidden.cs"));

        Assert.Equal(("H9.hidden.cs", line), (error.File, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_student_can_do_the_homework_with_watch_hints_and_reset_from_the_zip_alone()
    {
        using var folder = new TemporaryFolder();
        var homework = Homeworks.Load("H2");
        var zip = StudentNotebook.Make(homework, Path.Combine(folder.Path, "made"),
            Path.GetDirectoryName(Run.Worker.Arguments[0])!);
        var home = Path.Combine(folder.Path, "내 과제 폴더");
        await ZipFile.ExtractToDirectoryAsync(zip, home, TestContext.Current.CancellationToken);
        var notebook = Path.Combine(home, "H2", homework.FileName + ".dib");
        using var process = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine("course", "RnnCourse.Tool.dll"), "homework", "watch", Path.GetFileName(notebook)])
        {
            WorkingDirectory = Path.GetDirectoryName(notebook),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        using var end = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        using var leave = new Leave(process);
        // What is shown up to a line with these words. A watch that does not come to them is killed, and its output
        // ends.
        async Task<string> ShownUntil(string words)
        {
            var shown = new StringBuilder();
            while (!shown.ToString().Contains(words, StringComparison.Ordinal))
                shown.AppendLine(await process.StandardOutput.ReadLineAsync(CancellationToken.None)
                    ?? throw new EndOfStreamException($"'{words}' was not shown, but:\n{shown}"));
            return shown.ToString();
        }

        const string Ready = "Save the notebook to check again";
        Assert.Contains("0 of 7 done", await ShownUntil(Ready), StringComparison.Ordinal);
        // What cannot be read does not end it.
        File.WriteAllText(notebook, "#!meta\n{\n");
        await ShownUntil(Ready);
        var delta = homework["h2.delta"]!;
        File.WriteAllText(notebook,
            Homeworks.Text(homework, e => e == delta ? delta.Hidden.Wrongs[0].Edit.Apply(e.Solution) : e.Solution));
        var nearly = await ShownUntil(Ready);
        Assert.Contains("6 of 7 done", nearly, StringComparison.Ordinal);
        Assert.Contains(delta.Hidden.Wrongs[0].Says, nearly, StringComparison.Ordinal);

        await process.StandardInput.WriteLineAsync("hint h2.delta");
        await ShownUntil(delta.Hidden.Hints[0]);
        await process.StandardInput.WriteLineAsync("reset h2.delta");
        var kept = Path.Combine(home, "H2", Path.GetFileNameWithoutExtension(notebook) + ".h2.delta.1.txt");
        var reset = await ShownUntil(Ready);
        Assert.Contains(Path.GetFileName(kept), reset, StringComparison.Ordinal);
        Assert.Contains("6 of 7 done", reset, StringComparison.Ordinal);
        Assert.Contains("Transpose", File.ReadAllText(kept), StringComparison.Ordinal);

        File.WriteAllText(notebook, Homeworks.Text(homework, e => e.Solution));
        Assert.Contains("7 of 7 done", await ShownUntil(Ready), StringComparison.Ordinal);
        await process.StandardInput.WriteLineAsync("quit");
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.Equal(0, process.ExitCode);

        // In an editor: the same notebook's cells, the library beside it.
        var run = await RnnCourse.Notebooks.Execution.NotebookRunner.RunAsync(
            RnnCourse.Notebooks.Execution.NotebookSource.Load(notebook), Run.Options with { UseCache = false }, null,
            TestContext.Current.CancellationToken);
        Assert.Empty(run.Failures);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task The_zip_has_the_notebook_for_Jupyter_too_and_watch_and_run_take_it()
    {
        using var folder = new TemporaryFolder();
        var homework = Homeworks.Load("H1");
        StudentNotebook.Make(homework, folder.Path, Path.GetDirectoryName(Run.Worker.Arguments[0])!);
        var notebook = Path.Combine(folder.Path, "H1", homework.FileName + ".ipynb");
        Assert.Equal(DibDocument.Load(Path.ChangeExtension(notebook, ".dib")).Cells.Select(cell => cell.Text),
            NotebookFiles.Read(notebook).Cells.Select(cell => cell.Text));
        var (code, output, _) = await CourseTool.RunAsync(folder.Path, "homework", "watch", notebook, "--once");
        Assert.Equal(1, code);
        Assert.Contains($"0 of {homework.Exercises.Count} done", output, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(notebook, DibToIpynb.Convert(DibDocument.Parse(
            Homeworks.Text(homework, e => e.Solution))).ToBytes(), TestContext.Current.CancellationToken);
        (code, output, _) = await CourseTool.RunAsync(folder.Path, "homework", "watch", notebook, "--once");
        Assert.Contains($"{homework.Exercises.Count} of {homework.Exercises.Count} done", output,
            StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Equal(0, (await CourseTool.RunAsync(folder.Path, "run", "--no-cache", notebook)).Code);

        var readme = await File.ReadAllTextAsync(Path.Combine(folder.Path, "H1", "README.md"),
            TestContext.Current.CancellationToken);
        foreach (var host in new[] { "any text editor", "Jupyter Notebook or Lab", "Jupyter extension", "Polyglot" })
            Assert.Matches($@"\| [^|]*{host}[^|]* \| `{homework.FileName}\.(dib|ipynb)` \|", readme);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public void The_students_notebook_lints_clean()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in All)
        {
            StudentNotebook.Make(Homeworks.Load(name.Data), folder.Path,
                Path.GetDirectoryName(Run.Worker.Arguments[0])!);
            var notebook = Directory.GetFiles(Path.Combine(folder.Path, name.Data), "*.dib").Single();
            var errors = NotebookLinter.Check([new LintedNotebook(DibDocument.Load(notebook))])
                .Where(f => f.Severity == LintSeverity.Error && f.Rule != "equation");
            Assert.Empty(errors.Select(e => e.ToString()));
        }
    }

    // A test that fails leaves no watch behind.
    private sealed class Leave(Process process) : IDisposable
    {
        public void Dispose() => process.Kill(entireProcessTree: true);
    }
}
