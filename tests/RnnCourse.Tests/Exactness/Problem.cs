using FsCheck;
using FsCheck.Fluent;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Exactness;

/// <summary>A random problem for a gradient: sizes, whether lengths differ, whether the input is tokens, and a
/// seed.</summary>
public sealed record Problem(int Inputs, int Hidden, int Steps, int Batch, bool Masked, bool Tokens, int Seed)
{
    /// <summary>Problems of all small sizes.</summary>
    public static Arbitrary<Problem> Any { get; } = Arb.From(
        from inputs in Gen.Choose(1, 4)
        from hidden in Gen.Choose(1, 5)
        from steps in Gen.Choose(1, 6)
        from batch in Gen.Choose(1, 3)
        from masked in Gen.Elements(true, false)
        from tokens in Gen.Elements(true, false)
        from seed in Gen.Choose(1, 1_000_000)
        select new Problem(inputs, hidden, steps, batch, masked, tokens, seed),
        problem => problem.Smaller());

    /// <summary>Fails if the claim does not hold for some problem, with what the smallest such problem says.</summary>
    public static void ForAll(Action<Problem> claim, int count = 40)
    {
        var failure = "";
        try
        {
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20261121, 7), Prop.ForAll(Any, problem =>
            {
                try
                {
                    claim(problem);
                }
                catch (Exception e)
                {
                    failure = $"{e.Message} {problem}\n{e}";
                    throw;
                }
            }));
        }
        catch (Exception) when (failure.Length > 0)
        {
            Assert.Fail(failure);
        }
    }

    // One step says which equation of a step is wrong, two which link between steps.
    private IEnumerable<Problem> Smaller()
    {
        if (Masked) yield return this with { Masked = false };
        if (Tokens) yield return this with { Tokens = false };
        if (Batch > 1) yield return this with { Batch = Batch - 1 };
        if (Steps > 1) yield return this with { Steps = Steps - 1 };
        if (Inputs > 1) yield return this with { Inputs = Inputs - 1 };
        if (Hidden > 1) yield return this with { Hidden = Hidden - 1 };
    }

    /// <summary>The generator of this problem's numbers.</summary>
    public Random Random() => new(Seed);

    /// <summary>Random lengths, or null.</summary>
    public int[]? Lengths(Random random) =>
        Masked ? [.. Enumerable.Range(0, Batch).Select(_ => random.Next(1, Steps + 1))] : null;

    /// <summary>A random input of the problem's kind.</summary>
    public Sequence<double> Input(Random random, int[]? lengths)
    {
        if (!Tokens)
            return new Sequence<double>(Numbers.RandomSteps<double>(random, Steps, Batch, Inputs), lengths);
        var tokens = Enumerable.Range(0, Steps)
            .Select(_ => Enumerable.Range(0, Batch).Select(_ => random.Next(Inputs)).ToArray()).ToArray();
        return new Sequence<double>(tokens, lengths);
    }
}
