namespace RnnCourse.Figures.Drawing;

/// <summary>A colour of the screen (sRGB), each part from 0 to 255.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    public static readonly Rgb White = new(255, 255, 255);

    public static readonly Rgb Black = new(0, 0, 0);

    /// <summary>Reads "#rrggbb".</summary>
    public static Rgb Parse(string hex) => new(
        Convert.ToByte(hex[1..3], 16), Convert.ToByte(hex[3..5], 16), Convert.ToByte(hex[5..7], 16));

    public string Hex => string.Create(CultureInfo.InvariantCulture, $"#{R:x2}{G:x2}{B:x2}");

    /// <summary>Relative luminance as WCAG 2 defines it, 0 (black) to 1 (white).</summary>
    public double Luminance => 0.2126 * Linear(R) + 0.7152 * Linear(G) + 0.0722 * Linear(B);

    /// <summary>WCAG's contrast ratio, 1 to 21.</summary>
    public double Contrast(Rgb other)
    {
        (var light, var dark) =
            Luminance > other.Luminance ? (Luminance, other.Luminance) : (other.Luminance, Luminance);
        return (light + 0.05) / (dark + 0.05);
    }

    /// <summary>Black or white, whichever can be read on this colour.</summary>
    public Rgb TextOn => Contrast(Black) >= Contrast(White) ? Black : White;

    /// <summary>From lightness (0–1), chroma and hue (degrees) in Oklab; colours outside the screen's gamut lose
    /// chroma.</summary>
    public static Rgb FromOklch(double lightness, double chroma, double hue)
    {
        var angle = hue * Math.PI / 180;
        for (var c = chroma; ; c -= 0.005)
        {
            (var r, var g, var b) = FromOklab(lightness, c * Math.Cos(angle), c * Math.Sin(angle));
            if (c <= 0 || (InGamut(r) && InGamut(g) && InGamut(b))) return new Rgb(Gamma(r), Gamma(g), Gamma(b));
        }
    }

    // Björn Ottosson, "A perceptual color space for image processing", 2020.
    private static (double R, double G, double B) FromOklab(double lightness, double a, double b)
    {
        var l = Cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        var m = Cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        var s = Cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    }

    private static double Cube(double x) => x * x * x;

    private static bool InGamut(double linear) => linear is >= -1e-4 and <= 1.0001;

    private static double Linear(byte part)
    {
        var c = part / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    private static byte Gamma(double linear)
    {
        var c = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
        return (byte)Math.Clamp(Math.Round(c * 255), 0, 255);
    }
}
