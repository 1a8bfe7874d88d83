using RnnCourse.Lessons.Experiments;

namespace RnnCourse.Lessons.Tests.Experiments;

public class JournalTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(150)]
    public void What_was_killed_goes_on_to_the_same_result(int bytesLost)
    {
        using var folder = new Folder();
        var whole = SmallExperiment.Run(seeds: 3).ToJson();
        using (var journal = SmallExperiment.Open(folder["a.json"]))
            SmallExperiment.Run(2, journal);
        using (var file = new FileStream(folder["a.json.runs"], FileMode.Open))
            file.SetLength(file.Length - bytesLost);        // the kill came while a line was written

        using (var journal = SmallExperiment.Open(folder["a.json"]))
        {
            Assert.InRange(journal.Earlier!.Runs.Count, bytesLost == 0 ? 6 : 1, bytesLost == 0 ? 6 : 5);
            journal.Complete(SmallExperiment.Run(3, journal, jobs: 2));
        }

        Assert.Equal(whole, File.ReadAllText(folder["a.json"]));
        Assert.False(File.Exists(folder["a.json.runs"]));
    }

    [Fact]
    public void More_seeds_are_added_to_a_result_and_a_complete_one_is_left_alone()
    {
        using var folder = new Folder();
        foreach (var seeds in new[] { 1, 3, 2 })
            using (var journal = SmallExperiment.Open(folder["a.json"]))
                journal.Complete(SmallExperiment.Run(seeds, journal));
        Assert.Equal(SmallExperiment.Run(seeds: 3).ToJson(), File.ReadAllText(folder["a.json"]));

        var before = File.GetLastWriteTimeUtc(folder["a.json"]);
        using (var journal = SmallExperiment.Open(folder["a.json"]))
            journal.Complete(SmallExperiment.Run(3, journal));
        Assert.Equal(before, File.GetLastWriteTimeUtc(folder["a.json"]));
    }

    [Fact]
    public void A_damaged_journal_is_named_with_its_line_and_left_as_it_is()
    {
        using var folder = new Folder();
        using (var journal = SmallExperiment.Open(folder["a.json"]))
            SmallExperiment.Run(1, journal);
        var lines = File.ReadAllLines(folder["a.json.runs"]);
        lines[2] = lines[2][..20];
        File.WriteAllLines(folder["a.json.runs"], lines);
        var damaged = File.ReadAllText(folder["a.json.runs"]);
        Assert.Contains("a.json.runs, line 3",
            Assert.Throws<InvalidDataException>(() => SmallExperiment.Open(folder["a.json"])).Message,
            StringComparison.Ordinal);
        Assert.Equal(damaged, File.ReadAllText(folder["a.json.runs"]));
    }

    [Fact]
    public void Runs_of_another_setting_are_neither_used_nor_lost()
    {
        using var folder = new Folder();
        SmallExperiment.Run(seeds: 1).Save(folder["a.json"]);
        var before = File.ReadAllText(folder["a.json"]);
        var error = Assert.Throws<InvalidDataException>(() =>
            new ExperimentJournal(SmallExperiment.Experiment, SmallExperiment.Experiment.Full, folder["a.json"]));
        Assert.Contains("--out", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(folder["a.json"]));
    }

    [Fact]
    public void Two_commands_do_not_write_one_result()
    {
        using var folder = new Folder();
        using var first = SmallExperiment.Open(folder["a.json"]);
        Assert.Contains("another command",
            Assert.Throws<IOException>(() => SmallExperiment.Open(folder["a.json"])).Message, StringComparison.Ordinal);
    }
}
