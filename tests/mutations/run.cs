// Breaks the library on purpose, one term at a time, and shows which tests notice and what they say. See README.md.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));
var mutations = Mutation.Read(Path.Combine(root, "tests", "mutations", "mutations.txt"));
var keep = args is ["--in", _, ..];
var words = keep ? args[2..] : args;
var chosen = mutations.Where(m => words.Length == 0
    || words.Any(word => $"{m.File} {m.Name}".Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
var scratch = keep ? Path.GetFullPath(args[1]) : Directory.CreateTempSubdirectory("mutations-").FullName;
try
{
    if (!Directory.Exists(Path.Combine(scratch, "tests")))
        Build(root, scratch, mutations);

    var unharmed = Test(scratch, 0, [.. chosen.SelectMany(m => m.Tests).Distinct()]);
    if (unharmed.Count > 0)
        throw new InvalidOperationException($"Without any mutation {unharmed[0].Name} fails: {unharmed[0].Message}");

    var rows = new List<string>();
    var (survived, silent) = (0, 0);
    foreach (var mutation in chosen)
    {
        var (failures, all) = (Test(scratch, mutation.Number, mutation.Tests), "");
        if (failures.Count == 0)
            (failures, all) = (Test(scratch, mutation.Number, "*"), " of all");
        var telling = failures.Where(f => mutation.Words.All(f.Says)).MaxBy(f => f.Says("likely mistake"));
        survived += failures.Count == 0 ? 1 : 0;
        silent += failures.Count > 0 && telling is null ? 1 : 0;
        var shown = telling ?? failures.FirstOrDefault();
        rows.Add($"| {mutation.Cell} | {Cell(mutation.Name)} | {failures.Count}{all} | "
            + $"{(shown is null ? "" : Cell(shown.ToString()))} | "
            + $"{(failures.Count == 0 ? "**survives**" : telling is null ? "**no**" : "yes")} |");
        Console.Error.WriteLine($"{rows.Count}/{chosen.Count} {rows[^1]}");
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"`dotnet run tests/mutations/run.cs`: {chosen.Count} mutations, "
            + $"{chosen.Count - survived} noticed, {survived} not; of the noticed ones {silent} without a message "
            + $"that says what is wrong."));
    Console.WriteLine();
    Console.WriteLine("| where | mutation | failing tests | one of them, and what it says | says what is wrong |");
    Console.WriteLine("|---|---|---|---|---|");
    rows.ForEach(Console.WriteLine);
    return survived + silent == 0 ? 0 : 1;
}
finally
{
    if (!keep)
        Directory.Delete(scratch, recursive: true);
}

static string Here([CallerFilePath] string path = "") => path;

static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

static void Build(string root, string scratch, List<Mutation> mutations)
{
    Copy(root, scratch);
    Plant(scratch, mutations);
    foreach (var project in (string[])["RnnCourse.Tests", "RnnCourse.Lessons.Tests"])
        Run("dotnet",
            $"build tests/{project} -c Release -p:TreatWarningsAsErrors=false -p:RunAnalyzers=false "
                + "--disable-build-servers -v quiet", scratch, 0);
}

static void Copy(string root, string scratch)
{
    foreach (var file in Run("git",
        "ls-files -co --exclude-standard lib/RnnCourse lib/RnnCourse.Figures lib/RnnCourse.Lessons "
            + "lib/*.targets tests/RnnCourse.Tests tests/RnnCourse.Lessons.Tests data *.props global.json "
            + ".editorconfig", root, 0).Split('\n', StringSplitOptions.RemoveEmptyEntries))
    {
        var to = Path.Combine(scratch, file);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(Path.Combine(root, file), to);
    }
}

// All mutations go into one build; the environment variable MUTANT wakes one of them.
static void Plant(string scratch, IEnumerable<Mutation> mutations)
{
    File.WriteAllText(Path.Combine(scratch, "lib", "RnnCourse", "Mutant.cs"), """
        namespace RnnCourse;

        internal static class Mutant
        {
            private static readonly int Awake = int.Parse(System.Environment.GetEnvironmentVariable("MUTANT") ?? "0");

            public static bool Is(int number) => Awake == number;
        }
        """);
    foreach (var ofFile in mutations.GroupBy(m => Path.Combine(scratch, m.File)))
    {
        var original = File.ReadAllText(ofFile.Key);
        var text = original;
        foreach (var ofCode in ofFile.GroupBy(m => m.Old))
        {
            if (Regex.Count(original, Regex.Escape(ofCode.Key)) != 1)
                throw new InvalidOperationException($"{ofFile.Key}: '{ofCode.Key}' must occur exactly once.");
            text = text.Replace(ofCode.Key, ofCode.Aggregate(ofCode.Key, (code, m) => m.Planted(code)),
                StringComparison.Ordinal);
        }

        File.WriteAllText(ofFile.Key, text);
    }
}

// The tests that fail, of those whose names fit: "Lessons/Tasks.…" are of RnnCourse.Lessons.Tests, the others of
// RnnCourse.Tests, "*" is all.
static List<Failure> Test(string scratch, int mutant, params string[] tests) =>
    [.. tests.SelectMany(test => test == "*" ? ["*", "Lessons/*"] : new[] { test })
        .GroupBy(test => test.StartsWith("Lessons/", StringComparison.Ordinal) ? "RnnCourse.Lessons.Tests"
            : "RnnCourse.Tests", test => test.Split('/')[^1])
        .SelectMany(ofProject => TestProject(scratch, mutant, ofProject.Key, ofProject))];

static List<Failure> TestProject(string scratch, int mutant, string project, IEnumerable<string> tests)
{
    var results = Path.Combine(scratch, $"results-{Environment.ProcessId}.xml");
    File.Delete(results);
    var bin = Path.Combine(scratch, "tests", project, "bin", "Release", "net10.0");
    var filter = string.Concat(tests.Select(name => $" -method {project}.{name}"));
    Run(Path.Combine(bin, project), $"-xml {results}{filter}", bin, mutant);
    if (!File.Exists(results))
        return [new Failure("the process", "ended without results")];
    return [.. from test in XDocument.Load(results).Descendants("test")
               where (string?)test.Attribute("result") == "Fail"
               select new Failure((string)test.Attribute("name")!, test.Descendants("message").First().Value)];
}

static string Run(string program, string arguments, string folder, int mutant)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
    start.Environment["MUTANT"] = mutant.ToString(CultureInfo.InvariantCulture);
    using var process = Process.Start(start)!;
    var output = process.StandardOutput.ReadToEndAsync();
    if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        process.Kill(entireProcessTree: true);
    process.WaitForExit();
    var isTest = arguments.StartsWith("-xml", StringComparison.Ordinal);
    return process.ExitCode == 0 || isTest ? output.Result
        : throw new InvalidOperationException($"{program} {arguments}:\n{output.Result}");
}

