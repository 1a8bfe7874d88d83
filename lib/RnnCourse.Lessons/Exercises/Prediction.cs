using RnnCourse.Figures.Display;

namespace RnnCourse.Lessons.Exercises;

/// <summary>A number that a reader predicted before it was measured, beside the measurement. It is not a test: a wrong
/// prediction is what one learns from.</summary>
/// <example>
/// <code>
/// double? guess = null;    // your prediction
/// …
/// Prediction.Compare("the share that is left after 40 steps", guess, measured)
/// </code>
/// </example>
[TypeFormatterSource(typeof(PredictionFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Prediction(string What, double? Guess, double Measured)
{
    /// <param name="what">What was measured, as it stands in a sentence.</param>
    /// <param name="guess">What the reader predicted; null where there is no prediction.</param>
    public static Prediction Compare(string what, double? guess, double measured)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(what);
        return new(what, guess, measured);
    }

    public override string ToString() => $"Measured, {What}: {Numbers.Short(Measured)}. " + (Guess is not { } guess
        ? "You wrote no prediction: next time, put a number in place of null before you run on."
        : $"You predicted {Numbers.Short(guess)}{Off(guess)}.");

    private string Off(double guess) => guess == Measured ? ": exactly so"
        : guess * Measured > 0 && Factor(guess) >= 2 ? $": off by a factor of {Numbers.Short(Factor(guess))}"
        : $": off by {Numbers.Short(Math.Abs(guess - Measured))}";

    private double Factor(double guess) => Math.Max(guess / Measured, Measured / guess);
}

/// <summary>How a <see cref="Prediction"/> is shown in a notebook.</summary>
public sealed class PredictionFormatters() : Formatters<Prediction>(prediction =>
    "<p class=\"rnncourse-prediction\" style=\"border:1px dashed;border-radius:6px;padding:.4em .8em\">"
    + $"<strong>{(prediction.Guess is null ? "○" : "●")} Prediction</strong> "
    + $"{MathLabel.HtmlOf(prediction.ToString())}</p>");
