namespace RnnCourse.Models;

/// <summary>What an <see cref="Attention{T}"/> looked at and found.</summary>
public sealed class AttentionRun<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Steps<T>? _u;
    private IReadOnlyList<int>? _keyLengths;

    internal AttentionRun(Attention<T> attention, Steps<T> h, Steps<T> keys)
    {
        (Attention, Queries, KeySteps) = (attention, h, keys);
        Alpha = new(h.Count, h.Rows, keys.Count);
        Joined = new(h.Count, h.Rows, keys.Columns + h.Columns);
        M = new(h.Count, h.Rows, h.Columns);
        if (attention.Score == AttentionScore.Dot) return;
        (Q, K) = (new(h.Count, h.Rows, h.Columns), new(keys.Count, h.Rows, h.Columns));
        _u = new(h.Count * keys.Count, h.Rows, h.Columns);
    }

    public Attention<T> Attention { get; }

    /// <summary>α[t], how much of its look each step t gives to each key: T × [B, S], every row sums to 1. The heat
    /// map.</summary>
    public Steps<T> Alpha { get; }

    /// <summary>m[t] = tanh(Wc [c[t]; h[t]]), T × [B, H].</summary>
    public Steps<T> M { get; }

    /// <summary>[c[t]; h[t]], what was found and what looked, T × [B, K + H].</summary>
    public Steps<T> Joined { get; }
    internal Steps<T> Queries { get; private set; }
    internal Steps<T> KeySteps { get; private set; }
    internal Steps<T>? Q { get; }
    internal Steps<T>? K { get; }

    /// <summary>tanh(Wa h_t + Ua k_s), [B, H].</summary>
    internal Mat<T> U(int t, int s) => _u![(t * KeySteps.Count) + s];

    /// <summary>How many keys an example has.</summary>
    internal int Keys(int b) => _keyLengths?[b] ?? KeySteps.Count;

    internal Packed<T> Packed { get; } = new();

    internal bool Fits(Attention<T> attention, Steps<T> h, Steps<T> keys) => ReferenceEquals(Attention, attention)
        && M.Fits(h.Count, h.Rows, h.Columns) && KeySteps.Fits(keys.Count, keys.Rows, keys.Columns);

    internal void Begin(Steps<T> h, Steps<T> keys, IReadOnlyList<int>? keyLengths)
    {
        (Queries, KeySteps, _keyLengths) = (h, keys, keyLengths);
        Joined.Clear();
    }
}

/// <summary>The gradient of an <see cref="Attention{T}"/>.</summary>
public sealed class AttentionGradient<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal AttentionGradient(AttentionRun<T> run)
    {
        Attention = run.Attention;
        (H, Keys, W) = (Like(run.Queries), Like(run.KeySteps), run.Attention.Zeros());
        (DN, DJoined, DE) = (Like(run.M), Like(run.Joined), Like(run.Alpha));
        DU = new(run.M.Rows, run.M.Columns);
        (DQ, DK) = (run.Q is null ? null : Like(run.Q), run.K is null ? null : Like(run.K));
    }

    /// <summary>∂E/∂h[t], of the queries, T × [B, H].</summary>
    public Steps<T> H { get; }

    /// <summary>∂E/∂k[s], of the keys, S × [B, K].</summary>
    public Steps<T> Keys { get; }

    /// <summary>dE/dW of every weight of the attention.</summary>
    public Attention<T> W { get; }
    public IReadOnlyList<Parameter<T>> Parameters => W.Parameters;
    internal Steps<T> DN { get; }
    internal Steps<T> DJoined { get; }
    internal Steps<T> DE { get; }
    internal Mat<T> DU { get; }
    internal Steps<T>? DQ { get; }
    internal Steps<T>? DK { get; }

    internal Attention<T> Attention { get; }
    internal Packed<T> Packed { get; } = new();

    internal bool Fits(AttentionRun<T> run) => ReferenceEquals(Attention, run.Attention)
        && DN.Fits(run.M.Count, run.M.Rows, run.M.Columns)
        && Keys.Fits(run.KeySteps.Count, run.KeySteps.Rows, run.KeySteps.Columns);

    /// <summary>0 in what is added to.</summary>
    internal void Begin()
    {
        foreach (var steps in (Steps<T>?[])[H, Keys, DE, DQ, DK]) steps?.Clear();
        W.va.Clear();
    }

    private static Steps<T> Like(Steps<T> steps) => new(steps.Count, steps.Rows, steps.Columns);
}
