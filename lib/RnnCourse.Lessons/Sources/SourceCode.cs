using System.Reflection;
using System.Text.RegularExpressions;
using RnnCourse.Figures.Display;

namespace RnnCourse.Lessons.Sources;

/// <summary>The library's own source, shown in a notebook beside the equations it implements. The text is what was
/// compiled: it is carried inside the library.</summary>
/// <remarks>
/// A host that highlights code finds the bare text under the MIME type <c>text/x-csharp</c> and the file's name under
/// <c>text/x-caption</c>; others show HTML or plain text.
/// </remarks>
[TypeFormatterSource(typeof(SourceCodeFormatters), PreferredMimeTypes =
    ["text/html", "text/plain", SourceCodeFormatters.CSharpMimeType, SourceCodeFormatters.CaptionMimeType])]
public sealed class SourceCode
{
    private SourceCode(string file, string text) => (File, Text) = (file, text);

    /// <summary>The source file within the library, such as <c>Cells/VanillaRnn.cs</c>.</summary>
    public string File { get; }
    public string Text { get; }

    /// <summary>The source of a member, such as <c>SourceCode.Of(typeof(VanillaRnn&lt;&gt;), "Bptt")</c>.</summary>
    /// <param name="type">The type whose file is searched: <c>Name.cs</c>, or <c>Name.Part.cs</c>.</param>
    /// <param name="member">The member's name; all its overloads are shown.</param>
    /// <exception cref="ArgumentException">There is no such file or member.</exception>
    public static SourceCode Of(Type type, string member)
    {
        ArgumentNullException.ThrowIfNull(type);
        var name = type.Name.Split('`')[0];
        var assembly = type.Assembly;
        var files = Files(assembly).Where(file => Path.GetFileName(file).Split('.')[0] == name).ToList();
        if (files.Count == 0)
            throw new ArgumentException($"The library has no source file {name}.cs. Is {type} one of its types?",
                nameof(type));
        if (files.All(file => Read(assembly, file).All(string.IsNullOrWhiteSpace)))
            throw new ArgumentException($"The source of {string.Join(", ", files)} is left out of the build that comes "
                + "with a homework. The course's repository has it.", nameof(type));
        foreach (var file in files)
            if (Members(Read(assembly, file), member) is { Count: > 0 } found)
                return new(file, string.Join("\n\n", found));
        throw new ArgumentException($"{string.Join(", ", files)} has no member {member}. Spell it as the source does.",
            nameof(member));
    }

    public override string ToString() => $"// {File}\n{Text}";

    private static IEnumerable<string> Files(Assembly assembly) => assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..].Replace('\\', '/'));

    private static string[] Read(Assembly assembly, string file)
    {
        var resource = assembly.GetManifestResourceNames().Single(name => name.Replace('\\', '/') == Prefix + file);
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
    }

    // The library's layout makes this simple: a member of a type stands at four spaces. With a body in braces it ends
    // at the line " }"; else with the semicolon of its expression, or on the line it began.
    private static List<string> Members(string[] lines, string member)
    {
        var declaration = new Regex(
            @"^    (?:public|internal|private|protected)\b[^=;(]*\b"
            + $@"{Regex.Escape(member)}\s*(?:<[^>]*>)?\s*(?:[({{=]|$)");
        var found = new List<string>();
        for (var n = 0; n < lines.Length; n++)
        {
            if (!declaration.IsMatch(lines[n])) continue;
            var end = Array.FindIndex(lines, n, line => line == "    {" || line.EndsWith(';') || line.EndsWith('}'));
            if (end >= 0 && lines[end] == "    {") end = Array.IndexOf(lines, "    }", end);
            if (end < 0) end = n;
            found.Add(string.Join('\n', lines[n..(end + 1)]
                .Select(line => line.StartsWith("    ", StringComparison.Ordinal) ? line[4..] : line)));
            n = end;
        }

        return found;
    }

    private const string Prefix = "source/";
}