/// <summary>A test that fails, its name without the namespace.</summary>
internal sealed record Failure(string Name, string Message)
{
    /// <summary>Whether the message has the word, or the test's name: but its arguments say what is tested, not what is
    /// wrong.</summary>
    public bool Says(string word) =>
        $"{Name.Split('(')[0].Replace('_', ' ')} {Message}".Contains(word, StringComparison.OrdinalIgnoreCase);

    public override string ToString() =>
        $"`{Name.Replace("RnnCourse.Tests.", "").Replace("RnnCourse.Lessons.Tests.", "")
            .Replace("\\\"", "")}`: {Message.Trim().Split('\n')[0].Trim()}";
}

/// <summary>Code of the library and what it is replaced by.</summary>
internal sealed record Mutation(int Number, string File, string[] Tests, string Name, string[] Words, string Old,
    string New)
{
    public string Cell => Path.GetFileNameWithoutExtension(File);

    /// <summary>The mutation and the code as it is (perhaps with other mutations), of which one is chosen when it
    /// runs.</summary>
    public string Planted(string code) => Old.EndsWith(';')
        ? $"{{ if (Mutant.Is({Number})) {{ {New} }} else {{ {code} }} }}"
        : $"(Mutant.Is({Number}) ? ({New}) : ({code}))";

    public static List<Mutation> Read(string path)
    {
        var (mutations, file, name, old) = (new List<Mutation>(), "", "", "");
        string[] Parts(string text, char between) => text.Split(between, StringSplitOptions.TrimEntries);
        foreach (var line in System.IO.File.ReadLines(path))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '@')
                file = line[1..].Trim();
            else if (line[0] == '-')
                old = line[1..].Trim();
            else if (line[0] == '+')
                mutations.Add(new Mutation(
                    mutations.Count + 1, Parts(file, '|')[0], Parts(Parts(file, '|')[1], ' '), Parts(name, '|')[0],
                    Parts(Parts(name, '|')[1], ','), old, line[1..].Trim()));
            else
                name = line;
        }

        return mutations;
    }
}
