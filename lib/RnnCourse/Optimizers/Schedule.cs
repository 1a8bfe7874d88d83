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

    /// <summary>A learning rate, checked.</summary>
    internal static double Rate(double rate) => double.IsFinite(rate) && rate >= 0
        ? rate
        : throw new ArgumentOutOfRangeException(
            nameof(rate), $"The learning rate is {rate}; it must be a finite number, 0 or more.");
}
