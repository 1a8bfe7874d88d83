using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RnnCourse.Notebooks.Lint;

namespace RnnCourse.Tool;

/// <summary><c>course lint</c></summary>
internal static class LintVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    internal static Command Create()
    {
        var files = NotebookArguments.Files("Notebooks (.dib) or folders of them");
        var json = new Option<bool>("--json") { Description = "Print the findings as a JSON array." };
        var lint = new Command("lint", $"""
            Finds what would break notebooks in another kernel, another host or on another machine. Prints file:line: rule: what is wrong; what to do.
            Exit code 0: no error (there may be warnings); 1: errors; 2: a file cannot be read.

            Rules:
            {string.Join('\n', NotebookLinter.Rules.Select(rule => $"  {rule.Name,-17} {rule.Description}"))}
            """)
        {
            files, json,
        };
        lint.SetAction(parsed => NotebookArguments.Guarded(() =>
        {
            var notebooks = NotebookArguments.Find(parsed.GetValue(files)!)
                .Select(path => new LintedNotebook(DibDocument.Load(path))).ToList();
            var findings = NotebookLinter.Check(notebooks);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(findings, Json));
            else if (findings.Count == 0)
                Console.WriteLine($"Notebooks checked: {notebooks.Count}. Nothing to mend.");
            else
                foreach (var finding in findings) Console.WriteLine(finding);
            return findings.Any(f => f.Severity == LintSeverity.Error) ? ExitCode.Failed : ExitCode.Success;
        }));
        return lint;
    }
}
