namespace RnnCourse.Lessons.Experiments;

/// <summary>With what an experiment is run: everything that decides an outcome besides the seed and the code.</summary>
/// <param name="Seeds">Over how many seeds, 1, 2, …, unless asked otherwise.</param>
/// <param name="Values">The numbers: hidden units, learning rate, batch, steps and so on.</param>
public sealed record ExperimentSetting(
    string Name, IReadOnlyList<ExperimentCase> Cases, int Seeds, IReadOnlyDictionary<string, double> Values)
{
    /// <exception cref="KeyNotFoundException">The setting has no such number.</exception>
    public double this[string name] => Values.TryGetValue(name, out var value) ? value
        : throw new KeyNotFoundException(
            $"The setting '{Name}' has no '{name}'; it has {string.Join(", ", Values.Keys)}.");

    /// <summary>Whether a run means the same in both: the numbers are equal. The cases may be others.</summary>
    internal bool SameNumbers(ExperimentSetting other) =>
        Values.Count == other.Values.Count
            && Values.All(pair => other.Values.TryGetValue(pair.Key, out var value) && value == pair.Value);

    internal int Position(ExperimentCase @case)
    {
        for (var n = 0; n < Cases.Count; n++)
            if (Cases[n] == @case) return n;
        return int.MaxValue;
    }
}
