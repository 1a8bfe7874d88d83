using RnnCourse.Lessons.Texts;
using RnnCourse.Numerics;

namespace RnnCourse.Lessons.Tests.Texts;

public class UnitActivationsTests
{
    [Fact]
    public void The_unit_that_carries_a_feature_is_found_and_beats_the_shifted_null()
    {
        var random = new Random(1);
        var feature = Enumerable.Range(0, 300).Select(_ => random.NextDouble() < 0.3 ? 1.0 : 0).ToArray();
        var h = new Steps<double>(300, 1, 10);
        h.All.CopyFrom(h.All.Map(_ => 2 * random.NextDouble() - 1));
        for (var t = 0; t < 300; t++)
            h[t][0, 7] = -feature[t] + 0.3 * h[t][0, 7];

        var best = UnitActivations.Match(h, feature)[0];
        Assert.Equal(7, best.Unit);
        Assert.InRange(best.Correlation, -1, -0.85);
        Assert.True(UnitActivations.ShiftedNull(h, feature, 20, random)[^1] < 0.4);
    }

    [Fact]
    public void A_unit_that_never_moves_follows_nothing()
    {
        var h = new Steps<double>(5, 1, 2);
        Assert.All(UnitActivations.Match(h, [1, 0, 1, 0, 1]), match => Assert.Equal(0, match.Correlation));
        Assert.Throws<ArgumentException>(() => UnitActivations.Match(h, [1, 0]));
    }
}
