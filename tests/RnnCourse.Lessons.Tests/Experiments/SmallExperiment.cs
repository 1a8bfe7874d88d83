using RnnCourse.Lessons.Experiments;

namespace RnnCourse.Lessons.Tests.Experiments;

/// <summary>The quickest experiment there is, for tests of files and slices: networks guessed for the two-sequence
/// problem.</summary>
internal static class SmallExperiment
{
    internal static Experiment Experiment { get; } = Experiment.Named("two-sequences");

    internal static ExperimentSetting Setting { get; } = Experiment.Quick with
    {
        Cases = [new ExperimentCase("", "random guessing", 5), new ExperimentCase("", "random guessing", 8),
            new ExperimentCase("", "random guessing", 12)],
    };

    internal static ExperimentResult Run(int seeds, ExperimentJournal? journal = null, int shard = 1, int shards = 1,
        int jobs = 1)
    {
        var runner = new ExperimentRunner(Experiment, Setting) { Jobs = jobs };
        return runner.Run(ExperimentRunner.Slice(runner.Plan(Enumerable.Range(1, seeds)), shard, shards),
            journal?.Earlier, journal is null ? null : journal.Append);
    }

    internal static ExperimentJournal Open(string path) => new(Experiment, Setting, path);
}

/// <summary>A folder that goes with the test.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnncourse-");

    internal string this[string name] => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
