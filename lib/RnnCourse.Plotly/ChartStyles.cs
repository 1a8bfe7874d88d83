using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace RnnCourse.Plotly;

/// <summary>What is tedious to say from C# in Plotly.NET's own words. Each method gives a new chart and leaves the one
/// it was called on as it was; Plotly.NET's own functions change it.</summary>
public static class ChartStyles
{
    /// <summary>The pixels that a slider takes below the plot.</summary>
    private const double SliderHeight = 90;

    /// <summary>The chart under another title.</summary>
    public static GenericChart WithTitle(this GenericChart chart, string title) => Changed(chart, (_, layout) =>
        Part<Title>(layout, "title").SetProperty("text", $"<b>{Label(title)}</b>"));

    /// <summary>The chart with its vertical axes counting in decades. Limits and labels of lines across the plot go
    /// with them: plotly wants both as exponents there.</summary>
    /// <exception cref="InvalidOperationException">Nothing that the chart shows is positive.</exception>
    public static GenericChart WithLogY(this GenericChart chart) => Changed(chart, (traces, layout) =>
    {
        var values = traces.SelectMany(trace => Numbers.Of(trace, "y")).Where(y => y > 0).ToArray();
        if (values.Length == 0)
            throw new InvalidOperationException(
                "A logarithmic axis shows positive values, and this chart has none: leave the axis as it is.");
        if (!AxesOf(layout, 'y').Any()) layout.SetProperty("yaxis", new LinearAxis());
        foreach (var (name, axis) in AxesOf(layout, 'y').ToArray())
        {
            if (axis.Properties.GetValueOrDefault("type") as string == "log") continue;
            axis.SetProperty("type", "log");
            // As on a figure's logarithmic axis; the numbers of before may have been narrower.
            axis.SetProperty("exponentformat", "power");
            axis.SetProperty("minorloglabels", "none");
            axis.SetProperty("automargin", true);
            if (Numbers.Of(axis, "range").ToArray() is [var low, var high])
                axis.SetProperty("range", new[] { Math.Log10(low > 0 ? low : values.Min()), Math.Log10(high) });
            foreach (var label in Items(layout, "annotations"))
                if (label.Properties.GetValueOrDefault("yref") as string == name
                    .Replace("axis", "", StringComparison.Ordinal)
                    && Numbers.Value(label.Properties.GetValueOrDefault("y")) is > 0 and var y)
                    label.SetProperty("y", Math.Log10(y));
        }
    });

    /// <summary>The chart with a line, its markers and its band in another colour, in the light theme as in the dark
    /// one.</summary>
    /// <param name="name">The name that the legend shows.</param>
    /// <param name="color">As in CSS: <c>green</c>, <c>#1857b6</c>.</param>
    /// <exception cref="ArgumentException">No trace has that name; the message lists those there are.</exception>
    public static GenericChart WithLineColor(this GenericChart chart, string name, string color) =>
        Changed(chart, (traces, _) =>
        {
            var named = traces.Where(trace => Named(trace) == name).ToArray();
            if (named.Length == 0)
                throw new ArgumentException($"No trace is called '{name}'. There are: "
                    + $"{string.Join(", ", traces.Select(Named).OfType<string>().Distinct())}.", nameof(name));
            foreach (var trace in named) Paint(trace, color);
        });

