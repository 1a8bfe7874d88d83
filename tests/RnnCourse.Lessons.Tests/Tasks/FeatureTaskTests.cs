using RnnCourse.Lessons.Tasks;

namespace RnnCourse.Lessons.Tests.Tasks;

public class FeatureTaskTests
{
    [Fact]
    public void Always_saying_1_costs_one_sixth_in_the_adding_problem()
    {
        var task = new Adding(10);
        var errors = task.Sample(200_000, new Random(1)).Average(e => Math.Pow(e.Targets[^1]![0] - 1, 2));
        Assert.Equal(1.0 / 6, task.BaselineLoss, 15);
        Assert.Equal(task.BaselineLoss, errors, 0.002);
    }

    [Fact]
    public void The_adding_problem_marks_one_number_in_each_half_and_asks_for_their_sum()
    {
        foreach (var example in new Adding(15).Sample(300, new Random(2)))
        {
            var marked = Enumerable.Range(0, 15).Where(t => example.Inputs[t][1] == 1).ToArray();
            Assert.Equal(2, marked.Length);
            Assert.True(marked[0] < 7 && marked[1] >= 7);
            Assert.Equal(marked.Sum(t => example.Inputs[t][0]), example.Targets[^1]![0], 15);
            Assert.All(example.Targets[..^1], Assert.Null);
        }
    }

    [Fact]
    public void Two_sequences_tell_their_class_first_and_are_noise_of_variance_one_fifth_afterwards()
    {
        var task = new TwoSequences(100, 3);
        var examples = task.Sample(500, new Random(3));
        Assert.All(examples, e => Assert.InRange(e.Length, 100, 110));
        Assert.All(examples, e => Assert.All(e.Inputs[..3], x => Assert.Equal(e.Targets[^1] == 0 ? 1 : -1, x[0])));
        Assert.Equal(0.2, examples.SelectMany(e => e.Inputs[3..]).Average(x => x[0] * x[0]), 0.01);
    }

    [Fact]
    public void The_dot_moves_where_its_label_says()
    {
        var (down, right) = (new[] { -1, -1, 0, 1, 1, 1, 0, -1 }, new[] { 0, 1, 1, 1, 0, -1, -1, -1 });
        foreach (var film in new MovingDot(20, noise: 0).Sample(50, new Random(4)))
        {
            Assert.Equal(TokenExample.Unscored, film.Targets[0]);
            for (var t = 1; t < film.Length; t++)
            {
                var (before, now) = (Array.IndexOf(film.Inputs[t - 1], 1.0), Array.IndexOf(film.Inputs[t], 1.0));
                var row = (before / 8 + down[film.Targets[t]] + 8) % 8;
                var column = (before % 8 + right[film.Targets[t]] + 8) % 8;
                Assert.Equal(row * 8 + column, now);
            }
        }
    }

    public static TheoryData<PriceSeries> Prices => new(PriceSeries.Swinging(50), PriceSeries.RandomWalk(50));

    [Theory, MemberData(nameof(Prices))]
    public void The_naive_forecast_costs_what_the_formula_says(PriceSeries task)
    {
        var errors = task.Sample(4000, new Random(5)).Average(
            e => e.Inputs.Zip(e.Targets, (x, y) => Math.Pow(y![0] - x[0], 2)).Average());
        Assert.Equal(1, errors / task.BaselineLoss, 0.02);
        Assert.True(task.LeastLoss <= task.BaselineLoss);
    }

    [Fact]
    public void The_series_goes_on_from_target_to_next_input()
    {
        var example = PriceSeries.Swinging(30).Sample(new Random(6));
        for (var t = 1; t < example.Length; t++)
            Assert.Equal(example.Targets[t - 1]![0], example.Inputs[t][0]);
    }

    [Fact]
    public void A_caption_is_decided_by_its_picture()
    {
        var task = new Captions(noise: 0);
        var captions = task.Sample(3000, new Random(7));
        var byPicture = captions.GroupBy(c => string.Concat(c.Picture.Select(p => p > 0.5 ? '#' : '.')));
        Assert.Equal(72, byPicture.Count());
        Assert.All(byPicture, group => Assert.Single(group.Select(c => c.Text).Distinct()));
        Assert.All(captions, c => Assert.Equal(c.Text, task.Words.Decode(c.Words, " ")));
        Assert.Equal([6, 7], captions.Select(c => c.Words.Length).Distinct().Order());
    }

    [Fact]
    public void The_caption_baseline_is_the_entropy_over_the_mean_number_of_words() =>
        Assert.Equal(Math.Log(72) / (8 - 1.0 / 9), new Captions().BaselineLoss, 12);

    [Fact]
    public void Sizes_that_make_no_task_are_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adding(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoSequences(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MovingDot(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Captions(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PriceSeries.Swinging(0));
    }
}
