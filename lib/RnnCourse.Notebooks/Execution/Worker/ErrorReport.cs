using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Why a cell failed: for people as text, for programs as data, both with cell and line.</summary>
internal sealed class ErrorReport
{
    private const int MaxMessage = 20_000;
    private readonly JsonObject _data;

    private ErrorReport(string summary, string text, JsonObject data) => (Summary, Text, _data) = (summary, text, data);

    /// <summary>One sentence.</summary>
    internal string Summary { get; }

    /// <summary>All of it.</summary>
    internal string Text { get; }

    internal string ToJson() => _data.ToJsonString();

    /// <summary>Describes any exception, also one whose own members throw.</summary>
    internal static ErrorReport From(Exception error, SourceMap sources, bool cancelled)
    {
        try
        {
            return Of(error, sources, cancelled);
        }
#pragma warning disable CA1031 // A cell's exception class is the cell's code: it may do anything.
        catch (Exception second)
#pragma warning restore CA1031
        {
            return OfEngine("exception",
                $"{error.GetType().FullName}, which could not be described: {second.GetType().FullName}.", null);
        }
    }

    private static ErrorReport Of(Exception error, SourceMap sources, bool cancelled)
    {
        if (error is AggregateException { InnerExceptions: [var only] } && error.StackTrace is null)
            error = only;
        if (error is TargetInvocationException { InnerException: { } inner }) error = inner;
        return error switch
        {
            CompilationException e => OfCompilation(e, sources),
            OperationCanceledException when cancelled => OfEngine("cancelled", "Command cancelled.", null),
            DirectiveException e => OfEngine("directive", e.Message, e.Place),
            _ => OfException(error, sources),
        };
    }

    private static ErrorReport OfEngine(string kind, string message, SourcePlace? place)
    {
        var data = new JsonObject { ["kind"] = kind, ["message"] = message };
        AddPlace(data, place);
        var text = place is null ? message : $"{place}: {message}\n    {place.Code.Trim()}";
        return new ErrorReport(place is null ? message : $"{place}: {message}", text, data);
    }

    private static ErrorReport OfCompilation(CompilationException error, SourceMap sources)
    {
        var text = new StringBuilder();
        var list = new JsonArray();
        string? summary = null;
        JsonObject? first = null;
        foreach (var diagnostic in error.Diagnostics.OrderBy(d => d.Location.SourceSpan.Start))
        {
            var span = diagnostic.Location.GetLineSpan();
            var (start, end) = (span.StartLinePosition, span.EndLinePosition);
            var place = sources.Find(span.Path, start.Line + 1);
            var message = $"error {diagnostic.Id}: "
                + $"{diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}{Hint(diagnostic)}";
            summary ??= place is null ? message : $"{place}: {message}";
            text.Append(place is null ? message : $"{place}: {message}").Append('\n');
            if (place is { Code.Length: > 0 })
            {
                var width = Math.Max(1, (end.Line == start.Line ? end.Character : place.Code.Length) - start.Character);
                // Tabs stay tabs, so that the carets stand below the code they mean.
                var lead = string.Concat(place.Code.Take(start.Character).Select(c => c == '\t' ? '\t' : ' '));
                text.Append("    ").Append(place.Code).Append("\n    ").Append(lead).Append('^', width).Append('\n');
            }
            var item =
                new JsonObject { ["id"] = diagnostic.Id, ["message"] = message, ["column"] = start.Character + 1 };
            AddPlace(item, place);
            first ??= item;
            list.Add(item);
        }
        var data = new JsonObject { ["kind"] = "compilation", ["message"] = summary };
        foreach (var name in new[] { "file", "cell", "line", "fileLine", "column" })
            if (first?[name] is { } value) data[name] = value.DeepClone();
        data["diagnostics"] = list;
        return new ErrorReport(summary ?? error.Message, text.ToString().TrimEnd('\n'), data);
    }

    private static string Hint(Diagnostic diagnostic) =>
        diagnostic.Id == "CS0006" && diagnostic.GetMessage(null).Contains("RnnCourse", StringComparison.Ordinal)
        ? " (build the library first: dotnet build lib/RnnCourse.Lessons -c Release)" : "";

