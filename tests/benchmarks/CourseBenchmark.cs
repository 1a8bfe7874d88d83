using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;

namespace RnnCourse.Benchmarks;

/// <summary>
/// What a reader, a student, an author, a teacher and who adds a cell wait for: the book cold, unchanged, and with one
/// notebook edited; the largest worker; homework made, checked and graded; the tests. Everything is measured in a fresh
/// clone of the last commit, with empty caches.
/// </summary>
internal sealed class CourseBenchmark : IDisposable
{
    private const string Edited = "04-backpropagation-through-time.dib";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("course-benchmark-");
    private readonly string _clone;
    private readonly string _packages;

    private CourseBenchmark() =>
        (_clone, _packages) = (Path.Combine(_folder.FullName, "course"), Path.Combine(_folder.FullName, "packages"));

    /// <summary>Measures and prints a table.</summary>
    /// <param name="tests">Whether the tests are run too.</param>
    public static int Run(bool tests)
    {
        using var benchmark = new CourseBenchmark();
        try
        {
            Console.WriteLine($"{Report.Machine()}\n");
            Console.WriteLine("| what | measured | asked |");
            Console.WriteLine("|---|--:|--:|");
            benchmark.Measure(tests);
            return 0;
        }
        catch (InvalidOperationException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Measure(bool tests)
    {
        var root = Command(Environment.CurrentDirectory, "git", "rev-parse", "--show-toplevel").Output.Trim();
        Command(_folder.FullName, "git", "clone", "-q", root, _clone);
        var build = Row("the tool built from a fresh clone",
            Command(_clone, "dotnet", "build", "lib/RnnCourse.Tool", "-c", "Release", "-v", "quiet").Seconds);

        Row("packages that build fetched",
            Megabytes(Directory.EnumerateFiles(_packages, "*.nupkg", SearchOption.AllDirectories)), "");

        CompiledAhead();

        double book;
        using (var workers = new WorkerMemory(_clone))
        {
            book = Row("the whole book, cold", Course("book").Seconds, "240 s");
            Row("memory of the largest worker", $"{workers.LargestMegabytes:0} MB", "1024 MB");
        }

        Row("the book, nothing changed", Course("book").Seconds, "2 s");

        var own =
            Row($"one notebook ({Edited[..2]}), run alone", Course("run", "--no-cache", $"notebooks/{Edited}").Seconds);
        Edit(Path.Combine(_clone, "notebooks", Edited));
        var edited = Row("the book after an edit to it", Course("book").Seconds);
        Row("… more than that notebook alone takes", edited - own, "3 s");

        var make =
            Row("the zip of a homework made (H2)", Course("homework", "make", "H2", "--out", _folder.FullName).Seconds);
        Row("its size, all a student needs beside .NET", Megabytes([Path.Combine(_folder.FullName, "H2.zip")]), "");
        ZipFile.ExtractToDirectory(Path.Combine(_folder.FullName, "H2.zip"), Path.Combine(_folder.FullName, "student"));
        var student = Directory.EnumerateFiles(Path.Combine(_folder.FullName, "student"), "H2-*.dib",
            SearchOption.AllDirectories).Single();
        var check = Row("a student's notebook checked", Course([1], "homework", "watch", "--once", student).Seconds);
        Row("a class of 60 graded (H2)", GradeClass(60), "180 s");
        var grade = Row("a class of 120 graded (H2)", GradeClass(120));
        var cell = Row("the tests of a cell, with their build", Command(
            _clone, "dotnet", "test", "tests/RnnCourse.Tests", "-c", "Release", "--filter",
            "FullyQualifiedName~Tests.Cells|FullyQualifiedName~FourGradientsTests").Seconds);

        Row("**to read**: build, book", build + book, "600 s");
        Row("**to study**: build, run a notebook, make the zip, check", build + own + make + check, "600 s");
        Row("**to teach 120**: build, make the zip, grade", build + make + grade, "600 s");
        Row("**to add a cell**: its tests, what you write not counted", cell, "600 s");
        if (tests)
            Row("all tests", Command(_clone, "dotnet", "test", "RnnCourse.sln", "-c", "Release").Seconds, "900 s");
    }

    /// <summary>What ReadyToRun.targets gains: the same start from a clone that is built without it.</summary>
    private void CompiledAhead()
    {
        var without = Path.Combine(_folder.FullName, "without");
        Command(_folder.FullName, "git", "clone", "-q", _clone, without);
        foreach (var (clone, words, property) in ((string, string, string)[])
            [(_clone, "compiled ahead", "true"), (without, "not", "false")])
        {
            foreach (var project in (string[])["lib/RnnCourse.Tool", "tests/benchmarks"])
                Command(clone, "dotnet", "build", project, "-c", "Release", "-v", "quiet",
                    $"-p:CourseReadyToRun={property}");
            var tool = Path.Combine(clone, "lib", "RnnCourse.Tool", "bin", "Release", "net10.0", "RnnCourse.Tool.dll");
            Row($"a notebook of text and a plot (00), {words}", Enumerable.Range(0, 3).Min(_ => Command(clone, "dotnet",
                tool, "run", "--no-cache", "notebooks/00-start-here.dib").Seconds));
            var steps = Path.Combine(clone, "tests", "benchmarks", "bin", "Release", "net10.0", "benchmarks.dll");
            foreach (var name in WholeReport.FirstSteps)
                Row($"first training step, {name}, {words}",
                    $"{WholeReport.MedianFirstStep("dotnet", [steps], name):0} ms", property == "true" ? "120 ms" : "");
        }
    }

    /// <summary>A comment in the first cell of code: everything below it has to run again.</summary>
    private static void Edit(string notebook)
    {
        var text = File.ReadAllText(notebook);
        const string cell = "#!csharp\n\n";
        File.WriteAllText(notebook,
            text.Insert(text.IndexOf(cell, StringComparison.Ordinal) + cell.Length, "// edited\n"));
    }

    /// <summary>Every student's text is another one; every third left one exercise out, every tenth never ends in
    /// another.</summary>
    private double GradeClass(int students)
    {
        var (submissions, grades) = (Path.Combine(_folder.FullName, $"submissions-{students}"),
            Path.Combine(_folder.FullName, $"grades-{students}"));
        const string begin = "//| begin solution", end = "//| end solution";
        var notebook = Directory.EnumerateFiles(Path.Combine(_clone, "notebooks", "homework"), "H2-*.dib").Single();
        var authors = File.ReadAllText(notebook);
        for (var student = 0; student < students; student++)
        {
            var exercise = 0;
            var text = string.Join('\n', authors.Split('\n').Select(line => line.Trim() switch
            {
                begin when student % 3 == 1 && exercise++ == 1 => "    throw new NotImplementedException();",
                begin when student % 10 == 2 && exercise++ == 0 => "    while (true) { }",
                begin => $"    // student {student}",
                end => "",
                _ => line,
            }));
            var folder = Directory.CreateDirectory(Path.Combine(submissions, $"student-{student:000}"));
            File.WriteAllText(Path.Combine(folder.FullName, Path.GetFileName(notebook)), text);
        }

        return Course("homework", "grade", "H2", submissions, "--out", grades).Seconds;
    }

    private (double Seconds, string Output) Course(params string[] arguments) => Course([0], arguments);

    private (double Seconds, string Output) Course(int[] codes, params string[] arguments) =>
        Command(codes, _clone, "dotnet",
            [Path.Combine(_clone, "lib", "RnnCourse.Tool", "bin", "Release", "net10.0", "RnnCourse.Tool.dll"),
                .. arguments]);

    private (double Seconds, string Output) Command(string folder, string program, params string[] arguments) =>
        Command([0], folder, program, arguments);

    private (double Seconds, string Output) Command(int[] codes, string folder, string program,
        params string[] arguments)
    {
        Console.Error.WriteLine($"{program} {string.Join(' ', arguments)}");
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["RNNCOURSE_CACHE"] = Path.Combine(_folder.FullName, "cache");
        start.Environment["NUGET_PACKAGES"] = _packages;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (!codes.Contains(process.ExitCode))
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with "
                + $"{process.ExitCode}:\n{output}\n{error.Result}");
        return (clock.Elapsed.TotalSeconds, output);
    }

    private static string Megabytes(IEnumerable<string> files) =>
        string.Create(CultureInfo.InvariantCulture, $"{files.Sum(file => new FileInfo(file).Length) / 1e6:0} MB");

    private static double Row(string what, double seconds, string asked = "")
    {
        Row(what, string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"), asked);
        return seconds;
    }

    private static void Row(string what, string measured, string asked) =>
        Console.WriteLine($"| {what} | {measured} | {(asked.Length > 0 ? "≤ " + asked : "")} |");
}
