namespace RnnCourse.Lessons.Experiments;

/// <summary>One cell of an experiment's table: what is trained, and how hard the task is. It is repeated over
/// seeds.</summary>
/// <param name="Panel">What separates the figure's panels, such as the initialisation; empty when there is one
/// panel.</param>
/// <param name="Series">What is compared, such as the method: a line in the figure.</param>
/// <param name="X">The position on the horizontal axis, such as the length of the sequences.</param>
public sealed record ExperimentCase(string Panel, string Series, int X)
{
    public override string ToString() => Panel.Length == 0 ? $"{Series}, {X}" : $"{Panel}, {Series}, {X}";

    /// <summary>Every series of every panel at every position.</summary>
    public static ExperimentCase[] All(IEnumerable<string> panels, IEnumerable<string> series,
        params int[] positions) =>
        [.. from panel in panels from name in series from x in positions select new ExperimentCase(panel, name, x)];
}
