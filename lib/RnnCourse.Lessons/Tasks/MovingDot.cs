namespace RnnCourse.Lessons.Tasks;

/// <summary>A film of a dot on an 8×8 screen that moves one pixel per frame and now and then turns; for each frame, say
/// the direction it just moved in.</summary>
/// <remarks>The course's own task: many to many, in step. One frame alone says nothing about the direction, so a
/// network without memory stays at ln 8. The first frame is not scored. The screen wraps around.</remarks>
public sealed class MovingDot : ILabelledTask
{
    private const double TurnProbability = 0.15;
    private static readonly (int Down, int Right)[] Directions =
        [(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)];

    private readonly double _noise;

    /// <summary>Films of <paramref name="frames"/> frames with Gaussian pixel noise of standard deviation
    /// <paramref name="noise"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 frames, or negative noise.</exception>
    public MovingDot(int frames = 12, double noise = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        (Frames, _noise) = (frames, noise);
    }

    /// <summary>The screen's width and height in pixels.</summary>
    public const int Side = 8;

    /// <summary>The number of frames, T.</summary>
    public int Frames { get; }

    public string Name => $"moving dot, {Frames} frames";

    public string Source => "this course";

    /// <summary>ln 8, in nats a scored frame.</summary>
    public double BaselineLoss => Math.Log(Directions.Length);
    public int Features => Side * Side;
    public Vocabulary Classes { get; } = new(["↑", "↗", "→", "↘", "↓", "↙", "←", "↖"]);

    public LabelledExample Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var inputs = new double[Frames][];
        var targets = new int[Frames];
        int row = random.Next(Side), column = random.Next(Side), direction = random.Next(Directions.Length);
        for (var t = 0; t < Frames; t++)
        {
            if (t > 1 && random.Chance(TurnProbability)) direction = random.Next(Directions.Length);
            if (t > 0)
            {
                row = (row + Directions[direction].Down + Side) % Side;
                column = (column + Directions[direction].Right + Side) % Side;
            }

            inputs[t] = Frame(row, column, random);
            targets[t] = t == 0 ? TokenExample.Unscored : direction;
        }

        return new LabelledExample(inputs, targets);
    }

    private double[] Frame(int row, int column, Random random)
    {
        var pixels = new double[Features];
        for (var n = 0; n < pixels.Length; n++)
            pixels[n] = (n == row * Side + column ? 1 : 0) + (_noise > 0 ? random.Gaussian(0, _noise) : 0);
        return pixels;
    }
}
