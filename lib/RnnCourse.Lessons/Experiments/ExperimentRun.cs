namespace RnnCourse.Lessons.Experiments;

/// <summary>Why a run of an experiment ended.</summary>
public enum RunEnding
{
    Solved,

    /// <summary>The steps were used up.</summary>
    OutOfSteps,

    /// <summary>The loss or the gradient became NaN or infinite.</summary>
    Diverged,
}

/// <summary>What one run of an experiment gave.</summary>
/// <param name="Steps">How many steps it took: the unit is the experiment's <see cref="Experiment.StepName"/>.</param>
/// <param name="Measure">The experiment's quantity at the end, on fresh examples.</param>
public sealed record ExperimentRun(ExperimentCase Case, int Seed, RunEnding Ending, int Steps, double Measure)
{
    /// <summary>Whether the experiment's criterion was met.</summary>
    public bool Solved => Ending == RunEnding.Solved;
}
