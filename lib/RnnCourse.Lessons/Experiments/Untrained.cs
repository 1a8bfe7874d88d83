using RnnCourse.Initialization;
using RnnCourse.Lessons.Analysis;

namespace RnnCourse.Lessons.Experiments;

/// <summary>Plain networks with drawn weights, tokens for them to read, and an error to send back: what one looks at
/// before any training.</summary>
public static class Untrained
{
    /// <summary>A plain network whose W_hh [H, H] is drawn from N(0, gain²/H) and whose W_xh [H, I] from N(0,
    /// size²).</summary>
    /// <param name="symbols">How many tokens it knows, I.</param>
    public static VanillaRnn<double> Network(double gain, int seed, Activation activation = Activation.Tanh,
        int units = 50, double size = 0.3, int symbols = 5)
    {
        var random = new Random(seed);
        var net = new VanillaRnn<double>(symbols, units, activation);
        Initialize.Gaussian(net.W.Whh, random, gain / Math.Sqrt(units));
        Initialize.Gaussian(net.W.Wxh, random, size);
        return net;
    }

    /// <summary>Tokens from 0 to <paramref name="symbols"/> − 1, each as likely as the others.</summary>
    public static int[] Tokens(int steps, int seed, int symbols = 5)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, steps).Select(_ => random.Next(symbols))];
    }

    /// <summary>A random direction of length 1, [1, H]: one error at one step.</summary>
    public static Mat<double> Direction(int units, int seed)
    {
        var direction = new Mat<double>(1, units);
        Initialize.Gaussian(direction, new Random(seed), 1);
        return direction * (1 / direction.Norm());
    }

    /// <summary>‖dE/dh[T−1−lag]‖ for lag 0, 1, 2, … of one error of length 1 at the last of
    /// <paramref name="steps"/> steps.</summary>
    public static double[] ByLag(Cell<double> net, int steps, int seed)
    {
        ArgumentNullException.ThrowIfNull(net);
        return GradientFlow.ByLag(net.Unroll(Tokens(steps, seed, net.Inputs)), Direction(net.Hidden, seed));
    }
}
