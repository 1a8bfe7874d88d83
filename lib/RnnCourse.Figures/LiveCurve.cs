using System.Diagnostics;
using RnnCourse.Figures.Display;
using RnnCourse.Figures.Live;

namespace RnnCourse.Figures;

/// <summary>A training to watch: a progress bar and a curve that update in place while the cell runs, in a notebook or
/// on the terminal.</summary>
/// <remarks>It draws again only when at least 125 times the time of the last drawing has passed since, and a quarter of
/// a second: it costs under 1 % of the training by construction. Values reported in between only go into a
/// list.</remarks>
/// <example>
/// <code>
/// var live = new LiveCurve(steps: 2000, title: "LSTM on the adding problem", unit: "squared error");
/// for (int step = 1; step &lt;= 2000; step++) live.Report(step, Train(step));
/// live.Finish()
/// </code>
/// </example>
public sealed class LiveCurve
{
    private const double SmallestPause = 0.25, PauseForCost = 125;

    // Longer curves are thinned as they grow, extremes kept, so that a long training needs no more memory than a short
    // one.
    private const int MostPoints = 20_000;

    private readonly object _gate = new();
    private readonly Dictionary<string, (List<double> X, List<double> Y)> _curves = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string _title, _unit;
    private readonly int _steps;
    private readonly NotebookOutput? _notebook;
    private readonly TextWriter? _terminal;
    private readonly bool _inPlace;
    private double _nextDrawing = SmallestPause;
    private int _reached, _tenths;
    private bool _finished;

    /// <summary>Shows an empty curve and waits for reports.</summary>
    /// <param name="steps">How many steps the training has; 0 when it is not known.</param>
    /// <param name="unit">What is reported, and its unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of steps.</exception>
    public LiveCurve(int steps, string title = "Training",
        string unit = "loss") : this(steps, title, unit, null, !Console.IsOutputRedirected)
    {
    }

    internal LiveCurve(int steps, string title, string unit, TextWriter? terminal, bool inPlace)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        (_steps, _title, _unit, _inPlace) = (steps, title, unit, inPlace);
        _notebook = terminal is null ? NotebookOutput.Show(View()) : null;
        _terminal = _notebook is null ? terminal ?? Console.Out : null;
    }

    /// <summary>The time spent on drawing so far.</summary>
    public TimeSpan DrawingTime { get; private set; }

    /// <summary>How often it has been drawn.</summary>
    public int Drawings { get; private set; }

    /// <summary>The curve so far, as a figure.</summary>
    public Figure Figure
    {
        get
        {
            lock (_gate) return Drawn();
        }
    }

    /// <summary>Adds a value to the curve "training".</summary>
    public void Report(int step, double value) => Report(step, "training", value);

    /// <summary>Adds a value to a named curve: "training", "validation".</summary>
    public void Report(int step, string name, double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_gate)
        {
            if (!_curves.TryGetValue(name, out var curve))
            {
                _curves[name] = curve = ([], []);
                _order.Add(name);
            }
            curve.X.Add(step);
            curve.Y.Add(value);
            if (curve.X.Count > MostPoints) Thin(curve);
            _reached = Math.Max(_reached, step);
            if (_clock.Elapsed.TotalSeconds >= _nextDrawing) Draw();
        }
    }

    /// <summary>Ends the live output: what was drawn is replaced by the final figure. Call it in the same cell. A later
    /// report adds to the figure, but is not drawn.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            if (_finished) return;
            _finished = true;
            _nextDrawing = double.PositiveInfinity;
            _notebook?.Replace(Drawn());
            if (_terminal is null) return;
            _terminal.Write(_inPlace ? "\r" + Line() + "\x1b[K\n" : Line() + "\n");
            _terminal.Flush();
        }
    }

    private void Draw()
    {
        var began = _clock.Elapsed.TotalSeconds;
        _notebook?.Replace(View());
        if (_terminal is not null && _inPlace)
        {
            _terminal.Write("\r" + Line() + "\x1b[K");
            _terminal.Flush();
        }
        else if (_terminal is not null && _steps > 0 && 10L * _reached / _steps > _tenths)
        {
            // A log file has no place to go back to: a line for each tenth of the way.
            _tenths = (int)(10L * _reached / _steps);
            _terminal.WriteLine(Line());
        }
        double ended = _clock.Elapsed.TotalSeconds, cost = ended - began;
        DrawingTime += TimeSpan.FromSeconds(cost);
        Drawings++;
        _nextDrawing = ended + Math.Max(SmallestPause, PauseForCost * cost);
    }

    private Figure Drawn()
    {
        Figure[] lines = [.. _order.Select(name => Figure.Line(_curves[name].X, _curves[name].Y, name))];
        var all = lines.Length == 0 ? Figure.Line(Array.Empty<double>()) : lines[0].With(lines[1..]);
        return all.Titled(_title).XAxis("step").YAxis(_unit);
    }

    private LiveView View()
    {
        var figure = Drawn().Titled(null).Sized(height: 200);
        if (_steps > 0) figure = figure.XAxis(min: 0, max: _steps);
        var bar = _steps > 0
            ? string.Create(CultureInfo.InvariantCulture,
                $"<progress max=\"{_steps}\" value=\"{Math.Min(_reached, _steps)}\" "
                    + $"aria-label=\"{SvgWriter.Escape(_title)}\" style=\"width:260px\"></progress> ") : "";
        return new LiveView(
            "<div class=\"rc-theme rnncourse-live\"><p style=\"margin:4px 0;font:14px "
                + $"system-ui,sans-serif\"><b>{SvgWriter.Escape(_title)}</b> "
                + $"{bar}{SvgWriter.Escape(Status())}</p>{FigureDrawing.LightSvg(figure)}</div>",
            Line());
    }

    private string Line()
    {
        var curve = _order.Count == 0 ? "" : " " + Sparkline.Of(_curves[_order[0]].Y, 24);
        return $"{_title} {Bar()}{Status()}{curve}";
    }

    private string Bar()
    {
        if (_steps == 0) return "";
        var full = (int)(20L * Math.Min(_reached, _steps) / _steps);
        return new string('█', full) + new string('░', 20 - full) + " ";
    }

    private string Status()
    {
        var values = string.Join(", ",
            _order.Select(name =>
                $"{(_order.Count > 1 ? name + " " : "")}{_unit} {Numbers.Short(_curves[name].Y[^1])}"));
        var seconds = _clock.Elapsed.TotalSeconds;
        var left = _steps > 0 && _reached > 0 && _reached < _steps && !_finished
            ? $", about {Time(seconds / _reached * (_steps - _reached))} left" : $", {Time(seconds)}";
        return (_steps > 0 ? $"{Numbers.Count(_reached)} of {Numbers.Count(_steps)}"
            : $"step {Numbers.Count(_reached)}") + (values.Length > 0 ? ": " + values : "") + left;
    }

    private static string Time(double seconds) => seconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {seconds % 60:00} s");

    private static void Thin((List<double> X, List<double> Y) curve)
    {
        var kept = Plots.Reduction.Line([.. curve.Y], MostPoints / 2);
        for (var i = 0; i < kept.Length; i++) (curve.X[i], curve.Y[i]) = (curve.X[kept[i]], curve.Y[kept[i]]);
        curve.X.RemoveRange(kept.Length, curve.X.Count - kept.Length);
        curve.Y.RemoveRange(kept.Length, curve.Y.Count - kept.Length);
    }
}
