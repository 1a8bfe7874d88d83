using Xunit;

namespace RnnCourse.Notebooks.Tests;

public class CountedTests
{
    [Fact]
    public void One_is_singular_and_all_else_plural()
    {
        Assert.Equal(["0 pairs", "1 pair", "2 pairs", "0.5 points"],
            [Counted.Of(0, "pair"), Counted.Of(1, "pair"), Counted.Of(2, "pair"), Counted.Of(0.5, "point")]);
        Assert.Equal(["1 claim holds", "3 claims hold"],
            [Counted.Of(1, "claim holds", "claims hold"), Counted.Of(3, "claim holds", "claims hold")]);
    }
}
