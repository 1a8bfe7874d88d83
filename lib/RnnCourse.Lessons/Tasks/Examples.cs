namespace RnnCourse.Lessons.Tasks;

/// <summary>One example made of tokens, in step: at step t the network reads <c>Inputs[t]</c> and should say
/// <c>Targets[t]</c>.</summary>
/// <param name="Inputs">Token ids, [T].</param>
/// <param name="Targets">Class ids, [T]; <see cref="Unscored"/> at the steps where nothing is asked.</param>
public sealed record TokenExample(int[] Inputs, int[] Targets)
{
    /// <summary>The target of a step at which nothing is asked: no loss, no error signal.</summary>
    public const int Unscored = -1;

    /// <summary>The number of steps, T.</summary>
    public int Length => Inputs.Length;

    /// <summary>An example that is asked once, after its last token.</summary>
    public static TokenExample AskedLast(int[] inputs, int target)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new TokenExample(inputs, Last(inputs.Length, target));
    }

    internal static int[] Last(int length, int target) =>
        [.. Enumerable.Repeat(Unscored, Math.Max(length - 1, 0)), .. length == 0 ? Array.Empty<int>() : [target]];
}

/// <summary>One example of numbers: at step t the network reads the row <c>Inputs[t]</c>.</summary>
/// <param name="Inputs">Features, T × [I].</param>
/// <param name="Targets">Numbers to predict, T × [O], or null for a step at which nothing is asked.</param>
public sealed record FeatureExample(double[][] Inputs, double[]?[] Targets)
{
    /// <summary>The number of steps, T.</summary>
    public int Length => Inputs.Length;

    /// <summary>An example that is asked once, after its last step.</summary>
    public static FeatureExample AskedLast(double[][] inputs, double[] target)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var targets = new double[]?[inputs.Length];
        if (targets.Length > 0) targets[^1] = target;
        return new FeatureExample(inputs, targets);
    }
}

/// <summary>One example of numbers to classify: at step t the network reads <c>Inputs[t]</c> and should say
/// <c>Targets[t]</c>.</summary>
/// <param name="Inputs">Features, T × [I].</param>
/// <param name="Targets">Class ids, [T]; <see cref="TokenExample.Unscored"/> where nothing is asked.</param>
public sealed record LabelledExample(double[][] Inputs, int[] Targets)
{
    /// <summary>The number of steps, T.</summary>
    public int Length => Inputs.Length;

    /// <summary>An example that is asked once, after its last step.</summary>
    public static LabelledExample AskedLast(double[][] inputs, int target)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new LabelledExample(inputs, TokenExample.Last(inputs.Length, target));
    }
}

/// <summary>One example whose input and output differ in length: a source to read, then a target to write.</summary>
/// <param name="Source">Token ids of the source, [S], without start or end.</param>
/// <param name="Target">Token ids of the target, [T], without start or end: a model adds them.</param>
public sealed record Translation(int[] Source, int[] Target, string SourceText, string TargetText);
