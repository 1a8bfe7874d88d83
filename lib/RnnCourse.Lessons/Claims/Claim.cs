using System.Text.Json.Nodes;
using RnnCourse.Figures.Display;
using RnnCourse.Figures.Drawing;

namespace RnnCourse.Lessons.Claims;

/// <summary>
/// A sentence with a number that was measured. In a notebook it shows a badge; a claim that fails makes the run fail.
/// It never throws for failing, so that the cells after it still run.
/// </summary>
/// <example>
/// <code>
/// Claim.That("4.agree", "BPTT and the double sum give the same gradient", difference, Bound.Below(1e-12), source:
/// "S1.5") </code>
/// </example>
[TypeFormatterSource(typeof(ClaimFormatters),
    PreferredMimeTypes = ["text/html", "text/plain", ClaimFormatters.ClaimMimeType])]
public sealed class Claim
{
    private Claim(string id, string sentence, double measured, Bound bound)
    {
        Id = id;
        Sentence = sentence;
        Measured = measured;
        Bound = bound;
    }

    /// <summary>The name of the claim, unique in the course: "4.agree".</summary>
    public string Id { get; }

    /// <summary>The claim in words.</summary>
    public string Sentence { get; }

    /// <summary>The measured value.</summary>
    public double Measured { get; }

    /// <summary>Where the value must lie.</summary>
    public Bound Bound { get; }

    /// <summary>The unit of the value, or null for a pure number.</summary>
    public string? Unit { get; private init; }

    /// <summary>Which statement or paper the claim is about: "S4.4", "Pascanu et al. 2013, §2.1".</summary>
    public string? Source { get; private init; }

    /// <summary>The condition under which the claim is true; null when there is none.</summary>
    public string? Condition { get; private init; }

    /// <summary>A remark: what differs, what was held fixed.</summary>
    public string? Note { get; private init; }

    /// <summary>Whether the claim speaks against its source: where it holds, what the source says is not true as it
    /// stands.</summary>
    public bool Contradicts { get; private init; }

    /// <summary>Whether the claim holds, fails, or holds under its condition.</summary>
    public Verdict Verdict =>
        !Bound.Holds(Measured) ? Verdict.Fails : Condition is null ? Verdict.Holds : Verdict.Conditional;

    /// <summary>A claim and its measurement.</summary>
    /// <param name="id">A name, unique in the course.</param>
    /// <param name="sentence">The claim in words.</param>
    /// <param name="measured">The value the notebook computed.</param>
    /// <param name="bound">Where it must lie: <c>Bound.Below(1e-12)</c>.</param>
    /// <param name="source">Which statement or paper it is about.</param>
    /// <param name="unit">The unit of the value.</param>
    /// <param name="condition">When the claim is true only under a condition: that condition.</param>
    /// <param name="note">A remark.</param>
    /// <param name="contradicts">The claim speaks against its source: the ledger then counts the source's statement as
    /// false where the claim holds.</param>
    /// <exception cref="ArgumentException">The id or the sentence is empty.</exception>
    public static Claim That(string id, string sentence, double measured, Bound bound,
        string? source = null, string? unit = null, string? condition = null, string? note = null,
        bool contradicts = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(sentence);
        ArgumentNullException.ThrowIfNull(bound);
        if (contradicts && source is null)
            throw new ArgumentException(
                $"The claim \"{id}\" contradicts its source, but names none: say which statement it speaks "
                    + "against.", nameof(source));
        return new Claim(id, sentence, measured, bound)
        {
            Source = source,
            Unit = unit,
            Condition = condition,
            Note = note,
            Contradicts = contradicts
        };
    }

    /// <summary>The measured value with its unit.</summary>
    public string MeasuredText => Numbers.Short(Measured) + (Unit is null ? "" : " " + Unit);

    /// <summary>The verdict in one word: holds, fails or conditional.</summary>
    public string VerdictText => ClaimStyle.Word(Verdict);

    /// <summary>The claim as the JSON that a run records. A measured value that is no finite number is written as
    /// text.</summary>
    public string ToJson()
    {
        var json = Fields();
        if (Contradicts)
            json["contradicts"] = true;
        return PlotlyJson.Write(json);
    }

    /// <summary>The claim on one line: its verdict, the sentence, the value and the bound.</summary>
    public override string ToString()
    {
        var only = Condition is null ? "" : $", only if {Condition}";
        var from = SourceText is { } text ? $" ({text})" : "";
        return $"[{VerdictText}] {Sentence}{only}{from}: {MeasuredText}, bound "
            + $"{Bound}{(Note is null ? "" : ". " + Note)}";
    }

    internal string? SourceText => Contradicts ? $"against {Source}" : Source;

    private JsonObject Fields() => new()
    {
        ["id"] = Id,
        ["sentence"] = Sentence,
        ["source"] = Source,
        ["measured"] =
            double.IsFinite(Measured) ? JsonValue.Create(Measured) : JsonValue.Create(Numbers.Short(Measured)),
        ["unit"] = Unit,
        ["bound"] = Bound.ToString(),
        ["verdict"] = VerdictText,
        ["condition"] = Condition,
        ["note"] = Note,
    };
}
