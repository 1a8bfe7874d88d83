using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Lessons.Analysis;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Training;

namespace RnnCourse.Lessons.Tests.OpenFamily;

/// <summary>Cells, losses and optimisers written outside the library work with everything inside it.</summary>
public class OpenFamilyTests
{
    private const int Steps = 5, Batch = 3, Inputs = 4, Hidden = 6;
    private readonly Random _random = new(7);

    private Sequence<double> Dense(int[]? lengths = null)
    {
        var x = new Steps<double>(Steps, Batch, Inputs);
        foreach (var step in x) step.CopyFrom(step.Map(_ => _random.NextDouble() - 0.5));
        return new Sequence<double>(x, lengths);
    }

    private Steps<double> Errors(Run<double> run) =>
        run.H.Select(h => h.Map(_ => _random.NextDouble() - 0.5)).ToArray();

    private static double Error(Run<double> run, Steps<double> weights) =>
        run.H.Zip(weights, (h, w) => Enumerable.Range(0, h.Rows)
            .Sum(r => Enumerable.Range(0, h.Columns).Sum(c => h[r, c] * w[r, c]))).Sum();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_own_cell_has_the_gradient_that_differences_give(bool padded)
    {
        var cell = new Mgu(Inputs, Hidden, _random);
        var x = Dense(padded ? [5, 2, 4] : null);
        var run = cell.Unroll(x);
        var dEdH = Errors(run);
        var grad = cell.Bptt(run, dEdH);
        var report = GradientCheck.Run(cell, grad, () => Error(cell.Unroll(x), dEdH));
        Assert.True(report.Error < 1e-8, report.ToString());
        var dX = GradientCheck.CentralDifferences(x.Dense![1], () => Error(cell.Unroll(x), dEdH));
        Assert.True((dX - grad.X[1]).Norm() < 1e-8 * Math.Max(1, dX.Norm()));
    }

