using RnnCourse.Figures;
using Shown = RnnCourse.Figures.Drawing.Numbers;

namespace RnnCourse.Lessons.Experiments;

// What a notebook shows of a result.
public sealed partial class ExperimentResult
{
    /// <summary>The figure to show first: the share of solved runs, or the measure. Bands are 95 % intervals.</summary>
    /// <param name="overlays">Other results of the experiment to draw over it, dashed, such as a quick run of this
    /// notebook.</param>
    public Figure Figure(params ExperimentResult[] overlays) =>
        Experiment.ShowsSolved ? SolvedFigure(overlays) : MeasureFigure(overlays);

    /// <summary>The share of solved runs at each position, with Wilson's 95 % intervals.</summary>
    /// <param name="overlays">Other results of the experiment to draw over it, dashed.</param>
    public Figure SolvedFigure(params ExperimentResult[] overlays) =>
        Drawn(overlays, "share of runs that solve it", false, (result, series, x, panel) =>
            result.Solved(series, x, panel) is var share ? (share.Share, share.Low, share.High) : default)
        .Noted($"Solved: {Experiment.Criterion}. {Bands("Bands are Wilson's 95 % intervals.")}{Provenance}");

    /// <summary>The measure at each position: the mean over the runs, with its 95 % interval.</summary>
    /// <param name="overlays">Other results of the experiment to draw over it, dashed.</param>
    public Figure MeasureFigure(params ExperimentResult[] overlays) =>
        Drawn(overlays, Experiment.MeasureName, Experiment.LogMeasure, (result, series, x, panel) =>
        {
            var mean = result.Measure(series, x, panel);
            double[] values = [.. result.Of(series, x, panel).Select(run => run.Measure).Where(double.IsFinite)];
            // In decades a symmetric interval may reach below 0: then the spread of the runs is drawn.
            return !Experiment.LogMeasure || values.Length == 0 ? (mean.Value, mean.Low, mean.High)
                : (mean.Value, values.Min(), values.Max());
        })
        .Noted(Bands(Experiment.LogMeasure ? "Bands reach from the lowest to the highest run."
            : "Bands are 95 % intervals of the mean (Student's t).") + Provenance);

    /// <summary>The paper's statements, ours, whether it was reproduced, what differs, over which seeds.</summary>
    public Figure Table() => RnnCourse.Figures.Figure.Table(
        ["paper", "ours", "reproduced", "what differs", "seeds"],
        Experiment.Compare(this).Select(finding => new object?[]
        {
            finding.Paper, finding.Ours,
            finding.Reproduced switch { true => "yes", false => "no", null => "undecided" }, finding.Differs, SeedText,
        }))
        .Titled($"{Experiment.Title}: paper and ours").Noted("Reproduced: yes or no where 95 % intervals lie apart, "
            + "undecided where they overlap. " + (Positions.Count < 2 ? "" : "A share without its position pools all "
            + "positions, and one seed draws the same weights at each: such an interval is rough. ") + Provenance);

    /// <summary>A row for each case: how many runs were solved, the measure, and the steps the solved ones
    /// took.</summary>
    public Figure Summary()
    {
        var panels = Panels.Count > 1;
        string[] columns = ["series", Experiment.XName, "solved", Experiment.MeasureName,
            $"median {Experiment.StepName}", "diverged"];
        var rows = CasesRun().Select(c => new object?[]
        {
            c.Series, c.X, Solved(c.Series, c.X, c.Panel), Measure(c.Series, c.X, c.Panel),
            MedianSteps(c.Series, c.X, c.Panel), Of(c.Series, c.X, c.Panel)
                .Count(run => run.Ending == RunEnding.Diverged),
        }.Prepend(c.Panel).Skip(panels ? 0 : 1));
        return RnnCourse.Figures.Figure.Table(panels ? columns.Prepend("panel") : columns, rows)
            .Titled($"{Experiment.Title}: every case").Noted($"Solved: {Experiment.Criterion}. {Provenance}");
    }

    /// <summary>Setting, seeds, machine, date and code in one sentence.</summary>
    public string Provenance => $"Setting '{Setting.Name}' "
        + $"({string.Join(", ", Setting.Values.Select(pair => $"{pair.Key} {Shown.Short(pair.Value)}"))}); "
        + $"seeds {SeedText}; {Shown.Count(Runs.Count, "run")}; {string.Join("; ", Machines)}; {Date}; code "
        + $"{string.Join(", ", CodeVersions.Select(code => Commit().Replace(code, "$1")))}. {Repeats}"
        + (Missing.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $" {(Missing.Count == 1 ? "1 run is" : $"{Missing.Count} runs are")} missing."));

