namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Thrown for a <c>#!</c> line (or <c>#r "nuget:…"</c>) that cannot be obeyed; its place is the
/// line.</summary>
internal sealed class DirectiveException(string message, SourcePlace? place = null) : Exception(message)
{
    internal SourcePlace? Place { get; } = place;
}

/// <summary>Lines of a cell that speak to the engine rather than to the compiler, as those who only read notebooks see
/// them.</summary>
internal static partial class Directives
{
    /// <summary>Splits a directive's line into words; quotes keep spaces.</summary>
    internal static IReadOnlyList<string> Words(string line) =>
        [.. Word().Matches(line).Select(word => word.Value is ['"', .., '"'] quoted ? quoted[1..^1] : word.Value)];

    [GeneratedRegex("""^#[ri]\s+"nuget:""")]
    internal static partial Regex Package();

    [GeneratedRegex("""[^\s"]*"[^"]*"|\S+""")]
    private static partial Regex Word();
}
