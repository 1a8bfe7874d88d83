using System.Diagnostics;
using System.Globalization;
using RnnCourse.Figures.Display;
using RnnCourse.Figures.Drawing;
using RnnCourse.Figures.Live;

namespace RnnCourse.Figures;

/// <summary>
/// A training to watch: a progress bar and a curve that update in place while the cell runs, in a notebook or on the terminal.
/// </summary>
/// <remarks>
/// It draws again only when at least 125 times the time of the last drawing has passed since, and a quarter of a second: it costs
/// under 1 % of the training by construction. Values reported in between only go into a list.
/// </remarks>
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

    // Longer curves are thinned as they grow, extremes kept, so that a long training needs no more memory than a short one.
    private const int MostPoints = 20_000;

    private readonly object gate = new();
    private readonly Dictionary<string, (List<double> X, List<double> Y)> curves = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly string title, unit;
    private readonly int steps;
    private readonly NotebookOutput? notebook;
    private readonly TextWriter? terminal;
    private readonly bool inPlace;
    private double nextDrawing = SmallestPause;
    private int reached, tenths;
    private bool finished;

    /// <summary>Shows an empty curve and waits for reports.</summary>
    /// <param name="steps">How many steps the training has; 0 when it is not known.</param>
    /// <param name="title">What is trained.</param>
    /// <param name="unit">What is reported, and its unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of steps.</exception>
    public LiveCurve(int steps, string title = "Training", string unit = "loss") : this(steps, title, unit, null, !Console.IsOutputRedirected)
    {
    }

    internal LiveCurve(int steps, string title, string unit, TextWriter? terminal, bool inPlace)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        (this.steps, this.title, this.unit, this.inPlace) = (steps, title, unit, inPlace);
        notebook = terminal is null ? NotebookOutput.Show(View()) : null;
        this.terminal = notebook is null ? terminal ?? Console.Out : null;
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
            lock (gate) return Drawn();
        }
    }

    /// <summary>Adds a value to the curve "training".</summary>
    public void Report(int step, double value) => Report(step, "training", value);

    /// <summary>Adds a value to a named curve: "training", "validation".</summary>
    public void Report(int step, string name, double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (gate)
        {
            if (!curves.TryGetValue(name, out (List<double> X, List<double> Y) curve))
            {
                curves[name] = curve = ([], []);
                order.Add(name);
            }
            curve.X.Add(step);
            curve.Y.Add(value);
            if (curve.X.Count > MostPoints) Thin(curve);
            reached = Math.Max(reached, step);
            if (clock.Elapsed.TotalSeconds >= nextDrawing) Draw();
        }
    }

    /// <summary>
    /// Ends the live output: what was drawn is replaced by the final figure. Call it in the same cell. A later report adds to the
    /// figure, but is not drawn.
    /// </summary>
    public void Finish()
    {
        lock (gate)
        {
            if (finished) return;
            finished = true;
            nextDrawing = double.PositiveInfinity;
            notebook?.Replace(Drawn());
            if (terminal is null) return;
            terminal.Write(inPlace ? "\r" + Line() + "\x1b[K\n" : Line() + "\n");
            terminal.Flush();
        }
    }

    private void Draw()
    {
        double began = clock.Elapsed.TotalSeconds;
        notebook?.Replace(View());
        if (terminal is not null && inPlace)
        {
            terminal.Write("\r" + Line() + "\x1b[K");
            terminal.Flush();
        }
        else if (terminal is not null && steps > 0 && 10L * reached / steps > tenths)
        {
            // A log file has no place to go back to: a line for each tenth of the way.
            tenths = (int)(10L * reached / steps);
            terminal.WriteLine(Line());
        }
        double ended = clock.Elapsed.TotalSeconds, cost = ended - began;
        DrawingTime += TimeSpan.FromSeconds(cost);
        Drawings++;
        nextDrawing = ended + Math.Max(SmallestPause, PauseForCost * cost);
    }

    private Figure Drawn()
    {
        Figure[] lines = [.. order.Select(name => Figure.Line(curves[name].X, curves[name].Y, name))];
        Figure all = lines.Length == 0 ? Figure.Line(Array.Empty<double>()) : lines[0].With(lines[1..]);
        return all.Titled(title).XAxis("step").YAxis(unit);
    }

    private LiveView View()
    {
        Figure figure = Drawn().Titled(null).Sized(height: 200);
        if (steps > 0) figure = figure.XAxis(min: 0, max: steps);
        string bar = steps > 0 ? string.Create(CultureInfo.InvariantCulture, $"<progress max=\"{steps}\" value=\"{Math.Min(reached, steps)}\" aria-label=\"{SvgWriter.Escape(title)}\" style=\"width:260px\"></progress> ") : "";
        return new LiveView(
            $"<div class=\"rc-theme rnncourse-live\"><p style=\"margin:4px 0;font:14px system-ui,sans-serif\"><b>{SvgWriter.Escape(title)}</b> {bar}{SvgWriter.Escape(Status())}</p>{FigureDrawing.LightSvg(figure)}</div>",
            Line());
    }

    private string Line()
    {
        string curve = order.Count == 0 ? "" : " " + Sparkline.Of(curves[order[0]].Y, 24);
        return $"{title} {Bar()}{Status()}{curve}";
    }

    private string Bar()
    {
        if (steps == 0) return "";
        int full = (int)(20L * Math.Min(reached, steps) / steps);
        return new string('█', full) + new string('░', 20 - full) + " ";
    }

    private string Status()
    {
        string values = string.Join(", ", order.Select(name => $"{(order.Count > 1 ? name + " " : "")}{unit} {Numbers.Short(curves[name].Y[^1])}"));
        double seconds = clock.Elapsed.TotalSeconds;
        string left = steps > 0 && reached > 0 && reached < steps && !finished ? $", about {Time(seconds / reached * (steps - reached))} left" : $", {Time(seconds)}";
        return (steps > 0 ? $"{Numbers.Count(reached)} of {Numbers.Count(steps)}" : $"step {Numbers.Count(reached)}") + (values.Length > 0 ? ": " + values : "") + left;
    }

    private static string Time(double seconds) => seconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {seconds % 60:00} s");

    private static void Thin((List<double> X, List<double> Y) curve)
    {
        int[] kept = Plots.Reduction.Line([.. curve.Y], MostPoints / 2);
        for (int i = 0; i < kept.Length; i++) (curve.X[i], curve.Y[i]) = (curve.X[kept[i]], curve.Y[kept[i]]);
        curve.X.RemoveRange(kept.Length, curve.X.Count - kept.Length);
        curve.Y.RemoveRange(kept.Length, curve.Y.Count - kept.Length);
    }
}
