namespace RnnCourse.Lessons.Tasks;

/// <summary>Brings a series to numbers that a network learns well, and its forecasts back: logarithm, then differences,
/// then z-scores, each if asked for. A series with a trend wants differences: a network trained on its levels loses to
/// "as yesterday".</summary>
/// <example><code>
/// var scaler = Scaler.Fit(training, log: true, differences: [1, 12]);   // months with a trend and a season
/// double[] z = scaler.Transform(series);                                // 13 fewer than the series
/// double[] forecast = scaler.Undo(zForecast, past: series);             // in the units of the series again
/// </code></example>
[ShownAsText.TypeFormatterSource]
public sealed class Scaler
{
    private readonly bool _log;
    private readonly int[] _lags;

    private Scaler(bool log, int[] lags, double mean, double deviation) =>
        (_log, _lags, Mean, Deviation) = (log, lags, mean, deviation);

    /// <summary>Learns the mean and the standard deviation of the transformed training series.</summary>
    /// <param name="training">The part that is known at training time: statistics of the test would leak into
    /// training.</param>
    /// <param name="log">Whether to take the natural logarithm first; then all numbers must be above 0.</param>
    /// <param name="differences">Lags of differences, one after another: [1] is the change since the step before, [12]
    /// since a year ago in months; null or none takes no difference.</param>
    /// <param name="standardize">Whether to subtract the mean and divide by the standard deviation.</param>
    /// <exception cref="ArgumentException">A number that is not finite (or not above 0), named with its place, or a
    /// series that is too short.</exception>
    public static Scaler Fit(IReadOnlyList<double> training, bool log = false, int[]? differences = null,
        bool standardize = true)
    {
        int[] lags = [.. differences ?? []];
        foreach (var lag in lags) ArgumentOutOfRangeException.ThrowIfLessThan(lag, 1, nameof(differences));
        var plain = new Scaler(log, lags, 0, 1);
        if (!standardize) return plain;
        var x = plain.Transform(training);
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)));
        return new Scaler(log, lags, mean, deviation > 0 ? deviation : 1);
    }

    /// <summary>The mean that is subtracted; 0 for none.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation that is divided by; 1 for none, and for a series that does not vary.</summary>
    public double Deviation { get; }

    /// <summary>How many values of the past a difference needs: the sum of its lags. A transformed series is shorter by
    /// as many.</summary>
    public int Past => _lags.Sum();

    /// <summary>The series as the network reads it. Its first number belongs to place <see cref="Past"/> of the
    /// series.</summary>
    /// <exception cref="ArgumentException">As in <see cref="Fit"/>.</exception>
    public double[] Transform(IReadOnlyList<double> series)
    {
        var x = Levels(series, nameof(series));
        if (x.Length <= Past)
            throw new ArgumentException(
                $"The series has {x.Length} numbers; its differences need at least {Past + 1}.", nameof(series));
        foreach (var lag in _lags) x = Difference(x, lag);
        return [.. x.Select(value => (value - Mean) / Deviation)];
    }

    /// <summary>Brings numbers back to the units of the series: those that come directly after
    /// <paramref name="past"/>, one after another, each the past of the next.</summary>
    /// <param name="values">What <see cref="Transform"/> made, or what a network forecasts.</param>
    /// <param name="past">The series before them, at least <see cref="Past"/> numbers; not needed without
    /// differences.</param>
    /// <exception cref="ArgumentException">The past is too short, or as in <see cref="Fit"/>.</exception>
    public double[] Undo(IReadOnlyList<double> values, IReadOnlyList<double>? past = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        var levels = Levels(past ?? [], nameof(past));
        if (levels.Length < Past)
            throw new ArgumentException($"The past has {levels.Length} numbers; the differences need the last {Past} " +
                "before the first value.", nameof(past));
        // Differences from the outermost in: before[n] is the past of what difference n was taken of.
        var before = new double[_lags.Length][];
        for (var n = 0; n < _lags.Length; n++)
        {
            before[n] = levels;
            levels = Difference(levels, _lags[n]);
        }

        double[] x = [.. values.Select(value => value * Deviation + Mean)];
        for (var n = _lags.Length - 1; n >= 0; n--)
        {
            var known = before[n].ToList();
            foreach (var change in x) known.Add(known[^_lags[n]] + change);
            x = [.. known.Skip(before[n].Length)];
        }

        return _log ? [.. x.Select(value => Math.Exp(value))] : x;
    }

    public override string ToString() => string.Join(", ",
        (_log ? ["logarithm"] : Array.Empty<string>())
        .Concat(_lags.Select(lag => $"difference at lag {lag}"))
        .Append(string.Create(CultureInfo.InvariantCulture, $"minus {Mean:G4}, divided by {Deviation:G4}")));

    private static double[] Difference(double[] x, int lag) =>
        [.. Enumerable.Range(lag, Math.Max(0, x.Length - lag)).Select(t => x[t] - x[t - lag])];

    private double[] Levels(IReadOnlyList<double> series, string name)
    {
        ArgumentNullException.ThrowIfNull(series, name);
        for (var t = 0; t < series.Count; t++)
            if (!double.IsFinite(series[t]) || (_log && series[t] <= 0))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Place {t} of the series is {series[t]}; expected a finite number{(_log ? " above 0, for its "
                        + "logarithm" : "")}. Fill gaps first."), name);
        return [.. _log ? series.Select(x => Math.Log(x)) : series];
    }
}