    /// <summary>The chart with a trace in another colour, by its place among the traces, from 0.</summary>
    /// <inheritdoc cref="WithLineColor(GenericChart, string, string)"/>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many traces.</exception>
    public static GenericChart WithLineColor(this GenericChart chart, int index, string color) =>
        Changed(chart, (traces, _) => Paint(index >= 0 && index < traces.Count ? traces[index]
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"The chart has {traces.Count} traces."),
                color));

    /// <summary>The chart with a rectangle behind its lines, in the axes' own units: a stretch of time, a band of
    /// values.</summary>
    /// <param name="x">From left to right; null: the whole width.</param>
    /// <param name="y">From bottom to top; null: the whole height.</param>
    public static GenericChart WithShape(this GenericChart chart, (double From, double To)? x = null,
        (double From, double To)? y = null, string color = "gray", double opacity = 0.2) =>
        Changed(chart, (_, layout) =>
        {
            var shape = new Shape();
            foreach (var (name, value) in new (string, object)[]
            {
                ("type", "rect"), ("layer", "below"), ("fillcolor", color), ("opacity", opacity),
                ("xref", x is null ? "x domain" : "x"), ("x0", x?.From ?? 0), ("x1", x?.To ?? 1),
                ("yref", y is null ? "y domain" : "y"), ("y0", y?.From ?? 0), ("y1", y?.To ?? 1),
            })
                shape.SetProperty(name, value);
            var line = new Line();
            line.SetProperty("width", 0);
            shape.SetProperty("line", line);
            layout.SetProperty("shapes", Items(layout, "shapes").Append(shape).ToArray<object>());
        });

    /// <summary>The chart with what others show drawn on its axes. Of them only the traces are taken, not their size
    /// and look.</summary>
    public static GenericChart With(this GenericChart chart, params GenericChart[] others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return Changed(chart, (traces, _) =>
            traces.AddRange(others.SelectMany(other => GenericChart.getTraces(other)).Select(Copy)));
    }

    /// <summary>The chart with a slider below it: each step shows the traces of another chart in the place of the first
    /// ones.</summary>
    /// <param name="label">What the slider chooses: "gain".</param>
    /// <param name="steps">For each position its name and a chart with as many traces as this one; the first is this
    /// chart itself, as a rule.</param>
    /// <exception cref="ArgumentException">There is no step, or one has another number of traces.</exception>
    public static GenericChart WithSlider(this GenericChart chart, string label,
        IEnumerable<(string Name, GenericChart Chart)> steps) => Changed(chart, (traces, layout) =>
    {
        var positions = steps.Select(step => Position(step.Name, GenericChart.getTraces(step.Chart), traces)).ToArray();
        if (positions.Length == 0) throw new ArgumentException("A slider needs a step or more.", nameof(steps));
        var slider = new Slider();
        var current = new SliderCurrentValue();
        current.SetProperty("prefix", label + ": ");
        slider.SetProperty("currentvalue", current);
        slider.SetProperty("steps", positions);
        slider.SetProperty("pad", new Dictionary<string, double> { ["t"] = 45 });
        layout.SetProperty("sliders", new object[] { slider });
        if (Numbers.Value(layout.Properties.GetValueOrDefault("height")) is { } height)
            layout.SetProperty("height", height + SliderHeight);
        var margin = Part<Margin>(layout, "margin");
        margin.SetProperty("b", (Numbers.Value(margin.Properties.GetValueOrDefault("b")) ?? 40) + SliderHeight);
    });

    private static SliderStep Position(string name, FSharpList<Trace> shown, List<Trace> traces)
    {
        if (shown.Length != traces.Count)
            throw new ArgumentException(
                $"The slider's step '{name}' has {shown.Length} traces, and the chart has {traces.Count}.");
        var data = new Dictionary<string, object?>();
        foreach (var member in (string[])["x", "y", "z"])
            if (shown.Any(trace => trace.Properties.ContainsKey(member)))
                data[member] = shown.Select(trace => trace.Properties.GetValueOrDefault(member)).ToArray();
        var step = new SliderStep();
        step.SetProperty("label", name);
        step.SetProperty("method", "restyle");
        step.SetProperty("args", new object[] { data });
        return step;
    }

    private static void Paint(Trace trace, string color)
    {
        // What it says of the series is what a theme repaints it by.
        trace.RemoveProperty("meta");
        foreach (var part in new[] { trace.Properties.GetValueOrDefault("line"),
            trace.Properties.GetValueOrDefault("marker") })
            (part as Member)?.SetProperty("color", color);
        if (trace.Properties.ContainsKey("fillcolor")) trace.SetProperty("fillcolor", color);
        if (!trace.Properties.ContainsKey("line") && !trace.Properties.ContainsKey("marker"))
            Part<Line>(trace, "line").SetProperty("color", color);
    }

    private static GenericChart Changed(GenericChart chart, Action<List<Trace>, Layout> change)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var traces = GenericChart.getTraces(chart).Select(Copy).ToList();
        var layout = Copy(GenericChart.getLayout(chart));
        change(traces, layout);
        return GenericChart.NewMultiChart(ListModule.OfSeq(traces), layout, Copy(GenericChart.getConfig(chart)),
            GenericChart.getDisplayOptions(chart));
    }

    /// <summary>The same members in new objects. Arrays of data are shared: nothing here writes into them.</summary>
    private static T Copy<T>(T part) where T : Member
    {
        var copy = (T)(part is Trace trace ? Activator.CreateInstance(part.GetType(), trace.type)!
            : Activator.CreateInstance(part.GetType())!);
        foreach (var (name, value) in part.Properties)
            copy.SetProperty(name, value switch
            {
                Member member => Copy(member),
                IEnumerable<object> items when items.FirstOrDefault() is Member =>
                    items.Select(item => item is Member member ? Copy(member) : item).ToArray(),
                _ => value,
            });
        return copy;
    }

    private static IEnumerable<(string Name, Member Axis)> AxesOf(Layout layout, char letter) => layout.Properties
        .Where(member => member.Key.StartsWith(letter + "axis", StringComparison.Ordinal) && member.Value is Member)
        .Select(member => (member.Key, (Member)member.Value));

    private static IEnumerable<Member> Items(Member of, string name) =>
        (of.Properties.GetValueOrDefault(name) as System.Collections.IEnumerable)?.OfType<Member>() ?? [];

    private static T Part<T>(Member of, string name) where T : Member, new()
    {
        if (of.Properties.GetValueOrDefault(name) is T there) return there;
        var part = new T();
        of.SetProperty(name, part);
        return part;
    }

    // A figure's trace is in a group of its own name, as it was typed.
    private static string? Named(Trace trace) => trace.Properties.GetValueOrDefault("legendgroup") as string
        ?? System.Net.WebUtility.HtmlDecode(trace.Properties.GetValueOrDefault("name") as string);

    private static string Label(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
