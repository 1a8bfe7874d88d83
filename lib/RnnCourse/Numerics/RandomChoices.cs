using MathNet.Numerics.Distributions;

namespace RnnCourse.Numerics;

/// <summary>The few draws that generated texts and tasks need.</summary>
internal static class RandomChoices
{
    /// <summary>One of the items, each equally likely.</summary>
    public static T Pick<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>True with this probability.</summary>
    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    /// <summary>A draw from N(mean, σ²).</summary>
    public static double Gaussian(this Random random, double mean = 0, double sigma = 1) =>
        Normal.Sample(random, mean, sigma);
}
