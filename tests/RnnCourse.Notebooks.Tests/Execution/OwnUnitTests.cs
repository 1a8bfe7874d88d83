using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>The student's own gated unit, at the end of notebook 11: open as it stands; with a solution it does all
/// that the library's cells do.</summary>
public sealed class OwnUnitTests
{
    private const string
        OpenForward = """
                protected override Mat<double> Forward(CellStep<double> s) =>
                    throw new NotImplementedException();
            """,
        OpenBackward = """
                protected override Mat<double> Backward(CellStep<double> s, Mat<double> dH) =>
                    throw new NotImplementedException();
            """,
        Forward = """
                protected override Mat<double> Forward(CellStep<double> s)
                {
                    var f = s["f"] = Sigmoid(s.A('f', s.HPrev));
                    var n = s["n"] = Tanh(s.A('n', f % s.HPrev));
                    return (1 - f) % s.HPrev + f % n;
                }
            """,
        Backward = """
                protected override Mat<double> Backward(CellStep<double> s, Mat<double> dH)
                {
                    var (f, n) = (s["f"], s["n"]);
                    var dQ = s.Delta('n', (1 - n % n) % f % dH);
                    var dF = (n - s.HPrev) % dH + s.HPrev % dQ;
                    return (1 - f) % dH + f % dQ + s.Delta('f', f % (1 - f) % dF);
                }
            """,
        More = """
            var run = mgu.Unroll(fiveTokens);
            var gradient = mgu.Bptt(run, OnStates(run));
            var pairs = new Contributions<double>(run, OnStates(run));
            double Apart(string name, int gate)
            {
                var sum = 0 * mgu.W[name];
                for (int t = 0; t < pairs.Count; t++)
                    for (int k = 0; k <= t; k++) sum += pairs.RecurrentWeights(t, k, gate);
                return (sum - gradient.W[name]).Norm() / gradient.W[name].Norm();
            }
            string file = System.IO.Path.GetTempFileName();
            Weights.Save(mgu, file);
            var loaded = new Mgu(3, 4, new Random(6));
            Weights.Load(loaded, file);
            System.IO.File.Delete(file);
            bool same = States(loaded.Unroll(fiveTokens)).SequenceEqual(States(run));
            Console.Write(FormattableString.Invariant($"{Apart("Whf", 0) < 1e-12} {Apart("Whn", 1) < 1e-12} {same} {Differences().Error < 1e-6}"));
            """;

    [Fact]
    public async Task As_it_stands_it_runs_and_is_open() =>
        Assert.Equal(["open", "open"], States(await RunAsync("", "", "")));

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_solution_passes_trains_is_saved_and_its_contributions_sum_to_the_gradient()
    {
        var run = await RunAsync(Forward, Backward, More);
        Assert.Equal(["right", "right"], States(run));
        Assert.Contains(run.Cells.SelectMany(cell => cell.Events), shown =>
            shown[Mime.Html]?.Contains("<svg", StringComparison.Ordinal) == true);
        Assert.Equal("True True True True", run.Cells[^1].Text(EventKind.Stdout));
    }

    [Theory]
    [Trait("Suite", "Nightly")]
    [InlineData("(1 - f) % s.HPrev + f % n", "f % s.HPrev + (1 - f) % n", "f keeps the old state")]
    [InlineData("s.A('n', f % s.HPrev)", "s.A('n', s.HPrev)", "not f ⊙ h[t−1]")]
    [InlineData("f % dQ + ", "", "Worst entry")]
    public async Task A_usual_mistake_is_told(string right, string wrong, string says)
    {
        var run = await RunAsync(
            Forward.Replace(right, wrong, StringComparison.Ordinal),
            Backward.Replace(right, wrong, StringComparison.Ordinal), "");
        var said = string.Concat(run.Cells.SelectMany(cell => cell.Events).Select(shown => shown.Text + "\n"));
        Assert.Contains(": wrong] Not yet", said, StringComparison.Ordinal);
        Assert.Contains(says, said, StringComparison.Ordinal);
    }

    private static async Task<NotebookResult> RunAsync(string forward, string backward, string more)
    {
        var notebook = NotebookSource.Load(Path.Combine(CourseTool.Root, "notebooks", "11-gru.dib"));
        var code = notebook.Cells.Where(cell => cell.Kernel == "csharp").ToList();
        var unit = code.FindIndex(cell => cell.Source.StartsWith("class Mgu", StringComparison.Ordinal));
        var start = code[unit].Source;
        Assert.InRange(code[unit].Source.Split('\n').Length, 1, 40);
        Assert.Contains(OpenForward, start, StringComparison.Ordinal);
        Assert.Contains(OpenBackward, start, StringComparison.Ordinal);
        if (forward.Length > 0)
            start = start.Replace(OpenForward, forward, StringComparison.Ordinal)
                .Replace(OpenBackward, backward, StringComparison.Ordinal);
        List<NotebookCell> cells = [code[0], code[unit] with { Source = start }, .. code[(unit + 1)..]];
        if (more.Length > 0)
            cells.Add(new("csharp", more));
        var run = await NotebookRunner.RunAsync(
            notebook with { Cells = cells }, Run.Options, null, TestContext.Current.CancellationToken);
        Assert.All(run.Cells, cell => Assert.True(cell.Status == CellStatus.Succeeded, cell.Reason));
        return run;
    }

    private static List<string> States(NotebookResult run) =>
        [.. run.Cells.SelectMany(cell => cell.Events).Select(shown => shown.Text)
        .Where(text => text.StartsWith("[exercise 11.", StringComparison.Ordinal))
            .Select(text => text.Split(": ")[1].Split(']')[0])];
}
