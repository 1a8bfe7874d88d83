using System.Diagnostics;
using System.Globalization;

namespace RnnCourse.Benchmarks;

/// <summary>
/// What a reader, an author and a teacher wait for: the book cold, unchanged, and with one notebook edited; the largest worker; a
/// class graded; the tests. Everything is measured in a fresh clone of the last commit, with empty caches.
/// </summary>
internal sealed class CourseBenchmark : IDisposable
{
    private const string Edited = "04-backpropagation-through-time.dib";
    private const int Students = 60;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("course-benchmark-");
    private readonly string _clone;

    private CourseBenchmark() => _clone = Path.Combine(_folder.FullName, "course");

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
        Row("the tool built from a fresh clone", Command(_clone, "dotnet", "build", "lib/Course", "-c", "Release", "-v", "quiet").Seconds, "");

        using (var workers = new WorkerMemory(_clone))
        {
            Row("the whole book, cold", Course("book").Seconds, "240 s");
            Row("memory of the largest worker", $"{workers.LargestMegabytes:0} MB", "1024 MB");
        }

        Row("the book, nothing changed", Course("book").Seconds, "5 s");

        var own = Course("run", "--no-cache", $"notebooks/{Edited}").Seconds;
        Edit(Path.Combine(_clone, "notebooks", Edited));
        var edited = Course("book").Seconds;
        Row($"one notebook edited ({Edited[..2]}), the book", edited, "");
        Row("… more than that notebook alone takes", edited - own, "3 s");

        Row($"a class of {Students} graded (H2)", GradeClass(), "180 s");
        if (tests) Row("all tests", Command(_clone, "dotnet", "test", "RnnCourse.sln", "-c", "Release").Seconds, "900 s");
    }

    /// <summary>A comment in the first cell of code: everything below it has to run again.</summary>
    private static void Edit(string notebook)
    {
        var text = File.ReadAllText(notebook);
        const string cell = "#!csharp\n\n";
        File.WriteAllText(notebook, text.Insert(text.IndexOf(cell, StringComparison.Ordinal) + cell.Length, "// edited\n"));
    }

    /// <summary>Every student's text is another one; every third left one exercise out, every tenth never ends in another.</summary>
    private double GradeClass()
    {
        const string begin = "//| begin solution", end = "//| end solution";
        var notebook = Directory.EnumerateFiles(Path.Combine(_clone, "notebooks", "homework"), "H2-*.dib").Single();
        var authors = File.ReadAllText(notebook);
        for (var student = 0; student < Students; student++)
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
            var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "submissions", $"student-{student:00}"));
            File.WriteAllText(Path.Combine(folder.FullName, Path.GetFileName(notebook)), text);
        }

        return Course("homework", "grade", "H2", Path.Combine(_folder.FullName, "submissions"), "--out", Path.Combine(_folder.FullName, "grades")).Seconds;
    }

    private (double Seconds, string Output) Course(params string[] arguments) =>
        Command(_clone, "dotnet", [Path.Combine(_clone, "lib", "Course", "bin", "Release", "net10.0", "course.dll"), .. arguments]);

    private (double Seconds, string Output) Command(string folder, string program, params string[] arguments)
    {
        Console.Error.WriteLine($"{program} {string.Join(' ', arguments)}");
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RNNCOURSE_CACHE"] = Path.Combine(_folder.FullName, "cache");
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{error.Result}");
        return (clock.Elapsed.TotalSeconds, output);
    }

    private static void Row(string what, double seconds, string asked) =>
        Row(what, string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"), asked);

    private static void Row(string what, string measured, string asked) => Console.WriteLine($"| {what} | {measured} | {(asked.Length > 0 ? "≤ " + asked : "")} |");
}
