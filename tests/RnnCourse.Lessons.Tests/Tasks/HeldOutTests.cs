using RnnCourse.Lessons.Tasks;

namespace RnnCourse.Lessons.Tests.Tasks;

public class HeldOutTests
{
    [Fact]
    public void No_date_of_the_test_occurs_in_training_however_it_is_written()
    {
        var (training, test) = new Dates(Language.Korean).Split();
        var seen = training.Sample(20_000, new Random(1)).Select(e => e.TargetText).ToHashSet();
        var asked = test.Sample(2000, new Random(2));
        Assert.All(asked, e => Assert.DoesNotContain(e.TargetText, seen));
        Assert.True(asked.Select(e => e.TargetText).Distinct().Count() > 1000);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(4)]
    public void One_in_so_many_is_held_out(int oneIn)
    {
        var task = new NumberWords(Language.English);
        var (training, _) = task.Split(oneIn);
        var all = task.Sample(20_000, new Random(3)).Select(e => e.TargetText).ToHashSet();
        var kept = training.Sample(200_000, new Random(3)).Select(e => e.TargetText).ToHashSet();
        Assert.Equal(1.0 / oneIn, 1 - (double)all.Count(kept.Contains) / all.Count, 0.02);
    }

    [Fact]
    public void The_sides_are_the_same_for_every_seed()
    {
        var (training, test) = new Captions().Split(oneIn: 5);
        var sides = ((int[])[1, 2, 3]).Select(seed =>
            test.Sample(2000, new Random(seed)).Select(e => e.Text).Distinct().Order().ToArray()).ToArray();
        Assert.Equal(sides[0], sides[1]);
        Assert.Equal(sides[0], sides[2]);
        Assert.Equal(72, sides[0].Length + training.Sample(5000, new Random(4)).Select(e => e.Text).Distinct().Count());
    }

    [Fact]
    public void A_side_keeps_the_tasks_name_source_and_baseline()
    {
        var task = new Sentiment();
        var (training, test) = task.Split();
        Assert.Equal(("sentiment of a review (training)", task.Source, task.BaselineLoss),
            (training.Name, training.Source, training.BaselineLoss));
        Assert.EndsWith("(test)", test.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_with_too_few_examples_cannot_be_split() =>
        Assert.Throws<InvalidOperationException>(() => ((ITask<TokenExample>)new Constant()).Split(2) is var (a, b)
            ? a.Sample(1, new Random(1)).Concat(b.Sample(1, new Random(1))).ToArray()
            : []);

    private sealed class Constant : ITask<TokenExample>
    {
        public string Name => "constant";

        public string Source => "";

        public double BaselineLoss => 0;

        public TokenExample Sample(Random random) => new([1], [1]);
    }
}
