using RnnCourse.Analysis;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Tests.Cells;

namespace RnnCourse.Tests.Exactness;

/// <summary>
/// Sequence models with every cell, every loss and both places of output: BPTT equals extrapolated central differences
/// of the loss to 1e-8, and a padded batch equals its rows one by one to 1e-12, relative to the largest entry, over
/// random sizes, lengths and seeds.
/// </summary>
public class ModelGradientsTests
{
    private const int Outputs = 3;

    public static TheoryData<string, string, OutputAt> Models => new MatrixTheoryData<string, string, OutputAt>(
        CellKinds.All, Losses.Names, [OutputAt.EveryStep, OutputAt.LastStep]);

    [Theory, MemberData(nameof(Models))]
    public void Bptt_equals_central_differences_of_the_loss(string cell, string lossName, OutputAt at) =>
        Problem.ForAll(
        problem =>
        {
            var (model, x, y, loss, initial) = Make(problem, cell, lossName, at);
            var run = model.Unroll(x, initial);
            var gradient = model.Bptt(run, loss.Evaluate(run.O, y).dO);
            var kinks = new Kinks(run.Cell);
            Kinks.AssertSame($"{cell} with {lossName}", gradient, GradientCheck.CentralDifferences(model, () =>
            {
                var varied = model.Unroll(x, initial);
                return kinks.Away(loss.Evaluate(varied.O, y).E, varied.Cell);
            }));
        },
        count: 3);

    [Theory, MemberData(nameof(Models))]
    public void A_padded_batch_is_its_rows_one_by_one(string cell, string lossName, OutputAt at) => Problem.ForAll(
        problem =>
        {
            // A mean divides by another number for every row, so here the losses are summed.
            var name = lossName[..lossName.IndexOf(',', StringComparison.Ordinal)] + ", sum";
            var (model, x, y, loss, _) = Make(problem with { Masked = true }, cell, name, at);
            var run = model.Unroll(x);
            var together = loss.Evaluate(run.O, y);
            var gradient = model.Bptt(run, together.dO);
            var (e, sum) = (0.0, new ParameterValues<double>(gradient.Parameters.Select(
                p => new Parameter<double>(p.Name, new(p.Value.Rows, p.Value.Columns)))));
            for (var b = 0; b < problem.Batch; b++)
            {
                var alone = model.Unroll(Losses.Row(x, b));
                var result = loss.Evaluate(alone.O, Losses.Row(y, b));
                e += result.E;
                foreach (var p in model.Bptt(alone, result.dO).Parameters)
                    sum[p.Name].CopyFrom(sum[p.Name] + p.Value);
            }

            Assert.Equal(e, together.E, 1e-12 * Math.Max(1, Math.Abs(e)));
            Gradients.AssertSame($"{cell}, a batch against its rows", gradient, sum, 1e-12);
        },
        count: 3);

    internal static (SequenceModel<double> Model, Sequence<double> X, Sequence<double> Y, Loss<double> Loss,
        State<double> Initial) Make(
        Problem problem, string cellName, string lossName, OutputAt at)
    {
        var random = problem.Random();
        var cell = CellKinds.MakeLively(cellName, problem.Inputs, problem.Hidden, random);
        var model = new SequenceModel<double>(cell, Outputs, random, at);
        var lengths = problem.Lengths(random);
        var x = problem.Input(random, lengths);
        var y = at == OutputAt.EveryStep
            ? Losses.Targets(lossName, problem.Steps, problem.Batch, Outputs, lengths, random)
            : Losses.Targets(lossName, 1, problem.Batch, Outputs, null, random);
        return (model, x, y, Losses.Make(lossName), CellKinds.RandomState(cell.ZeroState(problem.Batch), random));
    }
}
