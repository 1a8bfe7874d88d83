using System.Text.Json;
using RnnCourse.Lessons.Claims;

namespace RnnCourse.Lessons.Tests.Claims;

public sealed class ClaimTests
{
    [Fact]
    public void A_value_within_the_bound_holds() =>
        Assert.Equal(Verdict.Holds, Measured(1e-13, Bound.Below(1e-12)).Verdict);

    [Fact]
    public void A_value_outside_the_bound_fails_without_throwing() =>
        Assert.Equal(Verdict.Fails, Measured(2e-12, Bound.Below(1e-12)).Verdict);

    [Fact]
    public void A_value_within_the_bound_under_a_condition_is_conditional() =>
        Assert.Equal(Verdict.Conditional, Claim.That("a", "b", 1, Bound.AtMost(1), condition: "ρ < 1").Verdict);

    [Fact]
    public void A_condition_does_not_excuse_a_value_outside_the_bound() =>
        Assert.Equal(Verdict.Fails, Claim.That("a", "b", 2, Bound.AtMost(1), condition: "ρ < 1").Verdict);

    public static TheoryData<string> AllBounds =>
        ["below", "at most", "above", "at least", "between", "near", "exactly"];

    [Theory]
    [MemberData(nameof(AllBounds))]
    public void Nan_fails_every_bound(string name) =>
        Assert.Equal(Verdict.Fails, Measured(double.NaN, Named(name)).Verdict);

    [Theory]
    [InlineData("below", 0.999, 1.0)]
    [InlineData("at most", 1.0, 1.001)]
    [InlineData("above", 1.001, 1.0)]
    [InlineData("at least", 1.0, 0.999)]
    [InlineData("between", 1.0, 2.001)]
    [InlineData("between", 2.0, 0.999)]
    [InlineData("near", 1.1, 1.2)]
    [InlineData("near", 0.9, 0.8)]
    [InlineData("exactly", 1.0, 1.0000001)]
    public void A_bound_tells_inside_from_outside_at_its_edge(string name, double inside, double outside)
    {
        Assert.True(Named(name).Holds(inside));
        Assert.False(Named(name).Holds(outside));
    }

    [Fact]
    public void The_json_has_the_agreed_fields_and_nothing_for_what_is_not_said()
    {
        var json = JsonDocument.Parse(
            Claim.That("4.agree", "Both agree", 0.5, Bound.Below(1), source: "S1.5", unit: "nats", note: "H = 2")
            .ToJson()).RootElement;
        Assert.Equal(["bound", "id", "measured", "note", "sentence", "source", "unit", "verdict"],
            json.EnumerateObject().Select(field => field.Name).Order());
        Assert.Equal(0.5, json.GetProperty("measured").GetDouble());
        Assert.Equal("holds", json.GetProperty("verdict").GetString());
        Assert.Equal("< 1", json.GetProperty("bound").GetString());
    }

    [Theory]
    [InlineData(1.5e-16, "1.5e−16 nats")]
    [InlineData(double.NaN, "NaN nats")]
    [InlineData(double.NegativeInfinity, "−∞ nats")]
    public void A_claim_comes_back_from_its_json_as_it_was(double measured, string shown)
    {
        var claim = Claim.That(
            "a", "A < B & \"C\"", measured, Bound.AtMost(1), source: "S4.4", unit: "nats", condition: "ρ < 1",
            note: "n", part: ClaimPart.Limits, kind: ClaimKind.Check);
        var back = Claim.FromJson(claim.ToJson());
        Assert.Equal(claim, back);
        Assert.Equal(shown, back.MeasuredText);
        Assert.Equal(claim.ToString(), back.ToString());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"a","sentence":"A","measured":1,"bound":"< 1"}""")]
    [InlineData("""{"id":null,"sentence":"A","measured":1,"bound":"< 1","verdict":"holds"}""")]
    [InlineData("""{"id":"a","sentence":"A","measured":"much","bound":"< 1","verdict":"holds"}""")]
    [InlineData("""{"id":"a","sentence":"A","measured":1,"bound":"< 1","verdict":"perhaps"}""")]
    [InlineData("""{"id":"a","sentence":"A","measured":1,"bound":"< 1","verdict":7}""")]
    public void What_is_no_claim_is_refused_in_a_sentence(string json) =>
        Assert.StartsWith("A claim's record is not readable",
            Assert.Throws<FormatException>(() => Claim.FromJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_range_is_from_the_smallest_to_the_largest_measurement()
    {
        Assert.Equal("1e−7 … 2", Claim.Range([Measured(2, Bound.AtMost(1)), Measured(1e-7, Bound.AtMost(1))]));
        Assert.Equal("2", Claim.Range([Measured(2, Bound.AtMost(1)), Measured(2, Bound.AtMost(1))]));
        Assert.Equal("not finite", Claim.Range([Measured(2, Bound.AtMost(1)), Measured(double.NaN, Bound.AtMost(1))]));
    }

    [Fact]
    public void A_badge_shows_what_it_measured_and_no_placeholder()
    {
        var html = Shown.Html(new ClaimFormatters(), Measured(0.5, Bound.Below(1)) with
        {
            Kind = ClaimKind.Check,
        });
        Assert.Contains("data-claim=\"id\"", html, StringComparison.Ordinal);
        Assert.Contains("A sentence", html, StringComparison.Ordinal);
        Assert.Contains(">check<", html, StringComparison.Ordinal);
        Assert.DoesNotContain("{E(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("{ClaimStyle", html, StringComparison.Ordinal);
    }

    private static Claim Measured(double value, Bound bound) => Claim.That("id", "A sentence", value, bound);

    private static Bound Named(string name) => name switch
    {
        "below" => Bound.Below(1),
        "at most" => Bound.AtMost(1),
        "above" => Bound.Above(1),
        "at least" => Bound.AtLeast(1),
        "between" => Bound.Between(1, 2),
        "near" => Bound.Near(1, 0.1 + 1e-12),
        _ => Bound.Exactly(1),
    };
}
