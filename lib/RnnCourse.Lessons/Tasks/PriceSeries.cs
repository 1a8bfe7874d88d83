namespace RnnCourse.Lessons.Tasks;

/// <summary>A made-up price to forecast one step ahead. Its logarithm, in units of 5 %, follows x_t = φ₁ x_{t−1} + φ₂
/// x_{t−2} + σ ε_t.</summary>
/// <remarks>The course's own task, so that both ends are known exactly: saying "as today" (the naive forecast) has the
/// mean squared error 2(γ₀ − γ₁), and no forecast can be below σ². Real prices are close to <see cref="RandomWalk"/>,
/// where the naive forecast is already the best one: a network that seems to beat it there has been looked at
/// wrongly.</remarks>
public sealed class PriceSeries : IRegressionTask
{
    private const int BurnIn = 200;
    private readonly double _phi1, _phi2, _sigma;

    private PriceSeries(string name, int length, double phi1, double phi2, double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        (Name, Length, _phi1, _phi2, _sigma) = (name, length, phi1, phi2, sigma);
    }

    /// <summary>A series that swings about its mean with a period of about 12 steps (φ₁ = 1.6, φ₂ = −0.9, σ =
    /// 0.5).</summary>
    public static PriceSeries Swinging(int length) => new("price with swings", length, 1.6, -0.9, 0.5);

    /// <summary>A series without memory in its changes (φ₁ = 1, φ₂ = 0, σ = 0.5), starting at 0.</summary>
    public static PriceSeries RandomWalk(int length) => new("price as a random walk", length, 1, 0, 0.5);

    /// <summary>The number of steps, T.</summary>
    public int Length { get; }
    public string Name { get; }
    public string Source => "this course";
    private bool IsStationary => _phi2 != 0;

    /// <summary>The mean squared error of the naive forecast x̂_{t+1} = x_t (the loss <c>SquaredError</c> is half of
    /// it). From the Yule–Walker equations ρ₁ = φ₁/(1 − φ₂), γ₀ = σ²/(1 − φ₁ρ₁ − φ₂ρ₂) it is 2γ₀(1 − ρ₁); for the
    /// random walk it is σ².</summary>
    public double BaselineLoss
    {
        get
        {
            if (!IsStationary) return _sigma * _sigma;
            var rho1 = _phi1 / (1 - _phi2);
            var rho2 = _phi1 * rho1 + _phi2;
            var gamma0 = _sigma * _sigma / (1 - _phi1 * rho1 - _phi2 * rho2);
            return 2 * gamma0 * (1 - rho1);
        }
    }

    /// <summary>The mean squared error σ² that no forecast can be below.</summary>
    public double LeastLoss => _sigma * _sigma;
    public int Features => 1;
    public int Outputs => 1;

    /// <summary>The price that belongs to a value of the series: 100 · e^{0.05 x}.</summary>
    public static double Price(double x) => 100 * Math.Exp(0.05 * x);

    public FeatureExample Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var burnIn = IsStationary ? BurnIn : 0;
        double previous = 0, current = 0;
        var inputs = new double[Length][];
        var targets = new double[]?[Length];
        for (var t = -burnIn; t < Length; t++)
        {
            var next = _phi1 * current + _phi2 * previous + random.Gaussian(0, _sigma);
            if (t >= 0) (inputs[t], targets[t]) = ([current], [next]);
            (previous, current) = (current, next);
        }

        return new FeatureExample(inputs, targets);
    }
}
