using System.Security.Cryptography;
using System.Text;
using RnnCourse.Lessons.Texts;

namespace RnnCourse.Tool;

/// <summary><c>course data list|generate|fetch</c></summary>
internal static class DataVerb
{
    private static readonly (string Name, string What, Func<int, Random, string> Write)[] Generated =
    [
        ("story", "a made-up tale with speech and asides", StoryText.Write),
        ("csharp", "made-up C# methods", SourceText.CSharp),
        ("latex", "made-up LaTeX with formulas", SourceText.Latex),
    ];

    internal static Command Create() => new("data", """
        Lists, generates and fetches the texts that character models read. They lie in data/; drop any UTF-8 text (*.txt) there.
        Exit code 0: done; 2: a file or an argument is wrong, or the network gives nothing; 130: interrupted.
        """)
    {
        ListCommand(), GenerateCommand(), FetchCommand(),
    };

    private static Command ListCommand()
    {
        var list = new Command("list", "Shows the texts that are there, and those that can be generated or fetched.");
        list.SetAction(_ => NotebookArguments.Guarded(() =>
        {
            Console.WriteLine(DataFolder.Locate());
            foreach (var path in DataFolder.Texts()) Line(Path.GetFileName(path), Describe(path));
            foreach (var (name, what, _) in Generated) Line(name, $"{what}: course data generate {name}");
            if (!TinyShakespeare.IsPresent())
                Line("tinyshakespeare",
                    string.Create(CultureInfo.InvariantCulture,
                        $"{TinyShakespeare.Bytes:N0} bytes of plays, not here: course data fetch"));
            return ExitCode.Success;
        }));
        return list;
    }

    private static Command GenerateCommand()
    {
        var name = new Argument<string>("NAME")
        {
            Description = string.Join("; ", Generated.Select(g => $"{g.Name}: {g.What}"))
        };
        name.AcceptOnlyFromAmong([.. Generated.Select(g => g.Name)]);
        var length = new Option<int>("--length")
        {
            Description = "At least so many characters.",
            DefaultValueFactory = _ => 100_000,
            HelpName = "N"
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed gives the same text.",
            DefaultValueFactory = _ => 1,
            HelpName = "N"
        };
        var output = new Option<string?>("--out",
            "-o")
        {
            Description = "The file to write; '-' prints. Without it, NAME-SEED.txt in the data folder.",
            HelpName = "FILE"
        };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there and differs." };
        var generate = new Command("generate",
            "Writes a made-up text; the same name, length and seed give the same bytes everywhere.") { name, length,
                seed, output, force };
        generate.SetAction(parsed => NotebookArguments.Guarded(() =>
        {
            var (chosen, number) = (parsed.GetValue(name)!, parsed.GetValue(seed));
            if (parsed.GetValue(length) < 1)
                throw new FormatException($"--length is {parsed.GetValue(length)}; it must be at least 1.");
            var text = Generated.First(g => g.Name == chosen).Write(parsed.GetValue(length), new Random(number));
            var file = string.Create(CultureInfo.InvariantCulture, $"{chosen}-{number}.txt");
            var target = new ExportTarget("txt", parsed.GetValue(output) ?? Path.Combine(DataFolder.Locate(), file),
                parsed.GetValue(force));
            Directory.CreateDirectory(target.Path == "-" ? "."
                : Path.GetDirectoryName(Path.GetFullPath(target.Path!))!);
            target.Write(chosen, Encoding.UTF8.GetBytes(text), several: false);
            return ExitCode.Success;
        }));
        return generate;
    }

    private static Command FetchCommand()
    {
        var fetch = new Command("fetch",
            "Downloads the tiny-Shakespeare text into the data folder and verifies its SHA-256. One that is "
                + "there is verified only.");
        fetch.SetAction(async (_, cancellation) =>
        {
            try
            {
                var corpus = await TinyShakespeare.FetchAsync(cancellation: cancellation);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{Path.Combine(DataFolder.Locate(), TinyShakespeare.FileName)}: {corpus.Length:N0} "
                        + $"characters, SHA-256 {TinyShakespeare.Sha256} verified"));
                return ExitCode.Success;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return ExitCode.Cancelled;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidDataException
                or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCode.BadFile;
            }
        });
        return fetch;
    }

    private static string Describe(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var size = string.Create(CultureInfo.InvariantCulture, $"{bytes.Length:N0} bytes, SHA-256 {hash}");
        return Path.GetFileName(path) != TinyShakespeare.FileName ? size
            : hash == TinyShakespeare.Sha256 ? size + ", verified"
            : size + ": this is NOT tiny Shakespeare; delete it and run 'course data fetch'";
    }

    private static void Line(string name, string what) => Console.WriteLine($"  {name,-22} {what}");
}
