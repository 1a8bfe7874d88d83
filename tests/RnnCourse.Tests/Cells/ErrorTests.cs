using RnnCourse.Cells;
using RnnCourse.Models;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Cells;

public sealed class ErrorTests
{
    private readonly VanillaRnn<double> _rnn = new(3, 2, Activation.Tanh, new Random(1));

    public static TheoryData<string> Kinds => [.. CellKinds.All];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_of_cell_refuses_what_it_cannot_use(string kind)
    {
        var (cell, other) = (CellKinds.Make<double>(kind, 3, 2, new Random(1)), CellKinds.Make<double>(kind, 3, 2, new Random(1)));
        var run = cell.Unroll(new Steps<double>(2, 1, 3));

        Refuses("expects 3", () => cell.Unroll(new Steps<double>(2, 1, 4)));
        Refuses("Token 3 at step 1", () => cell.Unroll(new[] { 0, 3 }));
        Refuses("initial state", () => cell.Unroll(new Steps<double>(2, 1, 3), cell.ZeroState(2)));
        Refuses("expected 2 × [1,", () => cell.Bptt(run, new Steps<double>(3, 1, cell.Outputs)));
        Refuses("another cell", () => other.Bptt(run, null));
        foreach (var p in cell.Parameters)
        {
            var kept = p.Value[0, 0];
            p.Value[0, 0] = double.NaN;
            Assert.Contains(p.Name.Split('.')[^1], Assert.Throws<ArithmeticException>(() => cell.Unroll(new Steps<double>(2, 1, 3))).Message, StringComparison.Ordinal);
            p.Value[0, 0] = kept;
        }

        static void Refuses(string reason, Action action) =>
            Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_wrong_number_of_inputs_names_both_sizes()
    {
        var error = Assert.Throws<ArgumentException>(() => _rnn.Unroll(new Steps<double>(2, 1, 4)));
        Assert.Contains("x has 4 columns but Wxh expects 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_token_is_named_with_its_place()
    {
        int[][] ids = [[0, 1], [2, 3]];
        var error = Assert.Throws<ArgumentException>(() => _rnn.Unroll(ids));
        Assert.Contains("Token 3 at step 1 of example 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_sequence_is_refused()
    {
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => _rnn.Unroll(Array.Empty<int>())).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => _rnn.Unroll(Array.Empty<int[]>())).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => _rnn.Unroll(Array.Empty<Mat<double>>())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_weight_that_is_not_finite_is_named(double bad)
    {
        _rnn.W.Whh[1, 0] = bad;
        var error = Assert.Throws<ArithmeticException>(() => _rnn.Unroll(new[] { 0 }));
        Assert.Contains("Whh", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_initial_state_is_refused() =>
        Assert.Contains("[1, 3]; expected [1, 2]", Assert.Throws<ArgumentException>(() => _rnn.Unroll(new[] { 0 }, new Mat<double>(1, 3))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_wrong_immediate_gradient_is_refused()
    {
        var run = _rnn.Unroll(new[] { 0, 1 });
        Assert.Contains("3 × [1, 2]; expected 2 × [1, 2]", Assert.Throws<ArgumentException>(() => _rnn.Bptt(run, new Steps<double>(3, 1, 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_another_cell_is_refused()
    {
        var other = new VanillaRnn<double>(3, 2);
        Assert.Contains("another cell", Assert.Throws<ArgumentException>(() => other.Bptt(_rnn.Unroll(new[] { 0 }), null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new Sequence<double>(4, 2, [1]));
        Assert.Throws<ArgumentException>(() => new Sequence<double>(4, 2, [0, 4]));
        Assert.Throws<ArgumentException>(() => new Sequence<double>(4, 2, [1, 5]));
        Assert.Throws<InvalidOperationException>(() => new Sequence<double>(4, 2).SetLengths(1, 2));
    }

    [Fact]
    public void Cells_that_do_not_fit_on_one_another_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Stacked<double>(_rnn, new Lstm<double>(3, 2)));
        Assert.Throws<ArgumentException>(() => new Stacked<double>());
        Assert.Throws<ArgumentException>(() => new Bidirectional<double>(_rnn, new Lstm<double>(2, 2)));
    }

    [Fact]
    public void A_failed_unroll_leaves_the_weights_alone()
    {
        var before = _rnn.W.Whh.ToArray();
        Assert.ThrowsAny<ArgumentException>(() => _rnn.Unroll(new[] { 7 }));
        Assert.Equal(before, _rnn.W.Whh.ToArray());
    }
}
