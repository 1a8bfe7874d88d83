using System.Numerics;

namespace RnnCourse.Figures;

// Lines, points, bands and bars. Numbers of any type are taken: double[], List<float>, Enumerable.Range(…).
public sealed partial class Figure
{
    /// <summary>A line through values at 0, 1, 2, …</summary>
    /// <param name="y">The values. NaN and ±∞ leave a gap, and the figure says so.</param>
    /// <param name="markers">Marks every point. Lines after the first carry a few marks anyway, to be told apart
    /// without colour.</param>
    public static Figure Line<T>(IEnumerable<T> y, string? name = null, Dash dash = Dash.Solid, bool markers = false)
        where T : INumberBase<T>
    {
        var values = Numbers.From(y);
        return Plot(new CurveTrace(Positions(values.Length), values) { Name = name, Dash = dash, Marked = markers });
    }

    /// <summary>A line through points, in the order given.</summary>
    /// <param name="y">As many values. NaN and ±∞ leave a gap, and the figure says so.</param>
    /// <param name="markers">Marks every point. Lines after the first carry a few marks anyway, to be told apart
    /// without colour.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> and <paramref name="y"/> have different
    /// lengths.</exception>
    public static Figure Line<TX, TY>(IEnumerable<TX> x, IEnumerable<TY> y, string? name = null, Dash dash = Dash.Solid,
        bool markers = false)
        where TX : INumberBase<TX> where TY : INumberBase<TY>
    {
        (var xs, var ys) = Pair(x, y, nameof(y));
        return Plot(new CurveTrace(xs, ys) { Name = name, Dash = dash, Marked = markers });
    }

    /// <summary>Several named lines over the same positions.</summary>
    /// <example><code>Figure.Lines(xs, ("tanh", ys), ("sigmoid", zs))</code></example>
    public static Figure Lines<TX, TY>(IEnumerable<TX> x, params (string Name, TY[] Y)[] lines)
        where TX : INumberBase<TX> where TY : INumberBase<TY>
    {
        ArgumentNullException.ThrowIfNull(lines);
        TX[] xs = [.. x];
        Trace[] traces = [.. lines.Select(line =>
        {
            (var px, var py) = Pair(xs, line.Y, line.Name);
            return new CurveTrace(px, py) { Name = line.Name };
        })];
        return Plot(traces);
    }

    /// <summary>The graph of a function.</summary>
    /// <param name="points">At how many evenly spaced positions it is computed, ends included.</param>
    public static Figure Function(Func<double, double> f, double from, double to, string? name = null, int points = 201,
        Dash dash = Dash.Solid)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        var xs = Between(from, to, points);
        return Plot(new CurveTrace(xs, Array.ConvertAll(xs, new Converter<double, double>(f)))
        {
            Name = name,
            Dash = dash
        });
    }

    /// <summary>Points without a line.</summary>
    /// <param name="texts">A text for each point, shown on hover.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Figure Scatter<TX, TY>(IEnumerable<TX> x, IEnumerable<TY> y, string? name = null,
        IEnumerable<string>? texts = null)
        where TX : INumberBase<TX> where TY : INumberBase<TY>
    {
        (var xs, var ys) = Pair(x, y, nameof(y));
        var labels = texts?.ToArray();
        if (labels is not null && labels.Length != xs.Length)
            throw new ArgumentException($"There are {xs.Length} points but {labels.Length} texts.", nameof(texts));
        return Plot(new CurveTrace(xs, ys) { Name = name, Joined = false, Texts = labels });
    }

    /// <summary>The area between two lines: the spread of several runs. Draw the line itself under the same name to
    /// give it the same colour.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Figure Band<TX, TY>(IEnumerable<TX> x, IEnumerable<TY> low, IEnumerable<TY> high, string? name = null)
        where TX : INumberBase<TX> where TY : INumberBase<TY>
    {
        (var xs, var lows) = Pair(x, low, nameof(low));
        (_, var highs) = Pair(xs, high, nameof(high));
        return Plot(new BandTrace(xs, lows, highs) { Name = name });
    }

    /// <summary>Several runs of one experiment: their mean as a line, and the band from the lowest to the highest
    /// run.</summary>
    /// <param name="runs">The values of each run, a seed each. A mean over runs of which one is NaN is NaN.</param>
    /// <exception cref="ArgumentException">There is no run, or one whose length differs.</exception>
    public static Figure Runs<TX, TY>(IEnumerable<TX> x, IEnumerable<IEnumerable<TY>> runs, string? name = null)
        where TX : INumberBase<TX> where TY : INumberBase<TY>
    {
        ArgumentNullException.ThrowIfNull(runs);
        var xs = Numbers.From(x);
        double[][] ys = [.. runs.Select((run, i) => Pair(xs, run, $"run {i}").Y)];
        if (ys.Length == 0) throw new ArgumentException("There is no run to draw.", nameof(runs));
        double[] Over(Func<IEnumerable<double>, double> statistic) =>
            [.. xs.Select((_, i) => statistic(ys.Select(run => run[i])))];
        return Plot(
            new BandTrace(xs, Over(Enumerable.Min), Over(Enumerable.Max)) { Name = name },
            new CurveTrace(xs, Over(Enumerable.Average)) { Name = name });
    }

    /// <summary>Named bars from zero. Sets of bars drawn <see cref="With"/> one another stand side by side.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Figure Bars<T>(IEnumerable<string> labels, IEnumerable<T> values, string? name = null)
        where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(labels);
        string[] names = [.. labels];
        var heights = Numbers.From(values);
        if (names.Length != heights.Length)
            throw new ArgumentException($"There are {names.Length} labels but {heights.Length} values.",
                nameof(values));
        var bars = new BarTrace([.. Positions(names.Length).Select(at => at - 0.4)], heights, 0.8) { Name = name };
        return Plot(bars).XAxis(labels: names);
    }

    /// <summary>How often values fall into each of several equal intervals.</summary>
    /// <param name="values">The values; NaN and ±∞ are counted out, and the figure says so.</param>
    /// <param name="from">Where the first begins; by default the lowest value.</param>
    /// <param name="to">Where the last ends; by default the highest value.</param>
    public static Figure Histogram<T>(IEnumerable<T> values, int bins = 30, double? from = null, double? to = null,
        string? name = null) where T : INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var all = Numbers.From(values);
        var bars = Binning.Count(all, bins, from, to) with { Name = name };
        var figure = Plot(bars).YAxis("count");
        var left = all.Length - (int)bars.Values.Sum();
        return left == 0 ? figure
            : figure.Noted($"{Numbers.Count(left)} of {Numbers.Count(all.Length)} values are not finite or outside the "
                + "intervals, and not counted.");
    }

    internal static Figure Plot(params Trace[] traces) =>
        new(new PlotBody([new Panel { Traces = traces }]).WithSeries());

    internal static double[] Positions(int n) => [.. Enumerable.Range(0, n).Select(i => (double)i)];

    internal static double[] Between(double from, double to, int points) =>
        [.. Enumerable.Range(0, points).Select(i => from + (to - from) * i / (points - 1))];

    private static (double[] X, double[] Y) Pair<TX, TY>(IEnumerable<TX> x, IEnumerable<TY> y, string what)
        where TX : INumberBase<TX> where TY : INumberBase<TY>
    {
        double[] xs = Numbers.From(x), ys = Numbers.From(y);
        return xs.Length == ys.Length
            ? (xs, ys)
            : throw new ArgumentException(
                $"There are {xs.Length} positions but {ys.Length} values ({what}): each point needs one of " + "each.");
    }
}
