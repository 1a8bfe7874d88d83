namespace RnnCourse.Lessons.Tasks;

/// <summary>A task: it makes as many examples as you ask for, all of them determined by the generator you
/// pass.</summary>
/// <typeparam name="TExample">What one example is.</typeparam>
/// <remarks>
/// The generator is <see cref="System.Random"/> made with an explicit seed: .NET keeps the sequence of a seeded
/// <c>new Random(seed)</c> the same in every version (a test of the course pins its first values), so an example
/// is the same on every machine. Use different seeds for training and for testing.
/// </remarks>
public interface ITask<out TExample>
{
    /// <summary>What the task is called in tables and titles.</summary>
    string Name { get; }

    /// <summary>The paper the task comes from, and what here differs from it.</summary>
    string Source { get; }

    /// <summary>The loss of the best guess that remembers nothing, as defined by the task's own documentation: a
    /// network that has learnt something is below it.</summary>
    double BaselineLoss { get; }

    /// <summary>Makes one example.</summary>
    TExample Sample(Random random);
}

/// <summary>Several examples at once.</summary>
public static class TaskSampling
{
    /// <summary>Makes <paramref name="count"/> examples, one after another, with the same generator.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static TExample[] Sample<TExample>(this ITask<TExample> task, int count, Random random)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var examples = new TExample[count];
        for (var n = 0; n < count; n++) examples[n] = task.Sample(random);
        return examples;
    }
}

/// <summary>A task on tokens, in step with its classes.</summary>
public interface ITokenTask : ITask<TokenExample>
{
    /// <summary>The symbols read; their number is the network's input size.</summary>
    Vocabulary Inputs { get; }

    /// <summary>The classes said; their number is the network's output size.</summary>
    Vocabulary Classes { get; }
}

/// <summary>A task from sequences of numbers to classes.</summary>
public interface ILabelledTask : ITask<LabelledExample>
{
    /// <summary>The number of features per step, I.</summary>
    int Features { get; }

    /// <summary>The classes said; their number is the network's output size.</summary>
    Vocabulary Classes { get; }
}

/// <summary>A task from sequences of numbers to numbers.</summary>
public interface IRegressionTask : ITask<FeatureExample>
{
    /// <summary>The number of features per step, I.</summary>
    int Features { get; }

    /// <summary>The number of outputs, O.</summary>
    int Outputs { get; }
}

/// <summary>A task whose input and output differ in length.</summary>
public interface ITranslationTask : ITask<Translation>
{
    Vocabulary SourceSymbols { get; }

    Vocabulary TargetSymbols { get; }

    /// <summary>What to write between the symbols when showing them: "" for characters, " " for words.</summary>
    string Separator { get; }
}
