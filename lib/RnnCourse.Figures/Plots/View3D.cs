namespace RnnCourse.Figures.Plots;

/// <summary>An orthographic view of the box [−½, ½]² × [−h, h] from a direction: the same that plotly's camera is
/// given.</summary>
internal sealed class View3D
{
    public const double EyeX = 1.3, EyeY = -1.6, EyeZ = 1.1, HalfHeight = 0.32;

    private readonly (double X, double Y, double Z) _right, _up, _toEye;
    private readonly double _centreX, _centreY, _scale;

    /// <summary>A view that fills a rectangle of the drawing.</summary>
    public View3D(double left, double top, double width, double height)
    {
        double length = Math.Sqrt(EyeX * EyeX + EyeY * EyeY + EyeZ * EyeZ), flat = Math.Sqrt(EyeX * EyeX + EyeY * EyeY);
        _toEye = (EyeX / length, EyeY / length, EyeZ / length);
        _right = (-EyeY / flat, EyeX / flat, 0);
        _up = (_toEye.Y * _right.Z - _toEye.Z * _right.Y, _toEye.Z * _right.X - _toEye.X * _right.Z,
            _toEye.X * _right.Y - _toEye.Y * _right.X);
        double w = 0, h = 0;
        foreach (var x in (double[])[-0.5, 0.5])
            foreach (var y in (double[])[-0.5, 0.5])
                foreach (var z in (double[])[-HalfHeight, HalfHeight])
                {
                    w = Math.Max(w, Math.Abs(Dot(_right, x, y, z)));
                    h = Math.Max(h, Math.Abs(Dot(_up, x, y, z)));
                }
        _scale = Math.Min(width / (2 * w), height / (2 * h));
        (_centreX, _centreY) = (left + width / 2, top + height / 2);
    }

    /// <summary>The pixel of a point given by its shares (0 to 1) of the three axes.</summary>
    public (double X, double Y) Pixel(double u, double v, double w)
    {
        (var x, var y, var z) = Box(u, v, w);
        return (_centreX + _scale * Dot(_right, x, y, z), _centreY - _scale * Dot(_up, x, y, z));
    }

    /// <summary>How near a point is to the eye.</summary>
    public double Nearness(double u, double v, double w)
    {
        (var x, var y, var z) = Box(u, v, w);
        return Dot(_toEye, x, y, z);
    }

    private static (double, double, double) Box(double u, double v, double w) =>
        (u - 0.5, v - 0.5, (2 * w - 1) * HalfHeight);

    private static double Dot((double X, double Y, double Z) a, double x, double y, double z) =>
        a.X * x + a.Y * y + a.Z * z;
}
