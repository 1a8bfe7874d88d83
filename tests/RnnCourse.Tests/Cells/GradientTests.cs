using FsCheck;
using FsCheck.Fluent;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Cells;

/// <summary>Every cell's Bptt against extrapolated central differences, over random shapes, lengths, masks and seeds.</summary>
public sealed class GradientTests
{
    /// <summary>Every kind of cell there is.</summary>
    public static TheoryData<string> Kinds => [.. CellKinds.All];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bptt_matches_central_differences(string kind) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(6).WithReplay(20261121, 1, 0),
        Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<bool>(),
            (seed, shape, masked) => Worst(kind, seed.Get, shape.Get, masked) < 1e-8));

    /// <summary>The largest relative error of any gradient that Bptt gives.</summary>
    private static double Worst(string kind, int seed, int shape, bool masked)
    {
        var random = new Random(seed);
        var (steps, batch, inputs, hidden) = (1 + (shape % 5), 1 + (shape % 3), 1 + (shape % 4), 1 + (shape % 6));
        var cell = CellKinds.Make<double>(kind, inputs, hidden, random);
        var x = Numbers.RandomSteps<double>(random, steps, batch, inputs);
        var sequence = new Sequence<double>(x, masked ? [.. Enumerable.Range(0, batch).Select(_ => random.Next(1, steps + 1))] : null);
        var initial = CellKinds.RandomState(cell, batch, random);
        var (dEdH, dFinal) = (Numbers.RandomSteps<double>(random, steps, batch, cell.Outputs), CellKinds.RandomState(cell, batch, random));
        double Error()
        {
            var varied = cell.Unroll(sequence, initial);
            return Numbers.Dot(varied.H, dEdH) + CellKinds.Dot(varied.Final, dFinal);
        }

        var run = cell.Unroll(sequence, initial);
        if (kind == "relu" && IsNearKink(((RnnRun<double>)run).A)) return Worst(kind, seed + 1_000_000, shape, masked);
        var grad = cell.Bptt(run, dEdH, dFinal);

        List<(Mat<double> Varied, Mat<double> Gradient)> pairs = [(x.All, grad.X.All)];
        pairs.AddRange(cell.Parameters.Zip(grad.Parameters, (p, g) => (p.Value, g.Value)));
        pairs.AddRange(CellKinds.Matrices(initial).Zip(CellKinds.Matrices(grad.Initial)));
        var differences = pairs.ConvertAll(pair => Numbers.Differences(pair.Varied, Error, kind == "relu" ? 1e-4 : 1e-3));
        var largest = Math.Max(1e-12, differences.Max(CellKinds.Largest)); // dead ReLU units have no gradient at all
        return differences.Zip(pairs, (d, pair) => CellKinds.Largest(d.Minus(pair.Gradient))).Max() / largest;
    }

    /// <summary>Whether an argument of ReLU is so near 0 that the differences would step over the kink.</summary>
    private static bool IsNearKink(Steps<double> a) => a.Any(step => step.ToArray().Cast<double>().Any(x => Math.Abs(x) < 0.02));
}