    /// <summary>What of a result another machine gives again; it stands in the record too.</summary>
    private const string Repeats = "The same code repeats every run exactly on processors with the same vector "
        + "instructions; others round differently, so single runs may end differently there.";

    [System.Text.RegularExpressions.GeneratedRegex("([0-9a-f]{10})[0-9a-f]{30}")]
    private static partial System.Text.RegularExpressions.Regex Commit();

    /// <summary>The experiment, its provenance and every case, as text.</summary>
    public override string ToString() => Summary().ToString();

    private string SeedText => Seeds.Count > 2 && Seeds[^1] - Seeds[0] == Seeds.Count - 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Seeds[0]}–{Seeds[^1]}") : string.Join(", ", Seeds);

    /// <summary>Whether each series is a bar, because it was run at one position only.</summary>
    private bool AreBars =>
        CasesRun().GroupBy(@case => (@case.Panel, @case.Series)).All(group => group.Count() == 1);

    /// <summary>What is said of the bands around lines; bars have none.</summary>
    private string Bands(string sentence) => AreBars ? "" : sentence + " ";

    private Figure Drawn(ExperimentResult[] overlays, string yName, bool log,
        Func<ExperimentResult, string, int, string, (double Value, double Low, double High)> at)
    {
        ArgumentNullException.ThrowIfNull(overlays);
        foreach (var other in overlays)
            if (other.Experiment.Name != Experiment.Name)
                throw new ArgumentException($"This is a result of '{Experiment.Name}', so a result of "
                    + $"'{other.Experiment.Name}' cannot be drawn over it.", nameof(overlays));
        if (AreBars) return Bars(overlays, yName, log, at);

        var figures = Panels.Select(panel =>
        {
            List<Figure> parts = [];
            foreach (var series in Series)
            {
                var (xs, values) = Curve(this, series, panel);
                parts.Add(RnnCourse.Figures.Figure.Band(xs, values.Select(v => v.Low), values.Select(v => v.High),
                    series));
                parts.Add(RnnCourse.Figures.Figure.Line(xs, values.Select(v => v.Value), series, markers: true));
            }

            foreach (var other in overlays)
                foreach (var series in other.Series.Where(_ => other.Panels.Contains(panel)))
                {
                    var (xs, values) = Curve(other, series, panel);
                    if (xs.Length > 0)
                        parts.Add(RnnCourse.Figures.Figure.Line(xs, values.Select(v => v.Value),
                            $"{series}, {other.Label}", Dash.Dotted, markers: true));
                }

            var figure = parts[0].With([.. parts.Skip(1)]).XAxis(Experiment.XName).YAxis(yName, log: log)
                .Titled(panel.Length == 0 ? Experiment.Title : panel);
            if (yName != Experiment.MeasureName) return figure.YAxis(min: 0, max: 1);
            return Experiment.Baseline is { } guess
                ? figure.With(RnnCourse.Figures.Figure.Line(Positions, Positions.Select(_ => guess), "without memory",
                    Dash.Dashed))
                : figure;
        }).ToArray();
        return figures.Length == 1 ? figures[0]
            : RnnCourse.Figures.Figure.SmallMultiples(figures, columns: figures.Length).Titled(Experiment.Title)
                .Sized(width: 900);

        (int[] X, (double Value, double Low, double High)[] Values) Curve(ExperimentResult result, string series,
            string panel)
        {
            int[] xs = [.. result.Positions.Where(x =>
                result.Runs.Any(run => run.Case == new ExperimentCase(panel, series, x)))];
            return (xs, [.. xs.Select(x => at(result, series, x, panel))]);
        }
    }

    private Figure Bars(ExperimentResult[] overlays, string yName, bool log,
        Func<ExperimentResult, string, int, string, (double Value, double Low, double High)> at)
    {
        Figure[] bars = [.. overlays.Prepend(this).Select(result => RnnCourse.Figures.Figure.Bars(Series,
            Series.Select(series => result.CasesRun().FirstOrDefault(@case => @case.Series == series) is { } @case
                ? at(result, series, @case.X, @case.Panel).Value : double.NaN), result.Label))];
        var figure = bars[0].With(bars[1..]).YAxis(yName, log: log).Titled(Experiment.Title);
        return yName == Experiment.MeasureName ? figure : figure.YAxis(min: 0, max: 1);
    }

    private string Label => string.Create(CultureInfo.InvariantCulture,
        $"{Setting.Name}, {Seeds.Count} {(Seeds.Count == 1 ? "seed" : "seeds")}");
}

/// <summary>How an <see cref="ExperimentResult"/> is shown in a notebook: as the table of its cases.</summary>
public sealed class ExperimentResultFormatters() : Formatters<ExperimentResult>(result => result.Summary().ToHtml());
