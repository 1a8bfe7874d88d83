namespace RnnCourse.Figures.Diagrams;

/// <summary>Matrices drawn as rectangles of cells, in a row like an equation.</summary>
internal static class MatrixShapes
{
    private const double LargestSide = 130;
    // Lines closer than this, in pixels, are a grey box.
    private const double SmallestCell = 5;

    public static Figure Draw(ShapeTerm[] terms)
    {
        var largest = terms.Where(term => term.IsMatrix).Select(term => Math.Max(term.Rows, term.Columns))
            .DefaultIfEmpty(1).Max();
        // Large matrices keep their proportions, but never get too thin to see.
        var cell = Math.Min(30, LargestSide / largest);
        (double Width, double Height) Size(ShapeTerm term) =>
            (Math.Max(14, term.Columns * cell), Math.Max(14, term.Rows * cell));
        var highest = terms.Where(term => term.IsMatrix).Select(term => Size(term).Height).DefaultIfEmpty(20).Max();
        double middle = 34 + highest / 2, x = 10;
        var sketch = new Sketch();
        var series = 0;
        var colors = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var term in terms)
        {
            if (!term.IsMatrix)
            {
                var wide = MathLabel.Width(term.Text, 20) + 8;
                sketch.Text(x + wide / 2, middle + 7, term.Text, size: 20);
                x += wide + 8;
                continue;
            }
            (var width, var height) = Size(term);
            var size = string.Create(CultureInfo.InvariantCulture, $"{term.Rows} × {term.Columns}");
            double room = Math.Max(width, Math.Max(MathLabel.Width(term.Text, 16), MathLabel.Width(size, 12)) + 2),
                centre = x + room / 2;
            if (!colors.TryGetValue(term.Text, out var color)) colors[term.Text] = color = series++;
            sketch.Box(centre, middle, width, height, "", color);
            if (Math.Min(width / term.Columns, height / term.Rows) >= SmallestCell)
            {
                for (var c = 1; c < term.Columns; c++)
                    sketch.GridLine((centre - width / 2 + c * width / term.Columns, middle - height / 2),
                        (centre - width / 2 + c * width / term.Columns, middle + height / 2));
                for (var r = 1; r < term.Rows; r++)
                    sketch.GridLine((centre - width / 2, middle - height / 2 + r * height / term.Rows),
                        (centre + width / 2, middle - height / 2 + r * height / term.Rows));
            }
            sketch.Text(centre, middle - height / 2 - 10, term.Text, size: 16);
            sketch.Text(centre, middle + height / 2 + 18, size, size: 12, muted: true);
            x += room + 12;
        }
        var words = "Shapes of matrices: " + string.Join(" ", terms.Select(term => term.IsMatrix
            ? string.Create(CultureInfo.InvariantCulture,
                $"{MathLabel.Spoken(term.Text)} ({term.Rows} by {term.Columns})") : term.Text)) + ".";
        return sketch.ToFigure(Math.Max(120, x), middle + highest / 2 + 30, words);
    }
}