    [Fact]
    public void A_mistake_in_an_own_cell_is_noticed()
    {
        var cell = new WrongCell(Inputs, Hidden, _random);
        var x = Dense();
        var run = cell.Unroll(x);
        var dEdH = Errors(run);
        Assert.True(GradientCheck.Run(cell, cell.Bptt(run, dEdH), () => Error(cell.Unroll(x), dEdH)).Error > 1e-3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_LSTM_written_with_the_public_language_is_the_librarys(bool padded)
    {
        var (own, library) =
            (new OwnLstm(Inputs, Hidden), new Lstm<double>(Inputs, Hidden, new Random(3), forgetBias: 1));
        foreach (var (name, value) in library.Parameters) own.W[name].CopyFrom(value);
        var x = Dense(padded ? [3, 5, 1] : null);
        var initial = new State<double>(Noise(), Noise());
        var final = new State<double>(Noise(), Noise());
        var (ownRun, run) = (own.Unroll(x, initial), library.Unroll(x, initial));
        AssertSame(run.H.All, ownRun.H.All);
        AssertSame(run.C.All, ownRun.C!.All);

        var dEdH = Errors(run);
        var (ownGrad, grad) = (own.Bptt(ownRun, dEdH, final), library.Bptt(run, dEdH, final));
        foreach (var (name, value) in grad.Parameters) AssertSame(value, ownGrad.W[name]);
        AssertSame(grad.X.All, ownGrad.X.All);
        AssertSame(grad.H0, ownGrad.Initial.H);
        AssertSame(grad.C0, ownGrad.Initial.C!);

        Mat<double> Noise() => new Mat<double>(Batch, Hidden).Map(_ => _random.NextDouble() - 0.5);
    }

    [Fact]
    public void An_own_cell_is_split_into_contributions_that_sum_to_its_gradient()
    {
        var cell = new Mgu(Inputs, Hidden, _random);
        var run = cell.Unroll(Dense());
        var dEdH = Errors(run);
        var (grad, contributions) = (cell.Bptt(run, dEdH), new Contributions<double>(run, dEdH));
        foreach (var (gate, name) in new[] { (0, "Whf"), (1, "Whh") })
        {
            var sum = new Mat<double>(Hidden, Hidden);
            for (var t = 0; t < Steps; t++)
                for (var k = 0; k <= t; k++)
                    sum += contributions.RecurrentWeights(t, k, gate);
            AssertSame(grad.W[name], sum);
        }
    }

    [Fact]
    public void Own_cell_loss_and_optimiser_train_together_and_are_saved()
    {
        var task = new Recall(lag: 2);
        var model = Model(_random);
        var trainer = new Trainer<double>(model, new Surprise(), new Descent(model, 0.5)) { ClipNorm = 5 };
        var batches = Batches.From<double>(task, 16, _random, OutputAt.LastStep);
        var history = trainer.Run(batches, steps: 400);
        Assert.True(history.LastLoss(20) < 0.3 * history.Losses.Take(20).Average(),
            $"from {history.Losses[0]} to {history.LastLoss(20)}");

        var folder = Directory.CreateTempSubdirectory("rnncourse-test-");
        try
        {
            var path = Path.Combine(folder.FullName, "own.safetensors");
            Weights.Save(model, path);
            var copy = Model(new Random(99));
            Weights.Load(copy, path);
            foreach (var (saved, loaded) in model.Parameters.Zip(copy.Parameters))
                AssertSame(saved.Value, loaded.Value, 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        SequenceModel<double> Model(Random random) => new(
            new Mgu(task.Inputs.Count, 12, random), task.Classes.Count, random, OutputAt.LastStep);
    }

    [Fact]
    public void An_own_loss_is_the_librarys_where_it_means_the_same()
    {
        var o = new Steps<double>(2, 3, 4);
        foreach (var step in o) step.CopyFrom(step.Map(_ => _random.NextDouble()));
        Sequence<double> y = new[] { new[] { 0, 3, 1 }, [2, Sequence<double>.NoTarget, 0] };
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            var (own, library) =
                (new Surprise(reduction).Evaluate(o, y), new SoftmaxCrossEntropy<double>(reduction).Evaluate(o, y));
            Assert.Equal(library.E, own.E, 1e-12);
            Assert.Equal((library.Correct, library.Targets), (own.Correct, own.Targets));
            AssertSame(library.dO.All, own.dO.All);
        }
    }

    [Fact]
    public void An_own_stack_of_own_and_library_cells_runs()
    {
        var stack = new Stacked<double>(new Mgu(Inputs, Hidden, _random), new Gru<double>(Hidden, Hidden, _random));
        var x = Dense();
        var run = stack.Unroll(x);
        var dEdH = Errors(run);
        Assert.True(GradientCheck.Run(stack, stack.Bptt(run, dEdH), () => Error(stack.Unroll(x), dEdH)).Error < 1e-8);
    }

    [Fact]
    public void What_an_own_cell_forgets_is_said_in_its_authors_terms()
    {
        Assert.Contains("There is no gate 'q'", Message(s => s.A('q', s.HPrev)), StringComparison.Ordinal);
        Assert.Contains("Nothing was kept as \"z\"", Message(s => s["z"]), StringComparison.Ordinal);
        Assert.Contains("cellState: true", Message(s => s.CPrev), StringComparison.Ordinal);
        Assert.Contains("Backward", Message(s => s.Delta('h', s.HPrev)), StringComparison.Ordinal);
        Assert.Contains("returned null", Message(_ => null!), StringComparison.Ordinal);
        Assert.Contains("letter of its own",
            Assert.Throws<ArgumentException>(() => new Probe("hh", s => s.HPrev)).Message, StringComparison.Ordinal);

        static string Message(Func<CellStep<double>, Mat<double>> forward) =>
            Assert.ThrowsAny<Exception>(() => new Probe("h", forward).Unroll(new[] { new Mat<double>(1, 2) })).Message;
    }

    private static void AssertSame(Mat<double> expected, Mat<double> actual, double bound = 1e-12) =>
        Assert.InRange((expected - actual).Norm(), 0, bound * Math.Max(1, expected.Norm()));

    private sealed class Probe(string gates, Func<CellStep<double>, Mat<double>> forward)
        : StepCell<double>(gates, 2, 3)
    {
        protected override Mat<double> Forward(CellStep<double> s) => forward(s);

        protected override Mat<double> Backward(CellStep<double> s, Mat<double> dH) => dH;
    }

    /// <summary>−ln softmax(o)[class], written out.</summary>
    private sealed class Surprise(Reduction reduction = Reduction.Mean) : Loss<double>(reduction)
    {
        protected override (double Loss, bool Correct) Compare(LossRow<double> row)
        {
            var sum = 0.0;
            foreach (var x in row.O) sum += Math.Exp(x);
            var best = 0;
            for (var c = 0; c < row.O.Length; c++)
            {
                row.dO[c] = row.Scale * (Math.Exp(row.O[c]) / sum - (c == row.Class ? 1 : 0));
                if (row.O[c] > row.O[best]) best = c;
            }

            return (Math.Log(sum) - row.O[row.Class], best == row.Class);
        }
    }

    /// <summary>Gradient descent, as a student writes it.</summary>
    private sealed class Descent(IParameters<double> model, double rate) : Optimizer<double>(model, rate)
    {
        protected override void Update(int i, Mat<double> weights, Mat<double> gradient) =>
            weights.CopyFrom(weights - LearningRate * gradient);
    }
}
