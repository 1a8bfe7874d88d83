namespace RnnCourse.Lessons.Tasks;

/// <summary>Splits a task in two that never make the same example: train on one, test on the other, and every test
/// example is unseen. Which side an example belongs to is decided by a hash of what it says, so it is the same for
/// every seed.</summary>
public static class HeldOut
{
    /// <summary>Holds out whole targets: a date or number of the test never occurs in training, in no way of
    /// writing.</summary>
    /// <param name="oneIn">One in so many is held out for the test, at least 2.</param>
    public static (ITask<Translation> Training, ITask<Translation> Test) Split(this ITask<Translation> task,
        int oneIn = 10) =>
        Split(task, example => example.TargetText, oneIn);

    /// <summary>Holds out whole captions: a shape in a size at a place that never occurs in training.</summary>
    /// <inheritdoc cref="Split(ITask{Translation}, int)"/>
    public static (ITask<Caption> Training, ITask<Caption> Test) Split(this ITask<Caption> task, int oneIn = 10) =>
        Split(task, example => example.Text, oneIn);

    /// <summary>Holds out whole inputs: sentences that never occur in training.</summary>
    /// <inheritdoc cref="Split(ITask{Translation}, int)"/>
    public static (ITask<TokenExample> Training, ITask<TokenExample> Test) Split(this ITask<TokenExample> task,
        int oneIn = 10) =>
        Split(task, example => string.Join(' ', example.Inputs), oneIn);

    private static (ITask<TExample> Training, ITask<TExample> Test) Split<TExample>(
        ITask<TExample> task, Func<TExample, string> key, int oneIn)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentOutOfRangeException.ThrowIfLessThan(oneIn, 2);
        bool IsTest(TExample example) => Hash(key(example)) % (uint)oneIn == 0;
        return (new Side<TExample>(task, "training", example => !IsTest(example)),
            new Side<TExample>(task, "test", IsTest));
    }

    // FNV-1a, and a final mix because its low bits alone are not even: a string's own hash code differs from run to
    // run.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 16777619u;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        return hash ^ (hash >> 13);
    }

    private sealed class Side<TExample>(ITask<TExample> task, string name, Func<TExample, bool> belongs)
        : ITask<TExample>
    {
        private const int MostTries = 100_000;

        public string Name => $"{task.Name} ({name})";

        public string Source => task.Source;
        public double BaselineLoss => task.BaselineLoss;

        public TExample Sample(Random random)
        {
            for (var n = 0; n < MostTries; n++)
                if (task.Sample(random) is var example && belongs(example)) return example;
            throw new InvalidOperationException(
                $"{MostTries} examples of '{task.Name}' were drawn and none belongs to the {name} side: the task has "
                + "too few different examples to be split so.");
        }
    }
}
