namespace RnnCourse.Figures.Plots;

/// <summary>Where the words of a reference line stand: of its ends and sides the first at which they cover least of
/// the curves.</summary>
/// <param name="Line">The line.</param>
/// <param name="AtEnd">A level line's words: at its right end, not its left; an upright line's: at its top.</param>
/// <param name="Above">A level line's words: above it, not below; an upright line's: to its right.</param>
internal sealed record ReferenceLabel(Reference Line, bool AtEnd, bool Above)
{
    private const double Height = 13, Gap = 3, Inset = 4;

    // As bad as a curve that runs through the whole of the words.
    private const double OtherWords = 100, OutOfPanel = 1000;

    /// <summary>The labels of a panel's lines, in the order of these.</summary>
    public static IReadOnlyList<ReferenceLabel> Of(Panel panel, PlotArea area)
    {
        var placed = new List<(ReferenceLabel Label, Box Box)>();
        var curves = panel.Traces.OfType<CurveTrace>().SelectMany(curve => Along(curve, area)).ToArray();
        foreach (var line in panel.References.Where(line => line.Label is not null && line.IsIn(area)))
        {
            var best = ((bool AtEnd, bool Above)[])[(true, true), (false, true), (true, false), (false, false)];
            placed.Add(best.Select(place => new ReferenceLabel(line, place.AtEnd, place.Above))
                .Select(label => (label, label.BoxIn(area)))
                .MinBy(choice => curves.Count(choice.Item2.Holds)
                    + (choice.Item2.IsInside(area) ? 0 : OutOfPanel)
                    + OtherWords * placed.Count(other => other.Box.Meets(choice.Item2))));
        }
        return [.. placed.Select(choice => choice.Label)];
    }

    /// <summary>Writes the words.</summary>
    public void Draw(SvgWriter svg, PlotArea area)
    {
        var box = BoxIn(area);
        var right = Line.Horizontal ? AtEnd : !Above;
        svg.Text(right ? box.Right : box.Left, box.Bottom - 2, Line.Label!, PlotLayout.TickSize,
            right ? "end" : "start", Theme.InkOnData);
    }

    private Box BoxIn(PlotArea area)
    {
        var width = MathLabel.Width(Line.Label!, PlotLayout.TickSize);
        double left, top;
        if (Line.Horizontal)
        {
            var p = area.PixelY(Line.At);
            (left, top) = (AtEnd ? area.Right - Inset - width : area.Left + Inset, Above ? p - Gap - Height : p + Gap);
        }
        else
        {
            var p = area.PixelX(Line.At);
            (left, top) = (Above ? p + 5 : p - 5 - width, AtEnd ? area.Top + 2 : area.Bottom - 2 - Height);
        }
        return new(left, top, left + width, top + Height);
    }

    // A curve as points that are no further apart than the words are high.
    private static IEnumerable<(double X, double Y)> Along(CurveTrace curve, PlotArea area)
    {
        (double X, double Y)? before = null;
        for (var i = 0; i < curve.X.Length; i++)
        {
            (double X, double Y) point = (area.PixelX(curve.X[i]), area.PixelY(curve.Y[i]));
            if (!double.IsFinite(point.X) || !double.IsFinite(point.Y))
            {
                before = null;
                continue;
            }
            if (curve.Joined && before is { } from)
            {
                var steps = (int)Math.Min(1000, Math.Max(Math.Abs(point.X - from.X), Math.Abs(point.Y - from.Y)) / 4);
                for (var k = 1; k < steps; k++)
                    yield return (from.X + (point.X - from.X) * k / steps, from.Y + (point.Y - from.Y) * k / steps);
            }
            yield return point;
            before = point;
        }
    }

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Holds((double X, double Y) point) =>
            point.X > Left - Gap && point.X < Right + Gap && point.Y > Top - Gap && point.Y < Bottom + Gap;

        public bool Meets(Box other) =>
            Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

        public bool IsInside(PlotArea area) => Left >= area.Left && Right <= area.Right + 1
            && Top >= area.Top - 1 && Bottom <= area.Bottom;
    }
}
