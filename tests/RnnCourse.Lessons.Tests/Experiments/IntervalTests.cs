using RnnCourse.Lessons.Experiments;

namespace RnnCourse.Lessons.Tests.Experiments;

public class IntervalTests
{
    // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3 (Wilson's score
    // without correction).
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilsons_interval_agrees_with_published_values(int successes, int runs, double low, double high)
    {
        var share = new Proportion(successes, runs);
        Assert.Equal(low, share.Low, 4);
        Assert.Equal(high, share.High, 4);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(2, 5)]
    [InlineData(5, 5)]
    public void Wilsons_limits_are_the_shares_that_the_score_test_just_rejects(int successes, int runs)
    {
        var share = new Proportion(successes, runs);
        foreach (var limit in new[] { share.Low, share.High }.Where(p => p is > 0 and < 1))
            Assert.Equal(1.959963984540054, Math.Abs(share.Share - limit) / Math.Sqrt(limit * (1 - limit) / runs), 9);
        Assert.InRange(share.Share, share.Low, share.High);
    }

    [Fact]
    public void Failures_mirror_successes()
    {
        Proportion three = new(3, 11), eight = new(8, 11);
        Assert.Equal(three.Low, 1 - eight.High, 12);
        Assert.Equal(three.High, 1 - eight.Low, 12);
    }

    [Fact]
    public void A_mean_has_students_interval()
    {
        var mean = new Mean([1, 2, 3, 4, 5]);
        Assert.Equal(3, mean.Value, 12);
        Assert.Equal(2.7764451051977987 * Math.Sqrt(2.5 / 5), mean.HalfWidth, 9);      // t(4; 0.975)
        Assert.Equal("3 ± 2", mean.ToString());
    }

    [Fact]
    public void Runs_that_diverged_are_left_out_of_a_mean_and_counted()
    {
        var mean = new Mean([1, double.NaN, 3, double.PositiveInfinity]);
        Assert.Equal((2.0, 2, 2), (mean.Value, mean.Count, mean.NotFinite));
        Assert.True(double.IsNaN(new Mean([]).Value));
    }

    [Theory]
    [InlineData(9, 10, 1, 10, true)]
    [InlineData(1, 10, 9, 10, false)]
    [InlineData(20, 48, 19, 48, null)]
    [InlineData(11, 25, 8, 25, null)]
    [InlineData(5, 5, 5, 5, null)]
    public void Shares_decide_where_their_intervals_lie_apart(int more, int of, int less, int ofLess, bool? expected) =>
        Assert.Equal(expected, Verdict.More(new Proportion(more, of), new Proportion(less, ofLess)));

    [Fact]
    public void Means_and_limits_decide_by_intervals_too_and_one_run_decides_nothing()
    {
        Mean low = new([1, 1.1, 0.9]), high = new([3, 3.1, 2.9]), wide = new([0, 2, 4]);
        Assert.True(Verdict.More(high, low));
        Assert.False(Verdict.More(low, high));
        Assert.Null(Verdict.More(wide, low));
        Assert.True(Verdict.Above(high, 2));
        Assert.False(Verdict.Below(high, 2));
        Assert.Null(Verdict.Above(wide, 2));
        Assert.Null(Verdict.Above(new Mean([7]), 2));
        Assert.Null(Verdict.Above(new Proportion(3, 5), 0.5));
        Assert.True(Verdict.Above(new Proportion(5, 5), 0.5));
        Assert.Null(Verdict.All([true, null, true]));
        Assert.False(Verdict.All([null, false]));
        Assert.True(Verdict.Same(false, false));
    }
}
