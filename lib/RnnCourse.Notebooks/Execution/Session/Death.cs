namespace RnnCourse.Notebooks.Execution.Session;

/// <summary>Says in a sentence why a process that nobody killed is dead.</summary>
internal static partial class Death
{
    internal static string Describe(int? exitCode, string lastWords)
    {
        var first = FirstLine(lastWords, line => line.Length > 0) ?? "";
        if (lastWords.Contains("Stack overflow", StringComparison.Ordinal))
            return $"The cell ended its process with a stack overflow{Where(lastWords)}: a recursion without end?";
        if (FirstLine(lastWords,
            line => line.StartsWith("Unhandled exception", StringComparison.Ordinal)) is { } unhandled)
            return "The cell's process died of an exception that no one caught, on a thread that "
                + $"{Culprit(lastWords)} had started. {unhandled}";
        if (lastWords.Contains("Process terminated.", StringComparison.Ordinal))
            return "The cell ended its process at once (Environment.FailFast): "
                + $"{FirstLine(lastWords,
                    line => line.Length > 0 && !line.StartsWith("Process terminated", StringComparison.Ordinal))
                    ?? first}";
        if (lastWords.Contains("Out of memory", StringComparison.OrdinalIgnoreCase))
            return "The cell's process ran out of memory.";
        return exitCode switch
        {
            null => "The cell's process stopped answering.",
            > 128 and < 160 =>
                string.Create(CultureInfo.InvariantCulture,
                    $"The cell's process was ended by signal {exitCode - 128}{Signal(exitCode.Value - 128)}. "
                        + $"{first}").TrimEnd(),
            // Windows gives the fault itself as the exit code: 0xC0000005.
            >= unchecked((int)0xC0000000) and < unchecked((int)0xD0000000) =>
                string.Create(CultureInfo.InvariantCulture,
                    $"The cell's process was ended by Windows, fault 0x{exitCode:X8}{Fault(exitCode.Value)}. "
                        + $"{first}").TrimEnd(),
            _ =>
                FormattableString.Invariant(
                    $"The cell ended its process with exit code {exitCode} (Environment.Exit)."),
        };
    }

    /// <summary>The runtime's last words without the calls inside the engine that led to the cell's code.</summary>
    internal static string WithoutEngine(string lastWords)
    {
        var lines = lastWords.Split('\n');
        var engine = Array.FindIndex(lines,
            line => line.TrimStart().StartsWith("at RnnCourse.Notebooks.Execution.Worker.", StringComparison.Ordinal));
        return engine < 0 ? lastWords
            : string.Join('\n',
                lines.Where((line, i) => i < engine || !line.TrimStart().StartsWith("at ", StringComparison.Ordinal)));
    }

    /// <summary>The cell whose code is nearest to the exception in the runtime's last words.</summary>
    private static string Culprit(string lastWords) =>
        CellPlace().Match(lastWords) is { Success: true } place ? "cell " + place.Groups["cell"].Value : "a cell";

    private static string Where(string lastWords) =>
        FirstLine(lastWords,
            line => line.StartsWith("at ", StringComparison.Ordinal)
                && !line.Contains("System.", StringComparison.Ordinal)) is { } frame ? $" {frame}" : "";

    private static string? FirstLine(string text, Func<string, bool> condition) =>
        text.Split('\n').Select(line => line.Trim()).FirstOrDefault(condition);

    private static string Signal(int number) => number switch
    {
        4 => " (illegal instruction)",
        6 => " (abort)",
        7 or 10 => " (a library was overwritten while it was in use? 'dotnet build' and a move replace it safely)",
        8 => " (arithmetic error)",
        9 => " (killed from outside, perhaps by the system for want of memory)",
        11 => " (invalid memory access)",
        _ => "",
    };

    private static string Fault(int code) => unchecked((uint)code) switch
    {
        0xC0000005 => " (invalid memory access)",
        0xC0000017 => " (out of memory)",
        0xC000001D => " (illegal instruction)",
        0xC0000094 => " (division by zero)",
        0xC00000FD => " (stack overflow: a recursion without end?)",
        0xC000013A => " (Ctrl-C)",
        _ => "",
    };

    [GeneratedRegex(@" in .*, cell (?<cell>\d+):line \d+")]
    private static partial Regex CellPlace();
}
