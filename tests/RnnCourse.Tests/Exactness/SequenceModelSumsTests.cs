using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Tests.Cells;

namespace RnnCourse.Tests.Exactness;

/// <summary>
/// Sequence models with every cell, single, stacked or bidirectional, every loss and both places of output: BPTT equals
/// the double sum over (t, k) and forward mode to 1e-12, relative to the largest entry, over random sizes, lengths and
/// seeds.
/// </summary>
public class SequenceModelSumsTests
{
    [Theory, MemberData(nameof(ModelGradientsTests.Models), MemberType = typeof(ModelGradientsTests))]
    public void Bptt_of_a_model_equals_the_double_sum_and_forward_mode(string cell, string lossName, OutputAt at) =>
        Problem.ForAll(
        problem =>
        {
            var (model, x, y, loss, initial) = ModelGradientsTests.Make(problem, cell, lossName, at);
            var run = model.Unroll(x, initial);
            var dO = loss.Evaluate(run.O, y).dO;
            var gradient = model.Bptt(run, dO);

            var (dEdH, output) = OfOutputs(model, run, dO);
            foreach (var (method, ofCell) in TwoSums.Of(gradient.Cell, run.Cell, dEdH))
                Gradients.AssertSame(
                    $"{cell}, BPTT against {method}", gradient,
                    new ParameterValues<double>([.. ofCell.Parameters.Select(p => p.Under("cell")), .. output]), 1e-12);
        },
        count: 5);

    [Theory]
    [InlineData("bidirectional tanh")]
    [InlineData("bidirectional gru and lstm")]
    [InlineData("stack of a bidirectional pair and tanh")]
    public void Bptt_of_a_pair_equals_the_double_sums_and_forward_modes_of_its_two_runs(string name) =>
        Problem.ForAll(problem =>
    {
        // Errors at every step, padding too, and of the final states.
        var random = problem.Random();
        var cell = CellKinds.MakeLively(name, problem.Inputs, problem.Hidden, random);
        var zero = cell.ZeroState(problem.Batch);
        var run = cell.Unroll(problem.Input(random, problem.Lengths(random)), CellKinds.RandomState(zero, random));
        var dEdH = Numbers.RandomSteps<double>(random, problem.Steps, problem.Batch, cell.Outputs);
        var dEdFinal = CellKinds.RandomState(zero, random);
        TwoSums.AssertEqual(name, cell.Bptt(run, dEdH, dEdFinal), run, dEdH, dEdFinal);
    });

    // The output layer's part written out again: dE/dh = dE/do Why where o saw h, dE/dWhy = Σ dE/doᵀ h, dE/dby = Σ
    // dE/do.
    private static (Steps<double> dEdH, Parameter<double>[] Output) OfOutputs(SequenceModel<double> model,
        ModelRun<double> run, Steps<double> dO)
    {
        var (h, why) = (run.Cell.H, model.Output.Why);
        var dEdH = new Steps<double>(h.Count, h.Rows, h.Columns);
        var (dWhy, dby) = (new Mat<double>(why.Rows, why.Columns), new Mat<double>(1, why.Rows));
        for (var t = 0; t < dO.Count; t++)
            for (var b = 0; b < h.Rows; b++)
                for (var o = 0; o < why.Rows; o++)
                {
                    dby[0, o] += dO[t][b, o];
                    for (var n = 0; n < h.Columns; n++)
                    {
                        // The one output of a sequence sees the last h of the forward direction and the first of the
                        // backward one.
                        var seen =
                            model.OutputAt == OutputAt.EveryStep ? t : IsForward(model.Cell, n) ? h.Count - 1 : 0;
                        dEdH[seen][b, n] += dO[t][b, o] * why[o, n];
                        dWhy[o, n] += dO[t][b, o] * h[seen][b, n];
                    }
                }

        return (dEdH, [new("Why", dWhy), new("by", dby)]);
    }

    private static bool IsForward(Cell<double> cell, int unit) => cell switch
    {
        Bidirectional<double> pair => unit < pair.Forward.Outputs,
        Stacked<double> stack => IsForward(stack.Layers[^1], unit),
        _ => true,
    };
}
