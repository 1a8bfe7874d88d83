using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Numerics;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Cells;

/// <summary>The same numbers in either precision, in a batch or row by row, and on any number of threads.</summary>
[Collection(nameof(Threads))]
public sealed class AgreementTests
{
    public static TheoryData<string> Kinds => [.. CellKinds.All];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Float_agrees_with_double(string kind)
    {
        var full = Train<double>(kind, hidden: 20, batch: 5, seed: 1);
        var single = Train<float>(kind, hidden: 20, batch: 5, seed: 1);
        for (var i = 0; i < full.Count; i++)
            Gradients.AssertSame($"{kind}, float against double", full[i].Name, Widen(single[i].Value), full[i].Value,
                3e-5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_batch_agrees_with_its_rows_one_by_one(string kind)
    {
        const int batch = 7;
        var random = new Random(5);
        var cell = CellKinds.Make<float>(kind, 3, 17, random);
        var x = Numbers.RandomSteps<float>(random, 6, batch, 3);
        var dEdH = Numbers.RandomSteps<float>(random, 6, batch, cell.Outputs);
        int[] lengths = [6, 1, 3, 6, 2, 5, 4];

        var together = cell.Unroll(new Sequence<float>(x, lengths));
        var grad = cell.Bptt(together, dEdH);

        // The rows are added in double, so that only the batch's own rounding is seen.
        var sums = cell.Parameters.Select(p => new Mat<double>(p.Value.Rows, p.Value.Columns)).ToList();
        for (var b = 0; b < batch; b++)
        {
            var alone = cell.Unroll(new Sequence<float>(Row(x, b), [lengths[b]]));
            for (var t = 0; t < 6; t++)
                Assert.InRange(Numbers.Error(together.H[t].RowRange(b, 1), alone.H[t]), 0, 1e-6);
            var aloneGrad = cell.Bptt(alone, Row(dEdH, b));
            for (var i = 0; i < sums.Count; i++) sums[i] = sums[i] + Widen(aloneGrad.Parameters[i].Value);
        }

        for (var i = 0; i < sums.Count; i++)
            Gradients.AssertSame($"{kind}, a batch against its rows", cell.Parameters[i].Name,
                Widen(grad.Parameters[i].Value), sums[i], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Lengths_that_are_all_the_longest_change_nothing(string kind)
    {
        var random = new Random(7);
        var cell = CellKinds.Make<double>(kind, 3, 5, random);
        var (x, dEdH) =
            (Numbers.RandomSteps<double>(random, 6, 2, 3), Numbers.RandomSteps<double>(random, 6, 2, cell.Outputs));

        var plain = cell.Bptt(cell.Unroll(x), dEdH);
        var masked = cell.Bptt(cell.Unroll(new Sequence<double>(x, [6, 6])), dEdH);

        Gradients.AssertSame($"{kind}, masked", new ParameterValues<double>(Everything(masked)),
            new ParameterValues<double>(Everything(plain)), 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_number_of_threads_gives_identical_results(string kind)
    {
        var before = Compute.Threads;
        try
        {
            foreach (var (hidden, batch) in new[] { (96, 37), (300, 1) }) // by rows, and a single row by columns
            {
                Compute.Threads = 1;
                var one = Train<float>(kind, hidden, batch, seed: 2);
                foreach (var threads in new[] { 2, 3 })
                {
                    Compute.Threads = threads;
                    var several = Train<float>(kind, hidden, batch, seed: 2);
                    Gradients.AssertSame($"{kind}, {threads} threads against one",
                        new ParameterValues<float>(several), new ParameterValues<float>(one), 0);
                }
            }
        }
        finally
        {
            Compute.Threads = before;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reused_memory_gives_what_fresh_memory_gives_whatever_came_before(string kind)
    {
        var before = Compute.Threads;
        try
        {
            var random = new Random(6);
            var cell = CellKinds.Make<float>(kind, 3, 96, random);
            Run<float>? run = null;
            Gradient<float>? grad = null;
            foreach (var (threads, batch, steps, masked) in new[] { (1, 32, 4, false), (2, 32, 4, false),
                (2, 32, 4, true), (1, 32, 4, true), (1, 5, 4, true), (2, 32, 3, false), (2, 32, 3, false) })
            {
                Compute.Threads = threads;
                int[]? lengths = masked ? [.. Enumerable.Range(0, batch).Select(b => 1 + (b % steps))] : null;
                var x = new Sequence<float>(Numbers.RandomSteps<float>(random, steps, batch, 3), lengths);
                var dEdH = Numbers.RandomSteps<float>(random, steps, batch, cell.Outputs);
                run = cell.Unroll(x, null, run);
                grad = cell.Bptt(run, dEdH, null, grad);
                var fresh = cell.Bptt(cell.Unroll(x), dEdH);
                Gradients.AssertSame($"{kind}, reused memory against fresh",
                    new ParameterValues<float>(Everything(grad)), new ParameterValues<float>(Everything(fresh)), 0);
            }
        }
        finally
        {
            Compute.Threads = before;
        }
    }

    /// <summary>All gradients of one backward pass, the activations first.</summary>
    private static List<Parameter<T>> Train<T>(string kind, int hidden, int batch, int seed)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var cell = CellKinds.Make<T>(kind, 4, hidden, random);
        var x = Numbers.RandomSteps<T>(random, 9, batch, 4);
        var run = cell.Unroll(x);
        var grad = cell.Bptt(run, Numbers.RandomSteps<T>(random, 9, batch, cell.Outputs));
        return [new("h", run.H.All), new("x", grad.X.All), .. grad.Parameters];
    }

    /// <summary>The gradients of the weights, and every gradient by step: dH, X, dC of an LSTM, dQ of a GRU,
    /// …</summary>
    private static IEnumerable<Parameter<T>> Everything<T>(Gradient<T> gradient)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
    [
        .. gradient.Parameters,
        .. gradient.Deltas.Select((delta, n) => new Parameter<T>($"delta {n}", delta.All)),
        .. gradient.GetType().GetProperties().Where(property => property.PropertyType == typeof(Steps<T>))
            .Select(property => new Parameter<T>(property.Name, ((Steps<T>)property.GetValue(gradient)!).All)),
    ];

    private static Steps<float> Row(Steps<float> steps, int b)
    {
        var row = new Steps<float>(steps.Count, 1, steps.Columns);
        for (var t = 0; t < steps.Count; t++) row[t].CopyFrom(steps[t].RowRange(b, 1));
        return row;
    }

    private static Mat<double> Widen(Mat<float> mat)
    {
        var wide = new Mat<double>(mat.Rows, mat.Columns);
        for (var r = 0; r < mat.Rows; r++)
            for (var c = 0; c < mat.Columns; c++)
                wide[r, c] = mat[r, c];
        return wide;
    }
}

/// <summary>Tests that change the number of threads run alone.</summary>
[CollectionDefinition(nameof(Threads), DisableParallelization = true)]
public sealed class Threads;
