using System.Globalization;
using RnnCourse.Losses;

namespace RnnCourse.Training;

/// <summary>How well a model does on several batches together.</summary>
/// <param name="Loss">The mean loss of an output that has a target, whatever the reduction; nats of a
/// cross-entropy.</param>
/// <param name="Accuracy">The share of targets that were predicted, 0 … 1; NaN if the loss compares numbers.</param>
/// <param name="Targets">How many outputs had a target.</param>
[ShownAsText.TypeFormatterSource]
public sealed record Evaluation(double Loss, double Accuracy, long Targets)
{
    /// <summary>e^Loss: between how many equally likely classes a cross-entropy leaves the choice.</summary>
    public double Perplexity => Math.Exp(Loss);

    /// <summary>The loss in bits: Loss / ln 2.</summary>
    public double Bits => Loss / Math.Log(2);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"loss {Loss:F4}")
        + (double.IsNaN(Accuracy) ? "" : string.Create(CultureInfo.InvariantCulture,
            $" ({Bits:F3} bits, perplexity {Perplexity:F2}), {100 * Accuracy:F1} % right"))
        + string.Create(CultureInfo.InvariantCulture, $", {Targets} targets");

    /// <summary>Puts the losses of batches together, each counted by its targets.</summary>
    internal static Evaluation Of<T>(Loss<T> loss, IEnumerable<LossResult<T>> results)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (total, correct, targets) = (0.0, 0L, 0L);
        foreach (var result in results)
        {
            total += result.Total;
            correct += result.Correct;
            targets += result.Targets;
        }

        if (targets == 0) throw new ArgumentException("There is no batch to evaluate.", nameof(results));
        return new Evaluation(total / targets, loss.Classifies ? (double)correct / targets : double.NaN, targets);
    }
}
