using RnnCourse.Cells;
using RnnCourse.Lessons.Experiments;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;
using RnnCourse.Models;

namespace RnnCourse.Lessons.Tests.Experiments;

/// <summary>An experiment that is not the course's own.</summary>
public sealed class OpenExperimentTests
{
    private sealed class Mine()
        : Experiment("mine", "GRU and tanh", "nobody, 2026", criterion: "fewer than 1 % errors", x: "lag",
        measure: "errors",
        quick: new("quick", ExperimentCase.All([""], ["tanh", "GRU"], 2, 4), Seeds: 2, new Dictionary<string, double>
        {
            ["hidden"] = 8,
            ["learning rate"] = 0.01,
            ["clip"] = 1,
            ["batch"] = 10,
            ["steps"] = 20,
            ["check every"] = 10,
            ["test"] = 100,
        }),
        full: new("full", [], 5, new Dictionary<string, double>()))
    {
        public override IReadOnlyList<Finding> Compare(ExperimentResult result) =>
            [new("GRU is better", $"{result.Measure("GRU")}", "nothing", null)];

        protected override ExperimentRun Perform(Trial trial)
        {
            var (task, weights) = (new Recall(trial.Case.X), trial.Random("weights"));
            Cell<float> cell = trial.Case.Series == "GRU"
                ? new Gru<float>(task.Inputs.Count, trial.Whole("hidden"), weights)
                : new VanillaRnn<float>(task.Inputs.Count, trial.Whole("hidden"), Activation.Tanh, weights);
            var model = new SequenceModel<float>(cell, task.Classes.Count, weights, OutputAt.LastStep);
            var trainer = trial.Adam(model, new SoftmaxCrossEntropy<float>(Reduction.Mean));
            var batches = Batches.From<float>(task, trial.Whole("batch"), trial.Random("training"), OutputAt.LastStep);
            return trial.UntilClassified(
                trainer, model, batches, Trial.Fresh(task, trial.Random("test")), trial.Whole("steps"));
        }
    }

    [Fact]
    public void Anybody_may_write_one_and_show_it_as_the_others()
    {
        var result = new Mine().Run([1, 2]);
        Assert.Equal(8, result.Runs.Count);
        Assert.Contains("<svg", result.Figure().ToSvg(), StringComparison.Ordinal);
        Assert.Contains("GRU is better", result.Table().ToString(), StringComparison.Ordinal);
        Assert.Contains("tanh", result.ToString(), StringComparison.Ordinal);
        Assert.Equal(result.Runs, new Mine().Run([1, 2]).Runs);
    }
}
