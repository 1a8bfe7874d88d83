using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RnnCourse.Notebooks.Tests.Dib;

/// <summary>
/// The rules of the .dib format a second time, on strings, as an oracle: it shares no code with the reader under test.
/// Kernels listed in a meta are not supported; the fuzzer's metas list none.
/// </summary>
internal static class SecondParser
{
    private static readonly Dictionary<string, string> Selectors = new[]
    {
        "csharp c# cs", "fsharp f# fs", "html", "http", "javascript js", "mermaid", "pwsh powershell", "value",
        "markdown md",
    }.SelectMany(names => names.Split(' ').Select(n => ("#!" + n, names.Split(' ')[0]))).ToDictionary();

    internal static List<(string Kernel, string Text)> Cells(byte[] file, out bool opens)
    {
        using var reader = new StreamReader(new MemoryStream(file), new UTF8Encoding(false));
        var all = reader.ReadToEnd();
        var lines = all.Length == 0 ? [] : all.Replace("\r\n", "\n").Split('\n').ToList();
        opens = true;

        var meta = lines.FindIndex(l => Starts(l, "#!meta"));
        if (meta >= 0)
        {
            var next = lines.FindIndex(meta + 1, l => Starts(l, "#!"));
            var end = next < 0 ? lines.Count : next;
            opens = IsObject(string.Join('\n', lines[(meta + 1)..end]));
            // A meta that the file ends in leaves its last line behind as content.
            lines.RemoveRange(meta, (next < 0 ? end - 1 : end) - meta);
        }

        var groups = new List<(string Kernel, List<string> Lines)> { ("csharp", []) };
        foreach (var line in lines)
            if (Selectors.TryGetValue(line, out var kernel))
                groups.Add((kernel, []));
            else
                groups[^1].Lines.Add(line);
        var cells = groups.Select(g => (g.Kernel, Text: string.Join('\n', g.Lines).Trim('\n')))
            .Where(c => c.Text.Length > 0).ToList();
        return cells.Count > 0 ? cells : [(groups[^1].Kernel, "")];
    }

    /// <summary>Where the parser compares starts of lines, invisible characters count for nothing, and an accent makes
    /// another letter.</summary>
    private static bool Starts(string line, string start) => Regex.IsMatch(
        line,
        "^" + string.Concat(start.Select(c => @"[\p{Cc}\p{Cf}-[\t\n\v\f\r\u0085]]*" + Regex.Escape(c.ToString())))
            + @"(?![\u0300-\u034E\u0350-\u0362])",
        RegexOptions.CultureInvariant);

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
