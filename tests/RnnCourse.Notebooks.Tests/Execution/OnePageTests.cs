using System.Globalization;
using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>The networks that one page of matrices holds are the library's: notebook A3's own code runs, and is
/// compared.</summary>
public sealed class OnePageTests
{
    private static readonly string NotebookFile = Path.Combine(CourseTool.Root, "notebooks", "A3-one-page.dib");

    private const string Compare = """
        // The library's parameters in the order and shape of the page's.
        M[] Ordered(IParameters<double> owner, bool gates) => (gates
            ? "Wxi Wxf Wxg Wxo Whi Whf Whg Who bi bf bg bo Why by" : "Wxh Whh bh Why by").Split(' ')
            .Select(name => owner.Parameters.Single(p => p.Name.Split('.')[^1] == name).Value)
            .Select(value => value.Rows == 1 ? value.Transpose() : value).ToArray();
        double Apart(M[] got, M[] expected) => got.Zip(expected, (a, b) => (a - b).Norm() / b.Norm()).Max();

        void Check(Func<M[], int[][], int[][], M[], Pass> page, M[] w, Cell<double> cell)
        {
            bool gates = w.Length > 5;
            var model = new SequenceModel<double>(cell, V);
            foreach (var (name, value) in model.Parameters.Select(p => (p.Name.Split('.')[^1], p.Value)))
            {
                var names = (gates ? "Wxi Wxf Wxg Wxo Whi Whf Whg Who bi bf bg bo Why by" : "Wxh Whh bh Why by").Split(' ');
                var given = w[Array.IndexOf(names, name)];
                value.CopyFrom(value.Rows == 1 ? given.Transpose() : given);
            }
            var loss = new SoftmaxCrossEntropy<double>(Reduction.Mean);
            var adam = new Adam<double>(model, 0.02);
            M[] m = Zeros(w), v = Zeros(w);
            double error = 0, gradient = 0, weights = 0;
            for (int step = 1; step <= 10; step++)
            {
                int[][] Ids() => Enumerable.Range(0, T).Select(_ => Enumerable.Range(0, B).Select(_ => random.Next(V)).ToArray()).ToArray();
                int[][] x = Ids(), y = Ids();
                var mine = page(w, x, y, Start(B));
                var run = model.Unroll(x);
                var expected = loss.Evaluate(run.O, y);
                var library = model.Bptt(run, expected.dO);
                error = Math.Max(error, Math.Abs(mine.E / expected.E - 1));
                gradient = Math.Max(gradient, Apart(mine.Gradient, Ordered(library, gates)));
                Adam(w, mine.Gradient, m, v, step);
                adam.Step(library);
                weights = Math.Max(weights, Apart(w, Ordered(model, gates)));
            }
            Console.WriteLine(FormattableString.Invariant($"{error:R} {gradient:R} {weights:R}"));
        }
        Check(Plain, Weights(V, H, 1), new VanillaRnn<double>(V, H));
        Check(Lstm, Weights(V, V, V, V, H, H, H, H, 1, 1, 1, 1), new Lstm<double>(V, H));
        """;

    [Fact]
    public async Task Its_errors_gradients_and_steps_of_Adam_are_the_librarys()
    {
        var page = NotebookSource.Load(NotebookFile);
        var code = page.Cells.Where(cell => cell.Kernel == "csharp").ToList();
        var last = code[^1].Source;
        var definitions = last[..last.LastIndexOf("\nLearn(", StringComparison.Ordinal)];
        Assert.NotEqual(last.Length, definitions.Length);
        var run = await NotebookRunner.RunAsync(
            page with
            {
                Cells = [
                .. code.SkipLast(1), code[^1] with { Source = definitions }, new NotebookCell("csharp", Compare)]
            },
            Run.Options, null, TestContext.Current.CancellationToken);

        Assert.All(run.Cells, cell => Assert.True(cell.Status == CellStatus.Succeeded, cell.Reason));
        var lines = run.Cells[^1].Text(EventKind.Stdout).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines.SelectMany(line => line.Split(' ')), number =>
            Assert.InRange(double.Parse(number, CultureInfo.InvariantCulture), 0, 1e-12));
    }

    [Fact]
    public void It_is_a_page() => Assert.InRange(File.ReadAllLines(NotebookFile).Length, 1, 120);
}
