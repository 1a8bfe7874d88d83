using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using RnnCourse.Figures.Display;

namespace RnnCourse.Lessons.Claims;

/// <summary>A sentence with a number that was measured. In a notebook it shows a badge; a claim that fails makes the
/// run fail. It never throws for failing, so that the cells after it still run.</summary>
/// <example>
/// <code>
/// Claim.That("4.agree", "BPTT and the double sum agree", difference, Bound.Below(1e-12), source: "S1.5",
///     kind: ClaimKind.Check)
/// </code>
/// </example>
[TypeFormatterSource(typeof(ClaimFormatters),
    PreferredMimeTypes = ["text/html", "text/plain", ClaimFormatters.ClaimMimeType])]
public sealed partial record Claim
{
    /// <summary>How claims are written, each alone and all in the ledger.</summary>
    internal static readonly JsonSerializerOptions JsonForm = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // What is not a finite number is written by name.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The name of the claim, unique in the course: "4.agree".</summary>
    public required string Id { get; init; }
    public required string Sentence { get; init; }
    public required double Measured { get; init; }

    /// <summary>The unit of the value, or null for a pure number.</summary>
    public string? Unit { get; init; }

    /// <summary>Where the value must lie: "&lt; 1e−12".</summary>
    public required string Bound { get; init; }

    /// <summary>Whether the claim holds, fails, or holds under its condition.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Which statement or paper the claim is about: "S4.4", "Pascanu et al. 2013, §2.1".</summary>
    public string? Source { get; init; }

    /// <summary>What the claim, where it holds, does to its source.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ClaimPart Part { get; init; }

    /// <summary>Whether the claim is a finding, or a check that could only fail by a mistake.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ClaimKind Kind { get; init; }

    /// <summary>The condition under which the claim is true; null when there is none.</summary>
    public string? Condition { get; init; }

    /// <summary>A remark: what differs, what was held fixed.</summary>
    public string? Note { get; init; }

    /// <summary>The cell that measured it, from 1; null before a run has recorded it.</summary>
    public int? Cell { get; init; }

    /// <summary>The nearest cell of the notebook that shows a figure, from 1; null where there is none.</summary>
    public int? Figure { get; init; }

    /// <summary>A claim and its measurement.</summary>
    /// <param name="bound">Where it must lie: <c>Bound.Below(1e-12)</c>.</param>
    /// <param name="source">Which statement or paper it is about.</param>
    /// <param name="condition">When the claim is true only under a condition: that condition.</param>
    /// <param name="part">What it does to its source; the verdict on a statement counts these parts.</param>
    /// <param name="kind">A check where the sentence is an identity, or a test of the library.</param>
    /// <exception cref="ArgumentException">The id or the sentence is empty, or a part is named without a
    /// source.</exception>
    public static Claim That(string id, string sentence, double measured, Bound bound,
        string? source = null, string? unit = null, string? condition = null, string? note = null,
        ClaimPart part = ClaimPart.Supports, ClaimKind kind = ClaimKind.Finding)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(sentence);
        ArgumentNullException.ThrowIfNull(bound);
        if (part != ClaimPart.Supports && source is null)
            throw new ArgumentException($"The claim \"{id}\" has the part {part}, but names no source: say which "
                + "statement or paper it is about.", nameof(source));
        return new Claim
        {
            Id = id,
            Sentence = sentence,
            Measured = measured,
            Unit = unit,
            Bound = bound.ToString(),
            Verdict = !bound.Holds(measured) ? Verdict.Fails : condition is null ? Verdict.Holds : Verdict.Conditional,
            Source = source,
            Part = part,
            Kind = kind,
            Condition = condition,
            Note = note,
        };
    }

    /// <summary>The measured value with its unit.</summary>
    [JsonIgnore]
    public string MeasuredText => Show(Measured) + (string.IsNullOrEmpty(Unit) ? "" : " " + Unit);

    /// <summary>The verdict in one word: holds, fails or conditional.</summary>
    [JsonIgnore]
    public string VerdictText => ClaimStyle.Word(Verdict);

    /// <summary>The statements of the lecture notes that the claim names as its source: S4.4 of "S4.4, Pascanu et al.
    /// 2013".</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Statements =>
        [.. StatementIds().Matches(Source ?? "").Select(match => match.Value).Distinct()];

    /// <summary>Several measurements of one claim: the smallest and the largest, or "not finite".</summary>
    public static string Range(IReadOnlyCollection<Claim> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (claims.Count == 0 || claims.Any(claim => !double.IsFinite(claim.Measured))) return "not finite";
        var (least, most) = (Show(claims.Min(claim => claim.Measured)), Show(claims.Max(claim => claim.Measured)));
        return least == most ? least : $"{least} … {most}";
    }

    /// <summary>The claim as JSON: what a notebook's display gives and a run records.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonForm);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is not a claim.</exception>
    public static Claim FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Claim>(json, JsonForm) is var claim && IsWhole(claim) ? claim!
                : throw new FormatException(
                    "A claim's record is not readable: it lacks its id, its sentence or its bound.");
        }
        catch (JsonException problem)
        {
            throw new FormatException($"A claim's record is not readable: {problem.Message}", problem);
        }
    }

    /// <summary>The claim on one line: its verdict, the sentence, the value and the bound.</summary>
    public override string ToString()
    {
        var only = Condition is null ? "" : $", only if {Condition}";
        var from = SourceText is { } text ? $" ({text})" : "";
        return $"[{VerdictText}] {Sentence}{only}{from}: {MeasuredText}, bound "
            + $"{Bound}{(Note is null ? "" : ". " + Note)}";
    }

    internal string? SourceText => Part switch
    {
        ClaimPart.Limits => $"limits {Source}",
        ClaimPart.Against => $"against {Source}",
        ClaimPart.Lesson => $"beside {Source}",
        _ => Source,
    };

    /// <summary>Whether JSON had no null where a text must stand.</summary>
    internal static bool IsWhole(Claim? claim) => claim is { Id: not null, Sentence: not null, Bound: not null };

    private static string Show(double value) => Numbers.Short(value);

    [GeneratedRegex(@"\bS\d\.\d+[a-z]?\b")]
    private static partial Regex StatementIds();
}

/// <summary>What a measurement says of a claim.</summary>
public enum Verdict
{
    /// <summary>The measured value lies within the bound.</summary>
    Holds,

    /// <summary>It does not, or it is not a number.</summary>
    Fails,

    /// <summary>It does, under the condition the claim names.</summary>
    Conditional,
}

/// <summary>What a claim, where it holds, does to the statement or paper that it names as its source.</summary>
public enum ClaimPart
{
    /// <summary>It is what the source says, measured.</summary>
    Supports,

    /// <summary>It shows a condition that the source does not name.</summary>
    Limits,

    /// <summary>It shows that what the source says is not so.</summary>
    Against,

    /// <summary>It belongs to the subject, but the source does not say it, nor the opposite: it has no vote.</summary>
    Lesson,
}

/// <summary>How a claim could come out otherwise.</summary>
public enum ClaimKind
{
    /// <summary>The world might have been otherwise: another value would be news.</summary>
    Finding,

    /// <summary>An identity, a count, or a test of the library: another value would be a mistake.</summary>
    Check,
}
