using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Lessons.Analysis;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Tests.Cells;

namespace RnnCourse.Tests.Exactness;

/// <summary>
/// BPTT, the double sum over (t, k) and forward mode agree to 1e-12, and with extrapolated central differences to 1e-8,
/// relative to the largest entry, for every single cell and for stacks over random sizes, lengths and seeds. E = Σ_t
/// ⟨h_t, r_t⟩ + ½‖h_t‖² sees every h_t nonlinearly.
/// </summary>
public class FourGradientsTests
{
    public static TheoryData<string> Forward => [.. CellKinds.Forward];

    public static TheoryData<string> All => [.. CellKinds.All];

    [Theory, MemberData(nameof(Forward))]
    public void Bptt_equals_the_double_sum_and_forward_mode(string name) => Problem.ForAll(problem =>
    {
        var (cell, x, initial, weights) = Make(name, problem);
        var run = cell.Unroll(x, initial);
        var dEdH = Immediate(run, weights);
        var bptt = cell.Bptt(run, dEdH);
        var suspects = run is RnnRun<double> rnn ? Mistakes.Of(rnn, dEdH) : null;
        void AssertSame(string way, ParameterValues<double> expected) =>
            Gradients.AssertSame($"{name}, BPTT against {way}", bptt, expected, 1e-12, suspects);

        AssertSame("the double sum", new DoubleSum<double>(run, dEdH).Gradient);
        AssertSame("forward mode", ForwardMode.Gradient(run, dEdH));
        AssertSame("truncation that cuts nothing",
            Truncation.Weighted(run, dEdH, Truncation.Pieces(run.Count, run.Count)));
    });

    [Theory, MemberData(nameof(All))]
    public void Bptt_equals_central_differences(string name) => Problem.ForAll(
        problem =>
        {
            var (cell, x, initial, weights) = Make(name, problem);
            var run = cell.Unroll(x, initial);
            var kinks = new Kinks(run);
            double Loss()
            {
                var varied = cell.Unroll(x, initial);
                return kinks.Away(Error(varied, weights), varied);
            }

            var bptt = cell.Bptt(run, Immediate(run, weights));
            Kinks.AssertSame(name, bptt, GradientCheck.CentralDifferences(cell, Loss));

            // dE/dx and dE/d(initial state) too.
            var (got, numerical) = (new List<Parameter<double>>(), new List<Parameter<double>>());
            void Vary(string what, Mat<double> gradient, Mat<double> varied)
            {
                got.Add(new Parameter<double>(what, gradient));
                numerical.Add(new Parameter<double>(what, GradientCheck.CentralDifferences(varied, Loss)));
            }

            foreach (var (state, gradient) in Layers(initial).Zip(Layers(bptt.Initial)))
            {
                Vary("h0", gradient.H, state.H);
                if (state.C is { } c)
                    Vary("c0", gradient.C!, c);
            }

            if (x.Dense is { } dense)
                for (var t = 0; t < x.Count; t++)
                    Vary($"x{t}", bptt.X[t], dense[t]);
            Kinks.AssertSame(name, new ParameterValues<double>(got), new ParameterValues<double>(numerical));
        },
        count: 15);

    [Theory, MemberData(nameof(All))]
    public void Bptt_takes_the_error_of_the_final_state(string name) => Problem.ForAll(
        problem =>
        {
            var (cell, x, initial, _) = Make(name, problem);
            var random = new Random(problem.Seed + 1);
            var r = CellKinds.RandomState(initial, random);
            var run = cell.Unroll(x, initial);
            var kinks = new Kinks(run);
            double Loss()
            {
                var varied = cell.Unroll(x, initial);
                return kinks.Away(
                    Layers(varied.Final).Zip(Layers(r), (final, weights) =>
                        Numbers.Dot(final.H, weights.H) + (weights.C is null ? 0 : Numbers.Dot(final.C!, weights.C)))
                        .Sum(),
                    varied);
            }

            var bptt = cell.Bptt(run, null, r);
            Kinks.AssertSame($"{name}, error of the final state", bptt, GradientCheck.CentralDifferences(cell, Loss));
            var none = new Steps<double>(problem.Steps, problem.Batch, cell.Outputs);
            TwoSums.AssertEqual($"{name}, error of the final state", bptt, run, none, r);
        },
        count: 10);

    private static (Cell<double> Cell, Sequence<double> X, State<double> Initial,
        Steps<double> Weights) Make(string name, Problem problem)
    {
        var random = problem.Random();
        var cell = CellKinds.MakeLively(name, problem.Inputs, problem.Hidden, random);
        foreach (var dropout in Dropout<double>.In([cell])) dropout.Draw(); // the same mask at every unrolling
        var x = problem.Input(random, problem.Lengths(random));
        var initial = CellKinds.RandomState(cell.ZeroState(problem.Batch), random);
        return (cell, x, initial, Numbers.RandomSteps<double>(random, problem.Steps, problem.Batch, cell.Outputs));
    }

    private static IEnumerable<State<double>> Layers(State<double> state) =>
        state.Layers.Count > 0 ? state.Layers.SelectMany(Layers) : [state];

    private static double Error(Run<double> run, Steps<double> weights) =>
        Numbers.Dot(run.H, weights) + Numbers.Dot(run.H, run.H) / 2;

    private static Steps<double> Immediate(Run<double> run, Steps<double> weights) =>
        run.H.Zip(weights, (h, r) => h + r).ToArray();
}
