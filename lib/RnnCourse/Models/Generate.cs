namespace RnnCourse.Models;

/// <summary>Lets a sequence model go on by itself: each output is fed back as the next input.</summary>
public static class Generate
{
    /// <summary>Reads a prompt, then draws tokens one by one from softmax(o/temperature).</summary>
    /// <param name="model">A model whose classes are its input tokens.</param>
    /// <param name="prompt">Token ids to read first, at least one.</param>
    /// <param name="count">Tokens to draw.</param>
    /// <param name="temperature">1 draws from the model's own distribution, less is bolder, 0 takes the most
    /// probable.</param>
    /// <returns>The drawn tokens, without the prompt.</returns>
    public static int[] Tokens<T>(
        SequenceModel<T> model, int[] prompt, int count, Random random, double temperature = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckOutputs(model, model.Cell.Inputs, "token");
        if (!(temperature >= 0 && double.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(
                nameof(temperature), "The temperature must be 0 or more, and finite.");

        var tokens = new int[count];
        var run = model.Unroll(prompt);
        var next = new Sequence<T>(1, 1);
        ModelRun<T>? step = null;
        for (var n = 0; n < count; n++)
        {
            tokens[n] = next[0, 0] = Draw(run.O[run.O.Count - 1].RowSpan(0), random, temperature);
            run = step = model.Unroll(next, run.Final.Clone(), step);
        }

        return tokens;
    }

    /// <summary>Reads a series, then forecasts step by step, each forecast the next input.</summary>
    /// <param name="model">A model with as many outputs as inputs.</param>
    /// <param name="past">T × [B, I].</param>
    /// <param name="count">Steps to forecast.</param>
    /// <returns>count × [B, I].</returns>
    public static Steps<T> Forecast<T>(SequenceModel<T> model, Steps<T> past, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(past);
        CheckOutputs(model, model.Cell.Inputs, "number");
        Expect.Positive(count);
        var future = new Steps<T>(count, past.Rows, past.Columns);
        var run = model.Unroll(past);
        for (var n = 0; n < count; n++)
        {
            future[n].CopyFrom(run.O[run.O.Count - 1]);
            run = model.Unroll(new[] { future[n] }, run.Final.Clone());
        }

        return future;
    }

    /// <summary>Draws a class from softmax(o/temperature).</summary>
    internal static int Draw<T>(Span<T> o, Random random, double temperature)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var best = 0;
        for (var c = 0; c < o.Length; c++)
        {
            if (T.IsNaN(o[c]) || T.IsPositiveInfinity(o[c]))
                throw new ArithmeticException(
                    $"The output for class {c} is {o[c]}: nothing can be drawn from it. Are the weights too large?");
            if (o[c] > o[best]) best = c;
        }

        if (temperature == 0) return best;

        var max = double.CreateChecked(o[best]);
        var weights = new double[o.Length];
        for (var c = 0; c < o.Length; c++)
            weights[c] = Math.Exp((double.CreateChecked(o[c]) - max) / temperature);
        var left = random.NextDouble() * weights.Sum();
        for (var c = 0; c < o.Length; c++)
            if ((left -= weights[c]) < 0) return c;
        return best;
    }

    private static void CheckOutputs<T>(SequenceModel<T> model, int inputs, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (model.Output.Why.Rows != inputs)
            throw new ArgumentException(
                $"The model has {model.Output.Why.Rows} outputs but reads {inputs}: to feed its output back it " +
                    $"needs one output for each {what} it reads.", nameof(model));
    }
}
