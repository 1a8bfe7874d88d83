using RnnCourse.Lessons.Tasks;
using RnnCourse.Models;

namespace RnnCourse.Lessons.Tests.Tasks;

public class BatchTests
{
    [Fact]
    public void Shorter_examples_are_padded_and_the_batch_knows_their_lengths()
    {
        var batch = Batches.Of<float>((TokenExample[])[new([1, 2, 3], [0, 1, 0]), new([4], [1])]);
        Assert.Equal([3, 1], batch.X.Lengths!);
        Assert.Equal([1, 4, 2, 0, 3, 0], batch.X.Tokens.ToArray());
        Assert.Equal([0, 1, 1, -1, 0, -1], batch.Y.Tokens.ToArray());
        Assert.Equal(4, batch.Tokens);
    }

    [Fact]
    public void Equal_lengths_need_no_mask() =>
        Assert.Null(Batches.Of<float>(new Recall(4).Sample(3, new Random(1))).X.Lengths);

    [Fact]
    public void The_last_target_is_taken_where_the_model_speaks_last()
    {
        var examples = new TwoSequences(20).Sample(5, new Random(2));
        var batch = Batches.Of<double>(examples, OutputAt.LastStep);
        Assert.Equal(examples.Select(e => e.Targets[^1]), batch.Y.Tokens.ToArray());
        Assert.Equal(examples.Max(e => e.Length), batch.X.Count);
        Assert.Equal(examples[3].Inputs[7][0], batch.X.Dense![7][3, 0]);
    }

    [Fact]
    public void Numbers_to_predict_lie_where_they_are_asked()
    {
        var example = new Adding(6).Sample(new Random(3));
        var batch = Batches.Of<double>([example], OutputAt.LastStep);
        Assert.Equal(example.Targets[^1]![0], batch.Y.Dense![0][0, 0]);
        var error = Assert.Throws<ArgumentException>(() => Batches.Of<double>([example]));
        Assert.Contains("OutputAt.LastStep", error.Message, StringComparison.Ordinal);

        var series = PriceSeries.Swinging(5).Sample(new Random(4));
        Assert.Equal(series.Targets[2]![0], Batches.Of<double>([series]).Y.Dense![2][0, 0]);
    }

    [Fact]
    public void Empty_batches_and_examples_are_errors()
    {
        Assert.Throws<ArgumentException>(() => Batches.Of<float>((TokenExample[])[]));
        Assert.Contains("Example 1 is empty", Assert.Throws<ArgumentException>(
            () => Batches.Of<float>((TokenExample[])[new([1], [1]), new([], [])])).Message, StringComparison.Ordinal);
    }
}
