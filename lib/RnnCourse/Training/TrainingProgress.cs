using System.Globalization;

namespace RnnCourse.Training;

/// <summary>How far a training run is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps to do.</param>
/// <param name="Loss">The mean loss of the steps since the last report, in the loss's own reduction.</param>
/// <param name="GradientNorm">The gradient's norm at this step, before clipping.</param>
/// <param name="TokensPerSecond">Steps of sequences (tokens) learnt from a second, since the start.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Remaining">Time to go at this speed; 0 at the end.</param>
/// <param name="Ending">Why it ended; null while it goes on.</param>
[ShownAsText.TypeFormatterSource]
public sealed record TrainingProgress(
    int Step, int Steps, double Loss, double GradientNorm, double TokensPerSecond, TimeSpan Elapsed, TimeSpan Remaining,
    Ending? Ending = null)
{
    /// <summary>One line to show.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"step {Step}/{Steps}  loss {Loss:F4}  ‖g‖ {GradientNorm:G3}  {TokensPerSecond:N0} tokens/s  " +
            $"{(Ending is { } ending ? Endings.Text(ending) : $"{Remaining:mm\\:ss} to go")}");
}

/// <summary>Calls a method with each report, at once and on the training thread (unlike <see
/// cref="Progress{T}"/>).</summary>
/// <param name="report">What to do with a report, such as <c>p => Console.WriteLine(p)</c>.</param>
public sealed class ProgressTo(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    private readonly Action<TrainingProgress> _report = report ?? throw new ArgumentNullException(nameof(report));

    public void Report(TrainingProgress value) => _report(value);
}

/// <summary>Why a training run ended.</summary>
public enum Ending
{
    /// <summary>All steps are done.</summary>
    Done,

    /// <summary>The data ended first.</summary>
    OutOfData,

    /// <summary>The validation loss did not improve for as long as allowed; the best weights were put back.</summary>
    EarlyStop,

    /// <summary>It was cancelled; the weights are those after the last full step.</summary>
    Cancelled,
}

internal static class Endings
{
    public static string Text(Ending ending) => ending switch
    {
        Ending.Done => "done",
        Ending.OutOfData => "out of data",
        Ending.EarlyStop => "stopped early",
        _ => "cancelled",
    };
}

/// <summary>What happened in a training run.</summary>
/// <param name="Losses">The loss at each step.</param>
/// <param name="GradientNorms">The gradient's norm at each step, before clipping.</param>
/// <param name="Ending">Why it ended.</param>
[ShownAsText.TypeFormatterSource]
public sealed record TrainingHistory(IReadOnlyList<double> Losses, IReadOnlyList<double> GradientNorms, Ending Ending)
{
    public IReadOnlyList<double> Losses { get; init; } = Losses ?? throw new ArgumentNullException(nameof(Losses));

    /// <summary>The mean loss of the last steps.</summary>
    /// <param name="steps">How many, at most.</param>
    public double LastLoss(int steps = 50) => Losses.TakeLast(steps).DefaultIfEmpty(double.NaN).Average();

    /// <summary>How many steps, the loss at first and at last, and why it ended.</summary>
    public override string ToString() => Losses.Count == 0 ? $"no step, {Endings.Text(Ending)}"
        : string.Create(CultureInfo.InvariantCulture,
            $"{Losses.Count} {(Losses.Count == 1 ? "step" : "steps")}, loss {Losses[0]:F4} → {LastLoss():F4} (mean " +
            $"of the last {Math.Min(50, Losses.Count)}), {Endings.Text(Ending)}");
}
