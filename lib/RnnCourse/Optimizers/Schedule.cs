namespace RnnCourse.Optimizers;

/// <summary>Learning rates as a function of the step, 0, 1, 2, …: <c>optimizer.LearningRate =
/// schedule(step)</c>.</summary>
public static class Schedule
{
    /// <summary>Always the same.</summary>
    /// <param name="rate">η.</param>
    public static Func<int, double> Constant(double rate) => _ => Rate(rate);

    /// <summary>η · factor^⌊step / every⌋.</summary>
    /// <param name="rate">η at first.</param>
    /// <param name="factor">What it is multiplied by.</param>
    /// <param name="every">After how many steps.</param>
    public static Func<int, double> Decay(double rate, double factor, int every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        return step => Rate(rate) * Math.Pow(factor, step / every);
    }

    /// <summary>Half a cosine from η down to a last rate, which stays.</summary>
    /// <param name="rate">η at first.</param>
    /// <param name="steps">How many steps it takes.</param>
    /// <param name="last">The rate at the end.</param>
    public static Func<int, double> Cosine(double rate, int steps, double last = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return step => last + ((Rate(rate) - last) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, (double)step / steps))));
    }

    /// <summary>Rises linearly from η/steps to η, then follows another schedule.</summary>
    /// <param name="steps">How many steps the rise takes.</param>
    /// <param name="then">The schedule it rises to, counted from step 0.</param>
    public static Func<int, double> WarmUp(int steps, Func<int, double> then)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentNullException.ThrowIfNull(then);
        return step => then(step) * Math.Min(1, (step + 1.0) / steps);
    }

    /// <summary>A learning rate, checked.</summary>
    internal static double Rate(double rate) => double.IsFinite(rate) && rate >= 0
        ? rate
        : throw new ArgumentOutOfRangeException(
            nameof(rate), $"The learning rate is {rate}; it must be a finite number, 0 or more.");
}
