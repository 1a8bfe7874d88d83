using System.Text.Json;
using RnnCourse.Claims;
using Xunit;

namespace RnnCourse.Tests.Claims;

public sealed class ClaimTests
{
    [Fact]
    public void A_value_within_the_bound_holds() => Assert.Equal(Verdict.Holds, Measured(1e-13, Bound.Below(1e-12)).Verdict);

    [Fact]
    public void A_value_outside_the_bound_fails_without_throwing() => Assert.Equal(Verdict.Fails, Measured(2e-12, Bound.Below(1e-12)).Verdict);

    [Fact]
    public void A_value_within_the_bound_under_a_condition_is_conditional() =>
        Assert.Equal(Verdict.Conditional, Claim.That("a", "b", 1, Bound.AtMost(1), condition: "ρ < 1").Verdict);

    [Fact]
    public void A_condition_does_not_excuse_a_value_outside_the_bound() =>
        Assert.Equal(Verdict.Fails, Claim.That("a", "b", 2, Bound.AtMost(1), condition: "ρ < 1").Verdict);

    public static TheoryData<string> AllBounds => ["below", "at most", "above", "at least", "between", "near", "exactly"];

    [Theory]
    [MemberData(nameof(AllBounds))]
    public void Nan_fails_every_bound(string name) => Assert.Equal(Verdict.Fails, Measured(double.NaN, Named(name)).Verdict);

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
    public void The_json_has_the_agreed_fields()
    {
        Claim claim = Claim.That("4.agree", "Both agree", 0.5, Bound.Below(1), source: "S1.5", unit: "nats", note: "H = 2");
        JsonElement json = JsonDocument.Parse(claim.ToJson()).RootElement;
        Assert.Equal(["id", "sentence", "source", "measured", "unit", "bound", "verdict", "condition", "note"], json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(0.5, json.GetProperty("measured").GetDouble());
        Assert.Equal("holds", json.GetProperty("verdict").GetString());
        Assert.Equal("< 1", json.GetProperty("bound").GetString());
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "∞")]
    public void A_value_json_has_no_number_for_is_written_as_text(double measured, string expected) =>
        Assert.Equal(expected, JsonDocument.Parse(Measured(measured, Bound.Below(1)).ToJson()).RootElement.GetProperty("measured").GetString());

    [Fact]
    public void A_ledger_refuses_two_claims_with_one_id()
    {
        var error = Assert.Throws<ArgumentException>(() => new Ledger([Measured(1, Bound.AtMost(1)), Measured(2, Bound.AtMost(1))]));
        Assert.Contains("id", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_counts_its_verdicts()
    {
        var ledger = new Ledger(
        [
            Claim.That("a", "A", 1, Bound.AtMost(1)),
            Claim.That("b", "B", 2, Bound.AtMost(1)),
            Claim.That("c", "C", 1, Bound.AtMost(1), condition: "x"),
        ]);
        Assert.StartsWith("3 claims: 1 holds, 1 fails, 1 holds under a condition.", ledger.ToString(), StringComparison.Ordinal);
        Assert.Equal("B", ledger["b"].Sentence);
        Assert.Throws<KeyNotFoundException>(() => ledger["d"]);
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
