using RnnCourse.Lessons.Tasks;

namespace RnnCourse.Lessons.Tests.Tasks;

public class TokenTaskTests
{
    public static TheoryData<ITokenTask> TokenTasks => new((ITokenTask[])
    [
        new CopyMemory(5), TemporalOrder.Pascanu(20), TemporalOrder.Hochreiter(), new EmbeddedReber(),
        new Recall(6), new Recall(6, distractors: true), new Sentiment(), new PartsOfSpeech(),
    ]);

    [Theory, MemberData(nameof(TokenTasks))]
    public void Examples_fit_their_vocabularies_and_are_asked_something(ITokenTask task)
    {
        foreach (var example in task.Sample(200, new Random(1)))
        {
            Assert.Equal(example.Inputs.Length, example.Targets.Length);
            Assert.All(example.Inputs, id => Assert.InRange(id, 0, task.Inputs.Count - 1));
            Assert.All(example.Targets, id => Assert.InRange(id, TokenExample.Unscored, task.Classes.Count - 1));
            Assert.Contains(example.Targets, id => id != TokenExample.Unscored);
        }
    }

    [Theory, MemberData(nameof(TokenTasks))]
    public void The_same_seed_gives_the_same_examples(ITokenTask task)
    {
        var (once, again) = (task.Sample(20, new Random(3)), task.Sample(20, new Random(3)));
        Assert.Equal(once.SelectMany(e => e.Inputs), again.SelectMany(e => e.Inputs));
        Assert.Equal(once.SelectMany(e => e.Targets), again.SelectMany(e => e.Targets));
        Assert.NotEqual(once.SelectMany(e => e.Inputs), task.Sample(20, new Random(4)).SelectMany(e => e.Inputs));
    }

    [Fact]
    public void The_seeded_generator_is_the_one_the_course_was_made_with()
    {
        var random = new Random(42);
        Assert.Equal([668, 140, 125, 522], Enumerable.Range(0, 4).Select(_ => random.Next(1000)));
    }

    [Fact]
    public void Copy_memory_asks_for_its_ten_symbols_after_the_cue()
    {
        var task = new CopyMemory(30);
        var example = task.Sample(new Random(5));
        Assert.Equal(50, example.Length);
        Assert.Equal(example.Inputs[..10], example.Targets[^10..]);
        Assert.Equal("?", task.Inputs[example.Inputs[^11]]);
        Assert.All(example.Targets[..^10], id => Assert.Equal("_", task.Classes[id]));
        Assert.Equal(10 * Math.Log(8) / 50, task.BaselineLoss, 12);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public void Pascanus_order_has_its_two_symbols_where_the_paper_puts_them(int length)
    {
        var task = TemporalOrder.Pascanu(length);
        foreach (var example in task.Sample(500, new Random(6)))
        {
            var places = Enumerable.Range(0, length).Where(t => example.Inputs[t] < 2).ToArray();
            Assert.Equal(2, places.Length);
            Assert.InRange(places[0], length / 10, 2 * length / 10);
            Assert.InRange(places[1], 4 * length / 10, 5 * length / 10);
            var said = task.Classes[example.Targets[^1]];
            Assert.Equal(said, task.Inputs.Decode(places.Select(t => example.Inputs[t])));
        }
    }

    [Fact]
    public void Hochreiters_order_starts_with_E_ends_with_B_and_has_100_to_110_steps()
    {
        var task = TemporalOrder.Hochreiter();
        foreach (var example in task.Sample(300, new Random(7)))
        {
            Assert.InRange(example.Length, 100, 110);
            Assert.Equal(("E", "B"), (task.Inputs[example.Inputs[0]], task.Inputs[example.Inputs[^1]]));
            var places = Enumerable.Range(0, example.Length).Where(t => example.Inputs[t] < 2).ToArray();
            Assert.InRange(places[0], 10, 20);
            Assert.InRange(places[1], 50, 60);
        }
    }

    [Fact]
    public void Every_class_of_temporal_order_is_equally_likely()
    {
        var counts =
            TemporalOrder.Pascanu(20).Sample(8000, new Random(8)).CountBy(e => e.Targets[^1]).Select(c => c.Value);
        Assert.All(counts, n => Assert.InRange(n, 1850, 2150));
    }

    [Fact]
    public void Every_step_of_a_Reber_string_is_legal_and_the_outer_symbol_comes_back()
    {
        var task = new EmbeddedReber();
        foreach (var example in task.Sample(500, new Random(9)))
        {
            var legal = task.Legal(example.Inputs);
            for (var t = 0; t < example.Length; t++)
                Assert.Contains(example.Targets[t], legal[t]);
            Assert.Equal(example.Inputs[1], example.Targets[EmbeddedReber.RecallStep(example)]);
            Assert.Equal("E", task.Classes[example.Targets[^1]]);
            Assert.Single(legal[EmbeddedReber.RecallStep(example)]);
        }
    }

    [Fact]
    public void A_string_that_is_not_of_the_grammar_is_refused_with_its_place()
    {
        var task = new EmbeddedReber();
        var error = Assert.Throws<ArgumentException>(() => task.Legal(task.Inputs.Encode("BTBX")));
        Assert.Contains("X at step 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recall_asks_for_its_first_symbol_at_the_cue()
    {
        var task = new Recall(lag: 9, symbols: 3, distractors: true);
        foreach (var example in task.Sample(100, new Random(10)))
        {
            Assert.Equal((10, "?"), (example.Length, task.Inputs[example.Inputs[^1]]));
            Assert.Equal(example.Inputs[0], example.Targets[^1]);
        }

        Assert.Equal(Math.Log(3), task.BaselineLoss, 12);
    }

    [Fact]
    public void A_words_tag_is_settled_by_the_word_and_the_tag_before_it()
    {
        var task = new PartsOfSpeech();
        var tags = new Dictionary<(int Before, int Word), int>();
        var ambiguous = new Dictionary<int, HashSet<int>>();
        foreach (var example in task.Sample(5000, new Random(11)))
            for (var t = 0; t < example.Length; t++)
            {
                var key = (t == 0 ? -1 : example.Targets[t - 1], example.Inputs[t]);
                Assert.Equal(example.Targets[t],
                    tags.TryGetValue(key, out var tag) ? tag : tags[key] = example.Targets[t]);
                ambiguous.TryAdd(example.Inputs[t], []);
                ambiguous[example.Inputs[t]].Add(example.Targets[t]);
            }

        Assert.InRange(ambiguous.Count(word => word.Value.Count > 1), 8, 20);
        Assert.InRange(task.BaselineLoss, 0.1, 1);
    }

    [Theory]
    [InlineData("not", 0.6)]
    [InlineData("but", 0.6)]
    public void Sentiment_needs_more_than_one_word(string word, double most)
    {
        var task = new Sentiment();
        var having = task.Sample(4000, new Random(12)).Where(e => e.Inputs.Contains(task.Inputs[word])).ToArray();
        Assert.NotEmpty(having);
        Assert.InRange(having.Average(e => e.Targets[^1]), 1 - most, most);
    }

    [Fact]
    public void Lengths_that_make_no_task_are_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CopyMemory(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TemporalOrder.Pascanu(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Recall(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Recall(3, symbols: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Recall(3).Sample(-1, new Random(1)));
    }
}
