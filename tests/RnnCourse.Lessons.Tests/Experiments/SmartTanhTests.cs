using RnnCourse.Lessons.Analysis;
using RnnCourse.Lessons.Experiments;
using RnnCourse.Numerics;

namespace RnnCourse.Lessons.Tests.Experiments;

public class SmartTanhTests
{
    [Fact]
    public void Smart_tanh_has_15_non_zeros_a_row_and_spectral_radius_095()
    {
        var w = new Mat<double>(50, 50);
        SmartTanh.Fill(w, new Random(2));
        Assert.Equal(0.95, Spectrum.Radius(w), 10);
        for (var r = 0; r < 50; r++)
            Assert.Equal(15, w.RowSpan(r).ToArray().Count(x => x != 0));
        Assert.Throws<ArgumentException>(() => SmartTanh.Fill(new Mat<double>(2, 3), new Random(1)));
    }
}
