namespace RnnCourse.Lessons.Texts;

/// <summary>How well one unit follows a feature of the input.</summary>
/// <param name="Correlation">Pearson's correlation of its activation with the feature, −1 … 1.</param>
public sealed record UnitMatch(int Unit, double Correlation);

/// <summary>What single hidden units do while a text is read, and whether one follows a feature of it.</summary>
/// <remarks>The best of H units always follows the feature somewhat, because it was selected after looking. Report it
/// on held-out text beside a null: the best unit of an untrained net, and the best unit for shuffled labels.</remarks>
public static class UnitActivations
{
    /// <summary>The activation of one unit at each step.</summary>
    /// <param name="h">T × [B, H].</param>
    /// <returns>[T].</returns>
    public static double[] Of<T>(Steps<T> h, int unit, int example = 0) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(h);
        return h.Select(step => double.CreateChecked(step[example, unit])).ToArray();
    }

    /// <summary>The correlation of every unit with a feature, the strongest (of either sign) first.</summary>
    /// <param name="h">T × [B, H].</param>
    /// <param name="feature">One value per step, [T]; for a yes-or-no feature 1 and 0.</param>
    /// <returns>[H]; a unit or a feature that never changes has correlation 0.</returns>
    /// <exception cref="ArgumentException">The feature has not one value per step.</exception>
    public static UnitMatch[] Match<T>(Steps<T> h, IReadOnlyList<double> feature, int example = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(h);
        ArgumentNullException.ThrowIfNull(feature);
        if (feature.Count != h.Count)
            throw new ArgumentException(
                $"The feature has {feature.Count} values; the run has {h.Count} steps.", nameof(feature));
        return Enumerable.Range(0, h.Columns)
            .Select(unit => new UnitMatch(unit, Correlation(Of(h, unit, example), feature)))
            .OrderByDescending(match => Math.Abs(match.Correlation))
            .ToArray();
    }

    /// <summary>The null for a search over units: the strongest |correlation| over all units with the feature rotated
    /// by a random shift, so that its own rhythm is kept and its meaning is lost. One value per trial, smallest
    /// first.</summary>
    /// <param name="h">T × [B, H].</param>
    /// <param name="feature">One value per step, [T].</param>
    public static double[] ShiftedNull<T>(
        Steps<T> h, IReadOnlyList<double> feature, int trials, Random random, int example = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        return Enumerable.Range(0, trials)
            .Select(_ => random.Next(feature.Count))
            .Select(shift => feature.Skip(shift).Concat(feature.Take(shift)).ToArray())
            .Select(shifted => Math.Abs(Match(h, shifted, example)[0].Correlation))
            .Order()
            .ToArray();
    }

    private static double Correlation(double[] x, IReadOnlyList<double> y)
    {
        var r = MathNet.Numerics.Statistics.Correlation.Pearson(x, y);
        return double.IsFinite(r) ? r : 0;
    }
}
