namespace RnnCourse.Figures.Drawing;

/// <summary>Collects the <c>d</c> of an SVG path: lines through points, to a tenth of a pixel. Each line is written
/// from the point before it, which takes about half the bytes of its place in the drawing.</summary>
internal sealed class PathData
{
    private readonly StringBuilder _text = new();
    private (long X, long Y) _start, _last;
    private bool _down;

    /// <summary>Draws a line to a point; the first after <see cref="Lift"/> or <see cref="Close"/> is where the next
    /// stretch starts.</summary>
    public PathData To(double x, double y)
    {
        (long X, long Y) point = ((long)Math.Round(10 * x), (long)Math.Round(10 * y));
        (var dx, var dy) = (point.X - _last.X, point.Y - _last.Y);
        if (!_down) Append('M', point.X, point.Y);
        else if (dy == 0) Append('h', dx);
        else if (dx == 0) Append('v', dy);
        else Append('l', dx, dy);
        if (!_down) _start = point;
        (_last, _down) = (point, true);
        return this;
    }

    /// <summary>Ends a stretch.</summary>
    public void Lift() => _down = false;

    /// <summary>Ends a stretch with a line back to where it starts.</summary>
    public PathData Close()
    {
        if (_down) _text.Append('z');
        (_last, _down) = (_start, false);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Append(char command, params ReadOnlySpan<long> tenths)
    {
        _text.Append(command);
        for (var i = 0; i < tenths.Length; i++)
        {
            if (i > 0 && tenths[i] >= 0) _text.Append(' ');
            _text.Append(CultureInfo.InvariantCulture, $"{tenths[i] / 10m:#.#;-#.#;0}");
        }
    }
}
