using System.Text.Json.Nodes;

namespace RnnCourse.Lessons.Checks;

/// <summary>What a student may know of an exercise: its checks on small inputs with the expected results, what known
/// mistakes give on them, and its hints. It is made from the authors' notebook and its hidden file, and lies beside the
/// notebook (<see cref="CheckFile"/>).</summary>
/// <param name="Id">The exercise: <c>h2.delta</c>.</param>
/// <param name="Parts">The names of the result's parts, when it has several.</param>
/// <param name="Tolerance">How far entries may differ, relative to the largest.</param>
/// <param name="Hints">Three hints, from a nudge to nearly the answer.</param>
/// <param name="Start">The code that stands in the answer's place at first.</param>
/// <param name="Checks">The checks, smallest first; none where a person reads the answer.</param>
public sealed record PublicExercise(
    string Id, IReadOnlyList<string> Parameters, IReadOnlyList<string> Parts, double Tolerance,
    IReadOnlyList<string> Hints, string Start,
    IReadOnlyList<PublicCheck> Checks)
{
    /// <summary>An exercise, from the file of checks that lies beside its notebook.</summary>
    /// <param name="id">Its id: <c>h2.delta</c>.</param>
    /// <inheritdoc cref="CheckFile.With"/>
    public static PublicExercise Find(string id, string? folder = null) =>
        CheckFile.With(id, folder).Exercises.First(exercise => exercise.Id == id);

    /// <summary>One of the exercise's hints.</summary>
    /// <param name="stage">1 is a nudge, 3 nearly the answer.</param>
    /// <exception cref="ArgumentException">There is no such hint.</exception>
    public string Hint(int stage) => stage >= 1 && stage <= Hints.Count
        ? $"{Id}, hint {stage} of {Hints.Count}: {Hints[stage - 1]}"
        : throw new ArgumentException($"'{Id}' has hints 1 to {Hints.Count}, not {stage}.", nameof(stage));

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["parameters"] = Names(Parameters),
        ["parts"] = Names(Parts),
        ["tolerance"] = Tolerance,
        ["hints"] = Names(Hints),
        ["start"] = Start,
        ["checks"] = new JsonArray([.. Checks.Select(c => c.ToJson())]),
    };

    public static PublicExercise FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new((string)json["id"]!, Names(json["parameters"]), Names(json["parts"]), (double)json["tolerance"]!,
            Names(json["hints"]), (string)json["start"]!,
            [.. json["checks"]!.AsArray().Select(c => PublicCheck.FromJson(c!.AsObject()))]);
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => JsonValue.Create(n))]);

    private static IReadOnlyList<string> Names(JsonNode? json) => [.. json!.AsArray().Select(n => (string)n!)];
}

/// <summary>A check on one set of arguments.</summary>
/// <param name="Name">What is checked: <c>one step, two units</c>.</param>
/// <param name="Mistakes">Known mistakes, each with what it gives here; those that give the right value here are left
/// out.</param>
public sealed record PublicCheck(string Name, JsonArray Arguments, JsonNode Expected,
    IReadOnlyList<(string Says, JsonObject Outcome)> Mistakes)
{
    internal JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["arguments"] = Arguments.DeepClone(),
        ["expected"] = Expected.DeepClone(),
        ["mistakes"] = new JsonArray([.. Mistakes.Select(m =>
            new JsonObject { ["says"] = m.Says, ["outcome"] = m.Outcome.DeepClone() })]),
    };

    internal static PublicCheck FromJson(JsonObject json) =>
        new((string)json["name"]!, json["arguments"]!.AsArray(), json["expected"]!,
        [.. json["mistakes"]!.AsArray().Select(m => ((string)m!["says"]!, m["outcome"]!.AsObject()))]);
}
