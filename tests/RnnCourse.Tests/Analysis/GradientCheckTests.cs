using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Lessons.Analysis;
using RnnCourse.Numerics;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Analysis;

public class GradientCheckTests
{
    private readonly VanillaRnn<double> _cell;
    private readonly RnnRun<double> _run;
    private readonly Steps<double> _dEdH;
    private readonly Sequence<double> _x;

    public GradientCheckTests()
    {
        var random = new Random(3);
        _cell = new VanillaRnn<double>(3, 4);
        foreach (var p in _cell.Parameters)
            p.Value.CopyFrom(Numbers.Random<double>(random, p.Value.Rows, p.Value.Columns, 0.7));
        _x = new Sequence<double>(Numbers.RandomSteps<double>(random, 6, 5, 3));
        _run = _cell.Unroll(_x);
        _dEdH = Numbers.RandomSteps<double>(random, 6, 5, 4);
    }

    private double Loss() => Numbers.Dot(_cell.Unroll(_x).H, _dEdH);

    [Fact]
    public void A_right_gradient_has_no_diagnosis()
    {
        var report = Check(_cell.Bptt(_run, _dEdH));
        Assert.True(report.Error < 1e-9, report.ToString());
        Assert.Null(report.Diagnosis);
    }

    [Fact]
    public void Every_known_mistake_is_named_as_itself()
    {
        var expected = GradientCheck.CentralDifferences(_cell, Loss);
        foreach (var (sentence, gradient) in Mistakes.Of(_run, _dEdH))
        {
            var report = GradientCheck.Compare(gradient, expected, Mistakes.Of(_run, _dEdH), ("T", 6), ("B", 5));
            Assert.True(report.Error > 1e-4, sentence);
            Assert.Equal(sentence, report.Diagnosis);
        }
    }

    [Theory]
    [InlineData(6, "factor T")]
    [InlineData(1.0 / 5, "factor 1/B")]
    [InlineData(30, "factor T·B")]
    [InlineData(1.0 / 30, "factor 1/(T·B)")]
    [InlineData(2, "factor 2")]
    [InlineData(-1, "sign is wrong")]
    [InlineData(0.37, "constant factor 0.37")]
    [InlineData(0, "0 throughout")]
    [InlineData(double.NaN, "NaN")]
    public void A_gradient_off_by_a_factor_is_told_by_which(double factor, string words)
    {
        var wrong = Changed(_ => true, mat => mat * factor);
        Assert.Contains(words, Check(wrong).Diagnosis, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_wrong_matrix_is_named()
    {
        Assert.Contains("Whh matches if it is transposed",
            Check(Changed(n => n == "Whh", m => m.Transpose())).Diagnosis, StringComparison.Ordinal);
        Assert.Contains("bh is 0 throughout", Check(Changed(n => n == "bh", m => m * 0)).Diagnosis,
            StringComparison.Ordinal);
        Assert.Contains("Wxh alone is wrong: off by the factor T",
            Check(Changed(n => n == "Wxh", m => m * 6)).Diagnosis, StringComparison.Ordinal);
        Assert.Contains("bh alone is wrong, the other",
            Check(Changed(n => n == "bh", m => m.Map(x => x * x + 1))).Diagnosis, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_number_is_not_said_to_be_off_by_a_constant_factor()
    {
        static ParameterValues<double> With(double b) =>
            new([new("w", new Mat<double>(2, 2).Map(_ => 1)), new("b", new Mat<double>(1, 1).Map(_ => b))]);

        var diagnosis = GradientCheck.Compare(With(0.3), With(0.8)).Diagnosis;

        Assert.Equal("b alone is wrong, the other parameters are right: look at the line that accumulates it",
            diagnosis);
    }

    [Fact]
    public void An_unknown_mistake_is_reported_without_a_guess()
    {
        var report = Check(Changed(_ => true, mat => mat.Map(x => x * x + 0.1)));
        Assert.Null(report.Diagnosis);
        Assert.True(report.Error > 1e-3);
    }

    [Fact]
    public void The_worst_entry_is_found_and_read_out()
    {
        var gradient = Changed(_ => false, m => m);
        gradient["Whh"][2, 1] += 0.5;
        var report = Check(gradient);
        Assert.Equal(("Whh", 2, 1), (report.Parameter, report.Row, report.Column));
        Assert.StartsWith("Worst entry Whh[2, 1]: got ", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(0.5, report.Gradient - report.Differences, 6);
    }

    [Fact]
    public void A_single_NaN_is_the_worst_entry()
    {
        var gradient = Changed(_ => false, m => m);
        gradient["Whh"][2, 1] = double.NaN;
        var report = Check(gradient);
        Assert.Equal(("Whh", 2, 1, double.PositiveInfinity),
            (report.Parameter, report.Row, report.Column, report.Error));
    }

    /// <summary>Every known mistake is right about all but itself: where the mistake makes no difference it is the
    /// right gradient.</summary>
    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Identity)]
    public void A_known_mistake_is_the_right_gradient_where_it_makes_no_difference(Activation activation)
    {
        var random = new Random(4);
        var cell = new VanillaRnn<double>(3, 4, activation, random);
        void AssertRight(string mistakes, RnnRun<double> run, Steps<double> dEdH)
        {
            foreach (var (sentence, gradient) in Mistakes.Of(run, dEdH)
                .Where(m => m.Sentence.Contains(mistakes, StringComparison.Ordinal)))
                Gradients.AssertSame($"Mistakes, {activation}, '{sentence}'", gradient, cell.Bptt(run, dEdH), 1e-12);
        }

        var one = cell.Unroll(new Sequence<double>(Numbers.RandomSteps<double>(random, 1, 5, 3)));
        AssertRight("transposed", one, Numbers.RandomSteps<double>(random, 1, 5, 4));
        AssertRight("wrong step", one, Numbers.RandomSteps<double>(random, 1, 5, 4));

        var several = cell.Unroll(_x);
        var last = new Steps<double>(6, 5, 4);
        last[5].CopyFrom(Numbers.Random<double>(random, 5, 4));
        AssertRight("last step", several, last);
        if (activation == Activation.Identity)
            AssertRight("is missing", several, _dEdH);
    }

    [Fact]
    public void Gradients_of_different_models_are_not_compared()
    {
        var other = new VanillaRnn<double>(3, 5);
        Assert.Throws<ArgumentException>(() => GradientCheck.Compare(other, _cell));
        Assert.Throws<ArgumentException>(() =>
            GradientCheck.Compare(new ParameterValues<double>([]), new ParameterValues<double>([])));
    }

    [Fact]
    public void Weights_are_left_as_they_were()
    {
        var before = _cell.Parameters.Select(p => p.Value.ToArray()).ToArray();
        GradientCheck.CentralDifferences(_cell, Loss);
        Assert.Equal(before, _cell.Parameters.Select(p => p.Value.ToArray()));
    }

    private GradientReport Check(IParameters<double> gradient) =>
        GradientCheck.Run(_cell, gradient, Loss, Mistakes.Of(_run, _dEdH), ("T", 6), ("B", 5));

    private ParameterValues<double> Changed(Func<string, bool> which, Func<Mat<double>, Mat<double>> change) => new(
        _cell.Bptt(_run, _dEdH).Parameters.Select(
            p => which(p.Name) ? new Parameter<double>(p.Name, change(p.Value))
                : new Parameter<double>(p.Name, p.Value.Clone())));
}
