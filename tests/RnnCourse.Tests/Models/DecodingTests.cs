using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Tests.Cells;

namespace RnnCourse.Tests.Models;

public class DecodingTests
{
    private const int Symbols = 3, MaxLength = 4;
    private readonly Seq2Seq<double> _model;
    private readonly Sequence<double> _source;

    public DecodingTests()
    {
        var random = new Random(4);
        _model = new Seq2Seq<double>(
            CellKinds.MakeLively("lstm", 4, 6, random), CellKinds.MakeLively("lstm", Symbols + 1, 6, random),
            new Attention<double>(6, 6, AttentionScore.Dot, random), random);
        foreach (var p in _model.Output.Parameters)
            p.Value.CopyFrom(Numbers.Random<double>(random, p.Value.Rows, p.Value.Columns, 2));
        _source = new[] { 1, 0, 3, 2 };
    }

    [Fact]
    public void A_beam_that_holds_everything_finds_the_most_probable_string()
    {
        var best = Strings(MaxLength).Select(tokens => (tokens, LogP: LogProbability(tokens))).MaxBy(s => s.LogP);
        var beam = Decoding.Beam(_model, _source, width: 400, MaxLength);
        Assert.Equal(best.tokens, beam[0].Tokens);
        Assert.Equal(best.LogP, beam[0].LogProbability, 10);
        Assert.Equal(beam.Select(h => h.LogProbability).OrderDescending(), beam.Select(h => h.LogProbability));
    }

    [Fact]
    public void Every_finished_hypothesis_has_the_probability_of_its_string() =>
        Assert.All(Decoding.Beam(_model, _source, 20, MaxLength).Where(h => h.IsFinished),
            h => Assert.Equal(LogProbability(h.Tokens), h.LogProbability, 10));

    [Fact]
    public void A_beam_of_one_is_greedy()
    {
        var greedy = Decoding.Greedy(_model, _source, MaxLength)[0];
        Assert.Equal(greedy, Decoding.Beam(_model, _source, 1, MaxLength)[0].Tokens);
    }

    [Fact]
    public void A_wider_beam_is_never_less_probable_than_greedy()
    {
        var greedy = Decoding.Beam(_model, _source, 1, MaxLength)[0].LogProbability;
        Assert.True(Decoding.Beam(_model, _source, 400, MaxLength)[0].LogProbability >= greedy);
    }

    [Fact]
    public void A_length_penalty_prefers_longer_strings()
    {
        var plain = Decoding.Beam(_model, _source, 300, MaxLength)[0].Tokens.Length;
        var penalised = Decoding.Beam(_model, _source, 300, MaxLength, lengthPenalty: 3)[0].Tokens.Length;
        Assert.True(penalised > plain);
    }

    [Fact]
    public void A_greedy_batch_is_its_sources_one_by_one()
    {
        var batch = new Sequence<double>([[1, 2], [0, 3], [3, 0], [2, 0]], [4, 2]);
        var together = Decoding.Greedy(_model, batch, 6);
        Assert.Equal(Decoding.Greedy(_model, new[] { 1, 0, 3, 2 }, 6)[0], together[0]);
        Assert.Equal(Decoding.Greedy(_model, new[] { 2, 3 }, 6)[0], together[1]);
    }

    [Fact]
    public void Teacher_forcing_reads_the_truth_one_step_late()
    {
        var targets = new Sequence<double>([[0, 2], [1, 3], [3, -1]], [3, 2]);
        var batch = new Sequence<double>([[1, 2], [0, 3]]);
        var inputs = Decoding.Inputs(_model, batch, targets, truth: 1, new Random(1));
        Assert.Equal([3, 3, 0, 2, 1, 0], inputs.Tokens.ToArray());
        Assert.Equal(targets.Lengths, inputs.Lengths);
    }

    [Fact]
    public void Free_running_reads_what_greedy_decoding_writes()
    {
        var greedy = Decoding.Greedy(_model, _source, MaxLength)[0];
        Assert.NotEmpty(greedy);
        var targets = new Sequence<double>(greedy.Length + 1, 1);
        var inputs = Decoding.Inputs(_model, _source, targets, truth: 0, new Random(1));
        Assert.Equal([_model.Edge, .. greedy], inputs.Tokens.ToArray());
    }

    [Fact]
    public void Scheduled_sampling_mixes_them_in_the_given_proportion()
    {
        var targets = new Sequence<double>(6, 400);
        var source = new Sequence<double>(2, 400);
        var own = Decoding.Inputs(_model, source, targets, 0, new Random(1))[1, 0];
        targets.Tokens.Fill((own + 1) % Symbols); // so that own and true symbols differ at step 1
        var inputs = Decoding.Inputs(_model, source, targets, truth: 0.25, new Random(2));
        Assert.Equal(0.25, Enumerable.Range(0, 400).Average(b => inputs[1, b] == own ? 0.0 : 1), 0.08);
        Assert.Throws<ArgumentOutOfRangeException>(() => Decoding.Inputs(_model, source, targets, 1.5, new Random(1)));
    }

    [Fact]
    public void Several_sources_are_too_many_for_a_beam() =>
        Assert.Throws<ArgumentException>(() => Decoding.Beam(_model, new int[][] { [1, 2] }, 3, 5));

    // ln p of a string and its end, by teacher forcing.
    private double LogProbability(int[] tokens)
    {
        var run = _model.Unroll(_source, (int[])[_model.Edge, .. tokens]);
        return tokens.Append(_model.Edge).Select((symbol, t) =>
        {
            var o = run.O[t].RowSpan(0).ToArray();
            return o[symbol] - Math.Log(o.Sum(Math.Exp));
        }).Sum();
    }

    // All strings whose end is written within the limit.
    private static IEnumerable<int[]> Strings(int maxLength)
    {
        IEnumerable<int[]> layer = [[]];
        for (var length = 0; length < maxLength; length++)
        {
            foreach (var tokens in layer)
                yield return tokens;
            layer =
                layer.SelectMany(tokens => Enumerable.Range(0, Symbols).Select(s => (int[])[.. tokens, s])).ToArray();
        }
    }
}
