using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RnnCourse.Figures.Drawing;

namespace RnnCourse.Lessons.Claims;

/// <summary>A claim as a run measured it, with its place.</summary>
/// <param name="Id">Its name: "04.agree".</param>
/// <param name="Sentence">The claim in words.</param>
/// <param name="Source">Which statement or paper it is about, or null.</param>
/// <param name="Contradicts">Whether it speaks against its source.</param>
/// <param name="Measured">The measured value with its unit, four digits.</param>
/// <param name="Bound">Where the value must lie.</param>
/// <param name="Verdict">Holds, fails or conditional.</param>
/// <param name="Condition">When the claim is true only under a condition: that condition.</param>
/// <param name="Note">A remark, or null.</param>
/// <param name="Cell">The cell that measured it, from 1.</param>
/// <param name="Figure">The nearest cell of the notebook that shows a figure, from 1; null where there is none.</param>
public sealed partial record RecordedClaim(
    string Id, string Sentence, string? Source, bool Contradicts, string Measured, string Bound, Verdict Verdict,
    string? Condition, string? Note, int Cell, int? Figure)
{
    /// <summary>The statements of the lecture notes that the claim names as its source: S4.4 of "S4.4, Pascanu et al.
    /// 2013".</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Statements =>
        [.. StatementIds().Matches(Source ?? "").Select(match => match.Value).Distinct()];

    /// <summary>Reads what <see cref="Claim.ToJson"/> wrote.</summary>
    /// <param name="json">The claim.</param>
    /// <param name="cell">The cell that showed it, from 1.</param>
    /// <param name="figure">The nearest cell with a figure, from 1, or null.</param>
    /// <exception cref="FormatException">It is no claim.</exception>
    public static RecordedClaim FromJson(string json, int cell, int? figure = null)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var claim = document.RootElement;
            string? Text(string name) =>
                claim.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()
                    : null;
            string Needed(string name) =>
                Text(name) ?? throw new FormatException($"A claim's record has no {name}: {json}");
            var measured = claim.GetProperty("measured") is { ValueKind: JsonValueKind.Number } number
                ? Numbers.Short(number.GetDouble())
                : claim.GetProperty("measured").GetString();
            return new RecordedClaim(Needed("id"), Needed("sentence"), Text("source"),
                claim.TryGetProperty("contradicts", out var against) && against.ValueKind == JsonValueKind.True,
                string.Create(CultureInfo.InvariantCulture, $"{measured} {Text("unit")}").TrimEnd(), Needed("bound"),
                Enum.Parse<Verdict>(Needed("verdict"), ignoreCase: true), Text("condition"), Text("note"), cell,
                figure);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException
            or ArgumentException)
        {
            throw new FormatException($"A claim's record is not readable: {problem.Message}", problem);
        }
    }

    [GeneratedRegex(@"\bS\d\.\d+\b")]
    private static partial Regex StatementIds();
}

/// <summary>What a run measured in one notebook.</summary>
/// <param name="File">The notebook's file name.</param>
/// <param name="Status">Succeeded, failed or skipped.</param>
/// <param name="Reason">Why it did not succeed, or null.</param>
/// <param name="Seed">The run's seed (<see cref="RunSettings.Seed"/>).</param>
/// <param name="Full">Whether it was the long version (<see cref="RunSettings.Full"/>).</param>
/// <param name="Hash">SHA-256 of the notebook's file as it was.</param>
/// <param name="Claims">Its claims, in the order of its cells.</param>
public sealed record RecordedNotebook(
    string File, string Status, string? Reason, int Seed, bool Full, string Hash, IReadOnlyList<RecordedClaim> Claims);
