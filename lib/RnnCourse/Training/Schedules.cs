namespace RnnCourse.Training;

/// <summary>Learning rates by step: each is a function from the step, 0 for the first, to a factor on the optimiser's own rate.</summary>
public static class Schedules
{
    /// <summary>1 throughout.</summary>
    public static Func<int, double> Constant { get; } = _ => 1;

    /// <summary>Multiplied by <paramref name="factor"/> after every <paramref name="every"/> steps.</summary>
    public static Func<int, double> Stepwise(int every, double factor = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        return step => Math.Pow(factor, step / every);
    }

    /// <summary>Falls smoothly so that it is halved every <paramref name="halfLife"/> steps.</summary>
    public static Func<int, double> Exponential(double halfLife)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(halfLife);
        return step => Math.Pow(0.5, step / halfLife);
    }

    /// <summary>1/(1 + step/scale), the classic rate whose sum diverges and whose sum of squares does not (Robbins and Monro 1951).</summary>
    public static Func<int, double> Inverse(double scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        return step => 1 / (1 + step / scale);
    }

    /// <summary>Half a cosine from 1 to <paramref name="floor"/> over <paramref name="steps"/> steps, after a linear warm-up.</summary>
    public static Func<int, double> Cosine(int steps, int warmup = 0, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(warmup);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(warmup, steps);
        return step => step < warmup
            ? (step + 1.0) / (warmup + 1)
            : floor + (1 - floor) * (1 + Math.Cos(Math.PI * Math.Min(1, (step - warmup) / (double)(steps - warmup)))) / 2;
    }
}
