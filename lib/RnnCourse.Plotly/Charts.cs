using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using Plotly.NET.TraceObjects;
using RnnCourse.Figures.Display;
using RnnCourse.Figures.Drawing;
using RnnCourse.Figures.Plots;
using XPlot.Plotly;
using Figure = RnnCourse.Figures.Figure;

namespace RnnCourse.Plotly;

/// <summary>Figures of the course as charts of Plotly.NET and of XPlot.</summary>
/// <example>
/// <code>
/// Figure.Line(losses, name: "LSTM").ToChart()
///     .WithLogY().WithLineColor("LSTM", "green").WithTitle("The same losses")
/// </code>
/// </example>
public static class Charts
{
    /// <summary>Called once, in a notebook's first cell: from then on a figure becomes interactive as the chart that
    /// <see cref="ToChart"/> gives, and a cell shows charts of both libraries as it shows figures.</summary>
    public static void Use()
    {
        Figure.ChartWriter = tree => ChartJson.Write(TypedChart.Of(tree));
        Show<GenericChart>(ChartView.Of);
        Show<PlotlyChart>(ChartView.Of);

        static void Show<T>(Func<T, ChartView> view)
        {
            Formatter.SetPreferredMimeTypesFor(typeof(T), "text/html", "text/plain");
            Formatter.Register<T>(chart => view(chart).ToHtml(), "text/html");
            Formatter.Register<T>(chart => view(chart).ToString(), "text/plain");
        }
    }

    /// <summary>The figure as a chart of Plotly.NET, made of its typed objects: what the page shows of the figure is
    /// this chart, with the marks on the axes where plotly puts them, so that you can change the axes. Plotly.NET's own
    /// functions change the chart they are given, so each call makes a new one.</summary>
    public static GenericChart ToChart(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return TypedChart.Of(PlotlyPanels.WithoutMarks(FigureDrawing.Tree(figure)));
    }

    /// <summary>The figure as a chart of XPlot, as far as its types go: they know one pair of axes, or two; no pattern
    /// of bars and no template of what is shown at the pointer.</summary>
    /// <exception cref="NotSupportedException">The figure has more panels, or a kind of trace that XPlot
    /// lacks.</exception>
    public static PlotlyChart ToXPlot(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return XPlotChart.Of(PlotlyPanels.WithoutMarks(FigureDrawing.Tree(figure)));
    }

    /// <summary>An axis of Plotly.NET's <c>Chart.ParallelCoord</c>: numbers as they are; texts at even distances, in
    /// the order in which they come up.</summary>
    public static Dimension Axis<T>(string label, IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var axis = new Dimension();
        axis.SetProperty("label", PlotlyJson.Label(label));
        if (values is IEnumerable<string> texts)
        {
            var names = texts.Distinct().ToArray();
            axis.SetProperty("values", texts.Select(text => (double)Array.IndexOf(names, text)).ToArray());
            axis.SetProperty("tickvals", Enumerable.Range(0, names.Length).ToArray());
            axis.SetProperty("ticktext", names);
        }
        else
            axis.SetProperty("values",
                values.Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)).ToArray());
        return axis;
    }

    /// <summary>Plotly.NET 6 is made for a newer FSharp.Core than .NET Interactive's tool has in its folder, and .NET
    /// finds no newer one there: the one that is loaded does.</summary>
#pragma warning disable CA2255 // It must have happened before the first chart, whichever way a notebook comes to it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void FindFSharpCore() => AssemblyLoadContext.Default.Resolving += (_, name) =>
        name.Name != "FSharp.Core" ? null
        : Array.Find(AppDomain.CurrentDomain.GetAssemblies(), loaded => loaded.GetName().Name == name.Name)
            ?? LoadOlder(name);

    private static Assembly? LoadOlder(AssemblyName name)
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name.Name!));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
