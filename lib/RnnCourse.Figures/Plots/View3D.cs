namespace RnnCourse.Figures.Plots;

/// <summary>
/// An orthographic view of the box [−½, ½]² × [−h, h] from a direction: the same that plotly's camera is given.
/// </summary>
internal sealed class View3D
{
    public const double EyeX = 1.3, EyeY = -1.6, EyeZ = 1.1, HalfHeight = 0.32;

    private readonly (double X, double Y, double Z) right, up, toEye;
    private readonly double centreX, centreY, scale;

    /// <summary>A view that fills a rectangle of the drawing.</summary>
    public View3D(double left, double top, double width, double height)
    {
        double length = Math.Sqrt(EyeX * EyeX + EyeY * EyeY + EyeZ * EyeZ), flat = Math.Sqrt(EyeX * EyeX + EyeY * EyeY);
        toEye = (EyeX / length, EyeY / length, EyeZ / length);
        right = (-EyeY / flat, EyeX / flat, 0);
        up = (toEye.Y * right.Z - toEye.Z * right.Y, toEye.Z * right.X - toEye.X * right.Z, toEye.X * right.Y - toEye.Y * right.X);
        double w = 0, h = 0;
        foreach (double x in (double[])[-0.5, 0.5])
            foreach (double y in (double[])[-0.5, 0.5])
                foreach (double z in (double[])[-HalfHeight, HalfHeight])
                {
                    w = Math.Max(w, Math.Abs(Dot(right, x, y, z)));
                    h = Math.Max(h, Math.Abs(Dot(up, x, y, z)));
                }
        scale = Math.Min(width / (2 * w), height / (2 * h));
        (centreX, centreY) = (left + width / 2, top + height / 2);
    }

    /// <summary>The pixel of a point given by its shares (0 to 1) of the three axes.</summary>
    public (double X, double Y) Pixel(double u, double v, double w)
    {
        (double x, double y, double z) = Box(u, v, w);
        return (centreX + scale * Dot(right, x, y, z), centreY - scale * Dot(up, x, y, z));
    }

    /// <summary>How near a point is to the eye.</summary>
    public double Nearness(double u, double v, double w)
    {
        (double x, double y, double z) = Box(u, v, w);
        return Dot(toEye, x, y, z);
    }

    private static (double, double, double) Box(double u, double v, double w) => (u - 0.5, v - 0.5, (2 * w - 1) * HalfHeight);

    private static double Dot((double X, double Y, double Z) a, double x, double y, double z) => a.X * x + a.Y * y + a.Z * z;
}
