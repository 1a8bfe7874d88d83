using RnnCourse.Lessons.Tasks;

namespace RnnCourse.Lessons.Tests.Tasks;

public class ScalerTests
{
    private static readonly double[] Series =
    [
        .. Enumerable.Range(0, 60)
            .Select(t => Math.Exp(2 + 0.03 * t + 0.4 * Math.Sin(t * Math.PI / 6) + 0.01 * (t % 7))),
    ];

    [Theory]
    [InlineData(false, new int[0])]
    [InlineData(true, new int[0])]
    [InlineData(false, new[] { 1 })]
    [InlineData(true, new[] { 1, 12 })]
    [InlineData(true, new[] { 12, 1, 1 })]
    public void What_is_undone_is_the_series_again(bool log, int[] differences)
    {
        var scaler = Scaler.Fit(Series[..40], log, differences);
        var scaled = scaler.Transform(Series);
        Assert.Equal(Series.Length - scaler.Past, scaled.Length);
        var undone = scaler.Undo(scaled, Series[..scaler.Past]);
        Assert.All(undone.Zip(Series.Skip(scaler.Past)), pair => Assert.Equal(pair.Second, pair.First, 1e-9));

        // A forecast of the last steps, from all that is known before.
        var forecast = scaler.Undo(scaled[^5..], Series[..^5]);
        Assert.All(forecast.Zip(Series[^5..]), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void The_training_part_has_mean_0_and_deviation_1_and_later_numbers_do_not_change_it()
    {
        var scaler = Scaler.Fit(Series[..40], log: true, differences: [1]);
        var z = scaler.Transform(Series[..40]);
        Assert.Equal(0, z.Average(), 1e-12);
        Assert.Equal(1, z.Average(x => x * x), 1e-12);
        Assert.Equal(z, scaler.Transform(Series)[..39]);
    }

    [Fact]
    public void Steps_by_hand()
    {
        var scaler = Scaler.Fit([1, 2, 4, 8], log: true, differences: [1], standardize: false);
        Assert.All(scaler.Transform([1, 2, 4, 8]), x => Assert.Equal(Math.Log(2), x, 12));
        Assert.Equal([4, 12, 24], Scaler.Fit([0], standardize: false, differences: []).Undo([4, 12, 24]));
        Assert.Equal(32, scaler.Undo([Math.Log(2), Math.Log(2)], [8])[1], 12);
        Assert.Equal([2, 5, 9], Scaler.Fit([0, 1], differences: [1], standardize: false).Undo([1, 3, 4], [7, 1]));
        Assert.Equal((5, 1), (Scaler.Fit([5, 5, 5]).Mean, Scaler.Fit([5, 5, 5]).Deviation));
    }

    [Fact]
    public void Numbers_that_cannot_be_scaled_are_named_with_their_place()
    {
        string Refused(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.Contains("Place 2 of the series is NaN; expected a finite number.",
            Refused(() => Scaler.Fit([1, 2, double.NaN])), StringComparison.Ordinal);
        Assert.Contains("Place 1 of the series is 0; expected a finite number above 0",
            Refused(() => Scaler.Fit([1, 0, 2], log: true)), StringComparison.Ordinal);
        Assert.Contains("need at least 14", Refused(() => Scaler.Fit(Series[..13], differences: [1, 12])),
            StringComparison.Ordinal);
        Assert.Contains("need the last 13",
            Refused(() => Scaler.Fit(Series, differences: [1, 12]).Undo([1], Series[..12])), StringComparison.Ordinal);
        Refused(() => Scaler.Fit(Series, differences: [0]));
        Refused(() => Scaler.Fit(null!));
    }
}