    private static ErrorReport OfException(Exception error, SourceMap sources)
    {
        var text = new StringBuilder();
        var data = Describe(error, sources, text, depth: 0);
        var place = data["cell"] is null ? "" : $"{data["file"]}, cell {data["cell"]}, line {data["line"]}: ";
        return new ErrorReport($"{place}{error.GetType().FullName}: {FirstLine(Message(error))}",
            text.ToString().TrimEnd('\n'), data);
    }

    private static JsonObject Describe(Exception error, SourceMap sources, StringBuilder text, int depth)
    {
        var data = new JsonObject
        {
            ["kind"] = "exception",
            ["type"] = error.GetType().FullName,
            ["message"] = Message(error)
        };
        text.Append(depth == 0 ? "" : "caused by ").Append(error.GetType().FullName).Append(": ").Append(Message(error))
            .Append('\n');
        var frames = new JsonArray();
        SourcePlace? first = null;
        foreach (var (description, place) in Frames(error, sources))
        {
            frames.Add(new JsonObject { ["text"] = description, ["cell"] = place?.Cell, ["line"] = place?.Line });
            text.Append("   ").Append(description).Append('\n');
            if (place is not null && first is null)
                text.Append("      ").Append(place.Code.Trim()).Append('\n');
            first ??= place;
        }
        AddPlace(data, first);
        data["frames"] = frames;
        Exception[] inner = error is AggregateException aggregate ? [.. aggregate.InnerExceptions.Take(8)]
            : error.InnerException is { } one ? [one] : [];
        if (depth < 8 && inner.Length > 0)
            data["inner"] = new JsonArray([.. inner.Select(e => Describe(e, sources, text, depth + 1))]);
        return data;
    }

    /// <summary>The calls that led to the error: those of cells by cell and line, those of libraries as .NET says, the
    /// engine's own left out.</summary>
    private static IEnumerable<(string Text, SourcePlace? Place)> Frames(Exception error, SourceMap sources)
    {
        var frames = new StackTrace(error, fNeedFileInfo: true).GetFrames();
        foreach (var frame in frames.Take(60))
        {
            var method = frame.GetMethod();
            var space = method?.DeclaringType?.Namespace ?? "";
            if (space.StartsWith("RnnCourse.Notebooks.Execution", StringComparison.Ordinal)) yield break;
            if (sources.Find(frame.GetFileName(), frame.GetFileLineNumber()) is { } place)
                yield return ($"in {place}{Function(method)}", place);
            else if (space is not ("System.Runtime.CompilerServices" or "System.Runtime.ExceptionServices")
                && new StackTrace(frame).ToString().Trim() is { Length: > 0 } line)
                yield return (frame.GetFileName() is { } file
                    ? FormattableString.Invariant(
                        $"{line.Split(" in ")[0]} in {Path.GetFileName(file)}, line {frame.GetFileLineNumber()}")
                        : line, null);
        }
        if (frames.Length > 60) yield return ($"… and {Counted.Of(frames.Length - 60, "call")} more", null);
    }

    /// <summary>The name of the cell's function a frame is in, undone from what the compiler made of it; nothing for
    /// the cell itself.</summary>
    private static string Function(MethodBase? method)
    {
        var name = method is { Name: "MoveNext", DeclaringType.Name: var type } ? type : method?.Name ?? "";
        if (name.Contains("g__", StringComparison.Ordinal))
            name = name[(name.IndexOf("g__", StringComparison.Ordinal) + 3)..].Split('|')[0];
        else if (name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end)
            name = name[1..end];
        return name.Contains("Initialize", StringComparison.Ordinal) || name.StartsWith('<') ? "" : $", in {name}";
    }

    private static void AddPlace(JsonObject data, SourcePlace? place)
    {
        if (place is null) return;
        data["file"] = place.File;
        if (place.Cell > 0) data["cell"] = place.Cell;
        data["line"] = place.Line;
        data["fileLine"] = place.FileLine;
    }

    private static string Message(Exception error) =>
        error.Message is { Length: > MaxMessage } message ? message[..MaxMessage] + " … (shortened)" : error.Message;

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('\r');
}
