using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace RnnCourse.Lessons.Claims;

/// <summary>A statement of the lecture notes that this course grew from. Which they are is said in
/// <c>notebooks/statements.json</c>; whether they are true is written nowhere: it is measured
/// (<see cref="StatementTable"/>).</summary>
public sealed partial record Statement
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>"S0.1" … "S4.9": the notes, and which of their statements.</summary>
    public required string Id { get; init; }

    /// <summary>What it says, in a few words of English.</summary>
    public required string Text { get; init; }

    /// <summary>The notes' own words, translated, where a few words of summary would not do them justice.</summary>
    public string? Quote { get; init; }

    /// <summary>Where the course teaches it, by number: "04".</summary>
    public required IReadOnlyList<string> Notebooks { get; init; }

    /// <summary>The verdict that <see cref="Because"/> defends. The verdict itself is measured; where the two differ,
    /// the defence is out of date.</summary>
    public required StatementVerdict Defended { get; init; }

    /// <summary>Why that verdict is just, in a sentence.</summary>
    public required string Because { get; init; }

    /// <summary>What measurement would have made it another one.</summary>
    public required string Otherwise { get; init; }

    /// <summary>The claims that name it as their source, each with its notebook's file name.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Notebook, Claim Claim)> Claims { get; init; } = [];

    /// <summary>The claims that vote: those that support, limit or speak against it.</summary>
    [JsonIgnore]
    public IReadOnlyList<Claim> Votes =>
        [.. Claims.Select(item => item.Claim).Where(claim => claim.Part != ClaimPart.Lesson)];

    /// <summary>The verdict. It is computed from the votes and nothing else.</summary>
    [JsonIgnore]
    public StatementVerdict Verdict =>
        Votes.Count == 0 ? StatementVerdict.NotMeasured
        : Votes.Any(claim => claim.Verdict == Lessons.Claims.Verdict.Fails) ? StatementVerdict.ClaimFails
        : Votes.All(claim => claim.Part == ClaimPart.Supports) ? StatementVerdict.True
        : Votes.All(claim => claim.Part == ClaimPart.Against) ? StatementVerdict.False
        : StatementVerdict.Conditional;

    /// <summary>Reads statements: a list of <c>{"id": "S4.4a", "text": "…", "notebooks": ["06"], "defended": "false",
    /// "because": "…", "otherwise": "…"}</c>, some with a <c>quote</c>.</summary>
    /// <exception cref="FormatException">The file is not such a list; the message begins with file and
    /// line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<Statement> Read(string path)
    {
        var text = File.ReadAllText(path);
        try
        {
            var statements = JsonSerializer.Deserialize<Statement[]>(text, Json) ?? [];
            for (var n = 0; n < statements.Length; n++)
                if (Fault(statements[n], statements.Take(n)) is { } fault)
                    throw new FormatException($"{path}:{LineOf(text, n)}: {fault}");
            return statements;
        }
        catch (JsonException problem)
        {
            throw new FormatException($"{path}:{problem.LineNumber + 1}: this is not a list of statements, "
                + "each {\"id\": \"S4.4a\", \"text\": \"…\", \"notebooks\": [\"06\"], \"defended\": \"false\", "
                + $"\"because\": \"…\", \"otherwise\": \"…\"}}. {problem.Message}", problem);
        }
    }

    private static string? Fault(Statement? statement, IEnumerable<Statement> before) => statement switch
    {
        null => "a statement is null.",
        { Id: null } or { Text: null or "" } or { Notebooks: null } =>
            "a statement has an id, a text and its notebooks.",
        _ when !Name().IsMatch(statement.Id) =>
            $"'{statement.Id}' is not a name of a statement, such as S4.4: claims could not name it.",
        { Notebooks.Count: 0 } => $"{statement.Id} is taught in no notebook.",
        { Because: null or "" } or { Otherwise: null or "" } =>
            $"{statement.Id} has no defence: say why its verdict is just, and what would have made it another one.",
        _ => before.Any(other => other.Id == statement.Id) ? $"{statement.Id} stands here a second time." : null,
    };

    // The statements' ids stand in the order of the statements.
    private static int LineOf(string text, int n) =>
        Ids().Matches(text).ElementAtOrDefault(n) is { } id ? text.AsSpan(0, id.Index).Count('\n') + 1 : 1;

    [GeneratedRegex(@"^S\d\.\d+[a-z]?$")]
    private static partial Regex Name();

    [GeneratedRegex("\"id\"\\s*:")]
    private static partial Regex Ids();
}
