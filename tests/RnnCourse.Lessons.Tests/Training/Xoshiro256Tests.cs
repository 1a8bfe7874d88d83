using RnnCourse.Training;

namespace RnnCourse.Lessons.Tests.Training;

public class Xoshiro256Tests
{
    private static Xoshiro256 At(string state) => new(0) { State = state };

    // The first outputs of the authors' program for the state 1, 2, 3, 4.
    [Fact]
    public void The_numbers_are_those_of_the_authors_program()
    {
        var random = At("0000000000000001000000000000000200000000000000030000000000000004");
        ulong[] words = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600];
        Assert.All(words, word => Assert.Equal((word >> 11) / 9007199254740992.0, random.NextDouble()));
    }

    // The first words of splitmix64 from 0.
    [Fact]
    public void The_seed_is_spread_by_splitmix64() =>
        Assert.StartsWith("e220a8397b1dcdaf6e789e6aa1b965f4", new Xoshiro256(0).State, StringComparison.Ordinal);

    [Fact]
    public void A_saved_state_goes_on_with_the_same_numbers_of_every_kind()
    {
        var random = new Xoshiro256(7);
        for (var n = 0; n < 100; n++) random.NextDouble();
        var again = At(random.State);
        object[] Draw(Random from)
        {
            var items = Enumerable.Range(0, 50).ToArray();
            from.Shuffle(items);
            var bytes = new byte[13];
            from.NextBytes(bytes.AsSpan(0, 6));
            var more = new byte[4];
            from.NextBytes(more);
            return [from.Next(), from.Next(10), from.Next(-5, 5), from.NextInt64(), from.NextInt64(1L << 40),
                from.NextInt64(-9, 9), from.NextDouble(), from.NextSingle(), from.GetItems(items, 5), items, bytes,
                more];
        }

        Assert.Equal(Draw(random), Draw(again));
        Assert.Equal(random.State, again.State);
        Assert.NotEqual(Draw(new Xoshiro256(7)), Draw(new Xoshiro256(8)));
    }

    [Fact]
    public void Draws_are_even_and_stay_within_their_limits()
    {
        var random = new Xoshiro256(3);
        var counts = new int[6];
        for (var n = 0; n < 60_000; n++) counts[random.Next(6)]++;
        Assert.InRange(counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000), 0, 20.5);   // χ², 5 degrees, 0.1 %
        Assert.Equal(0.5, Enumerable.Range(0, 100_000).Average(_ => random.NextDouble()), 0.005);
        for (var n = 0; n < 1000; n++)
        {
            Assert.InRange(random.Next(int.MinValue, int.MaxValue), int.MinValue, int.MaxValue - 1);
            Assert.InRange(random.NextInt64(long.MinValue, long.MaxValue), long.MinValue, long.MaxValue - 1);
            Assert.InRange(random.NextSingle(), 0, 0.99999994f);
            Assert.InRange(random.Next(), 0, int.MaxValue - 1);
        }

        Assert.Equal((0, 0L, 5), (random.Next(0), random.NextInt64(0), random.Next(5, 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(2, 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000100000000000000020000000000000003000000000000000g")]
    public void What_is_no_state_is_refused_and_changes_nothing(string state)
    {
        var random = new Xoshiro256(1);
        var before = random.State;
        Assert.Contains("64 hexadecimal digits", Assert.Throws<FormatException>(() => random.State = state).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, random.State);
    }
}
