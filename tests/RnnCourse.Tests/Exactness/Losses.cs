using RnnCourse.Losses;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Exactness;

/// <summary>Every loss by name, with random targets for it.</summary>
internal static class Losses
{
    public static readonly string[] Names =
        ["softmax, sum", "softmax, mean", "softmax of distributions, mean over batch", "sigmoid, sum",
            "squared error, sum", "squared error, mean"];

    public static Loss<double> Make(string name)
    {
        var reduction = name.EndsWith("sum", StringComparison.Ordinal) ? Reduction.Sum
            : name.EndsWith("batch", StringComparison.Ordinal) ? Reduction.MeanOverBatch
            : Reduction.Mean;
        return name.Split(',', ' ')[0] switch
        {
            "softmax" => new SoftmaxCrossEntropy<double>(reduction),
            "sigmoid" => new SigmoidCrossEntropy<double>(reduction),
            _ => new SquaredError<double>(reduction),
        };
    }

    public static Sequence<double> Targets(string name, int steps, int batch, int outputs, int[]? lengths,
        Random random)
    {
        var numbers = Numbers.RandomSteps<double>(random, steps, batch, outputs);
        if (name.StartsWith("squared", StringComparison.Ordinal))
            return new Sequence<double>(numbers, lengths);
        if (name.StartsWith("sigmoid", StringComparison.Ordinal))
            return new Sequence<double>(numbers.Select(step => step.Map(x => x > 0 ? 1 : 0)).ToArray(), lengths);
        if (name.StartsWith("softmax of", StringComparison.Ordinal))
        {
            foreach (var step in numbers)
                for (var b = 0; b < batch; b++)
                {
                    var row = step.RowSpan(b);
                    var sum = 0.0;
                    foreach (ref var x in row)
                        sum += x = Math.Exp(x);
                    foreach (ref var x in row)
                        x /= sum;
                }

            return new Sequence<double>(numbers, lengths);
        }

        var classes = new Sequence<double>(steps, batch, lengths);
        foreach (ref var target in classes.Tokens)
            target = random.Next(outputs);
        return classes;
    }

    /// <summary>One sequence of a batch, its padding cut off.</summary>
    public static Sequence<double> Row(Sequence<double> batch, int b)
    {
        var length = batch.Lengths?[b] ?? batch.Count;
        return batch.Dense is { } dense
            ? Enumerable.Range(0, length).Select(t => dense[t].RowRange(b, 1).Clone()).ToArray()
            : Enumerable.Range(0, length).Select(t => batch[t, b]).ToArray();
    }
}
