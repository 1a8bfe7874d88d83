namespace RnnCourse.Figures;

// Plots side by side.
public sealed partial class Figure
{
    /// <summary>Plots side by side, each under its own title, on axes that run over the same numbers, so that they can
    /// be compared.</summary>
    /// <param name="panels">Plots with one pair of axes each.</param>
    /// <param name="sharedX">All horizontal axes run over the same numbers.</param>
    /// <param name="sharedY">All vertical axes run over the same numbers.</param>
    /// <exception cref="ArgumentException">A figure is not a single plot, or axes that are shared differ in
    /// kind.</exception>
    public static Figure SmallMultiples(IEnumerable<Figure> panels, int columns = 2, bool sharedX = true,
        bool sharedY = true)
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Panel[] all = [.. panels.Select(figure => SinglePanel(figure) with { Title = figure.Title })];
        if (sharedX && all.Select(panel => panel.X.Log).Distinct().Count() > 1)
            throw new ArgumentException(
                "Some horizontal axes are logarithmic and some are not, so they cannot be shared: say sharedX: "
                    + "false.", nameof(panels));
        if (sharedY && all.Select(panel => panel.Y.Log).Distinct().Count() > 1)
            throw new ArgumentException(
                "Some vertical axes are logarithmic and some are not, so they cannot be shared: say sharedY: "
                    + "false.", nameof(panels));
        return new Figure(new PlotBody(all, Math.Min(columns, Math.Max(1, all.Length)), sharedX, sharedY).WithSeries());
    }
}
