namespace RnnCourse.Figures.Plots;

/// <summary>A rectangle of the drawing, in pixels, with the scales that map data into it.</summary>
internal readonly record struct PlotArea(double Left, double Top, double Width, double Height, Scale X, Scale Y)
{
    public double Right => Left + Width;
    public double Bottom => Top + Height;

    /// <summary>The pixel of a data value, NaN for one that cannot be drawn; values far outside are cut off where no
    /// screen can see the difference.</summary>
    public double PixelX(double x) =>
        Scale.Drawable(x, X.Log) ? Left + Math.Clamp(X.At(x), -50, 50) * Width : double.NaN;

    public double PixelY(double y) =>
        Scale.Drawable(y, Y.Log) ? Bottom - Math.Clamp(Y.At(y), -50, 50) * Height : double.NaN;
}
