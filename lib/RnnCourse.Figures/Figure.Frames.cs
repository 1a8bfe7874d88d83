namespace RnnCourse.Figures;

// Figures that a slider changes.
public sealed partial class Figure
{
    /// <summary>The most positions a slider has.</summary>
    internal const int MostFrames = 60;

    /// <summary>
    /// The same figure for each value of a parameter, with a slider. All frames are drawn when the cell runs, so that
    /// the slider needs neither a kernel nor a network. Plots run over the same numbers in every frame.
    /// </summary>
    /// <param name="parameter">What the slider changes, with its unit: "gain".</param>
    /// <param name="values">The positions of the slider, from left to right: 60 at most.</param>
    /// <param name="draw">The figure for one value.</param>
    /// <param name="telling">The values whose frames stand side by side on paper, and where a host takes the script
    /// away; by default four, from the first to the last.</param>
    /// <exception cref="ArgumentException">There are no values, or too many; one of <paramref name="telling"/> is not
    /// among them; or axes differ in kind from frame to frame.</exception>
    /// <example>
    /// <code>Figure.Explore("gain", [0.6, 1, 2], gain => Figure.Line(steps, Norms(gain)))</code>
    /// </example>
    public static Figure Explore<T>(string parameter, IEnumerable<T> values, Func<T, Figure> draw,
        IEnumerable<T>? telling = null)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(draw);
        T[] all = [.. values];
        if (all.Length is 0 or > MostFrames)
            throw new ArgumentException(
                $"A slider has 1 to {MostFrames} positions, but there are {all.Length} values.", nameof(values));
        T[] chosen = telling is null
            ? [.. Enumerable.Range(0, 4).Select(k => all[(int)Math.Round(k * (all.Length - 1) / 3.0)])]
            : [.. telling];
        foreach (var value in chosen)
            if (!all.Contains(value))
                throw new ArgumentException(
                    $"{Words(value)} is not among the slider's values: {string.Join(", ", all.Select(Words))}.",
                    nameof(telling));
        Figure[] drawn = [.. FramesBody.OnSameAxes([.. all.Select(value => Framed(draw(value), Words(value)))])];
        return new Figure(new FramesBody(parameter,
            [.. all.Select((value, k) => new Frame(Words(value), drawn[k], chosen.Contains(value)))]));
    }

    private static Figure Framed(Figure? figure, string value) => figure switch
    {
        null => throw new ArgumentException($"The slider was given no figure for {value}."),
        { Body: FramesBody } => throw new ArgumentException(
            "The figure is a slider in a slider: draw a plot, a text or a diagram."),
        _ => figure,
    };

    internal Figure OfBody(Body body) => Change(figure => figure.Body = body);

    private static string Words<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
