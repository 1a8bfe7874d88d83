using RnnCourse.Lessons.Claims;

namespace RnnCourse.Lessons.Tests.Claims;

public sealed class RunSettingsTests
{
    [Fact]
    public void Without_the_variable_the_seed_is_1_and_repetitions_take_the_first_seeds()
    {
        Assert.Equal(1, RunSettings.ReadSeed(null));
        Assert.Equal(1, RunSettings.ReadSeed(""));
        Assert.Equal(7, RunSettings.ReadSeed("7"));
        if (Environment.GetEnvironmentVariable("RNNCOURSE_SEED") is null) Assert.Equal([1, 2, 3], RunSettings.Seeds(3));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("one")]
    [InlineData("1.5")]
    public void A_seed_that_is_no_whole_number_from_1_up_says_so(string text)
    {
        Assert.Contains("whole number from 1 up",
            Assert.Throws<FormatException>(() => RunSettings.ReadSeed(text)).Message, StringComparison.Ordinal);
    }
}
