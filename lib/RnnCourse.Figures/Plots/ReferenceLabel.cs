namespace RnnCourse.Figures.Plots;

/// <summary>Where the words of a reference line stand: of its ends and sides the first at which they cover least of
/// the curves.</summary>
/// <param name="Line">The line.</param>
/// <param name="AtEnd">A level line's words: at its right end, not its left; an upright line's: at its top.</param>
/// <param name="Above">A level line's words: above it, not below; an upright line's: to its right.</param>
internal sealed record ReferenceLabel(Reference Line, bool AtEnd, bool Above)
{
    private const double Height = 13, Gap = 3, Inset = 4;

    // In pixels of covered curve: as bad as a line through the whole of some words, and worse than any.
    private const double OtherWords = 100, OutOfPanel = 1000;

    /// <summary>The labels of a panel's lines, in the order of these.</summary>
    public static IReadOnlyList<ReferenceLabel> Of(Panel panel, PlotArea area)
    {
        var placed = new List<(ReferenceLabel Label, Box Box)>();
        var curves = panel.Traces.OfType<CurveTrace>().ToArray();
        foreach (var line in panel.References.Where(line => line.Label is not null && line.IsIn(area)))
        {
            ReferenceLabel[] places =
                [new(line, true, true), new(line, false, true), new(line, true, false), new(line, false, false)];
            placed.Add(places.Select(label => (Label: label, Box: label.BoxIn(area)))
                .MinBy(choice => curves.Sum(curve => Covered(curve, area, choice.Box))
                    + (choice.Box.IsInside(area) ? 0 : OutOfPanel)
                    + OtherWords * placed.Count(other => other.Box.Meets(choice.Box))));
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

    // How many pixels of a curve are under the words; a point alone counts as its marker.
    private static double Covered(CurveTrace curve, PlotArea area, Box box)
    {
        var covered = 0.0;
        (double X, double Y) before = (double.NaN, double.NaN);
        for (var i = 0; i < curve.X.Length; i++)
        {
            (double X, double Y) point = (area.PixelX(curve.X[i]), area.PixelY(curve.Y[i]));
            covered += curve.Joined ? box.Within(before, point) : box.Within(point, (point.X + 4, point.Y));
            before = point;
        }
        return covered;
    }

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        /// <summary>How long a part of a segment is in the box or next to it: the segment clipped by each of the box's
        /// edges (Liang and Barsky, 1984); 0 where an end cannot be drawn.</summary>
        public double Within((double X, double Y) from, (double X, double Y) to)
        {
            double dx = to.X - from.X, dy = to.Y - from.Y, first = 0, last = 1;
            if (!double.IsFinite(dx + dy)) return 0;
            foreach ((var speed, var room) in (ReadOnlySpan<(double, double)>)
                [(-dx, from.X - Left + Gap), (dx, Right + Gap - from.X), (-dy, from.Y - Top + Gap),
                    (dy, Bottom + Gap - from.Y)])
                if (speed < 0) first = Math.Max(first, room / speed);
                else if (speed > 0) last = Math.Min(last, room / speed);
                else if (room < 0) return 0;
            return last > first ? (last - first) * Math.Sqrt(dx * dx + dy * dy) : 0;
        }

        public bool Meets(Box other) =>
            Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

        public bool IsInside(PlotArea area) => Left >= area.Left && Right <= area.Right + 1
            && Top >= area.Top - 1 && Bottom <= area.Bottom;
    }
}
