namespace RnnCourse.Models;

/// <summary>How a query h and a key k are compared.</summary>
public enum AttentionScore
{
    /// <summary>e = h · k (Luong, Pham and Manning 2015). Queries and keys must be of one size.</summary>
    Dot,

    /// <summary>e = v · tanh(Wa h + Ua k) (Bahdanau, Cho and Bengio 2015).</summary>
    Additive,
}

/// <summary>Attention after the decoder's step (Luong et al. 2015, "global attention"): each decoder state h_t looks at
/// all encoder states k_s, and what it finds is mixed with it: m_t = tanh(Wc [c_t; h_t]). Derived in notebook 12, where
/// the numbered equations are.</summary>
public sealed class Attention<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Attention whose weights are 0, or drawn from U(−1/√n, 1/√n) if a generator is given.</summary>
    /// <param name="hidden">H, the size of the decoder's h.</param>
    /// <param name="keys">K, the size of the encoder's h.</param>
    /// <param name="score">Dot or additive.</param>
    /// <exception cref="ArgumentException">A dot score of vectors of different sizes.</exception>
    public Attention(int hidden, int keys, AttentionScore score = AttentionScore.Dot, Random? random = null)
    {
        Expect.Positive(hidden);
        Expect.Positive(keys);
        if (score == AttentionScore.Dot && hidden != keys)
            throw new ArgumentException(
                $"A dot score needs queries and keys of one size; the decoder has {hidden} and the encoder {keys}: " +
                    "use AttentionScore.Additive.", nameof(score));
        Score = score;
        Wc = new(hidden, keys + hidden);
        (Wa, Ua, va) = (new(hidden, hidden), new(hidden, keys), new(1, hidden));
        Parameters = score == AttentionScore.Dot
            ? [new(nameof(Wc), Wc)]
            : [new(nameof(Wc), Wc), new(nameof(Wa), Wa), new(nameof(Ua), Ua), new(nameof(va), va)];
        this.FillUniform(random, 1 / Math.Sqrt(hidden));
    }

    /// <summary>Dot or additive.</summary>
    public AttentionScore Score { get; }

    /// <summary>Mixes what was found with h, [H, K + H].</summary>
    public Mat<T> Wc { get; }

    /// <summary>Of the additive score, for queries, [H, H].</summary>
    public Mat<T> Wa { get; }

    /// <summary>Of the additive score, for keys, [H, K].</summary>
    public Mat<T> Ua { get; }

    /// <summary>Of the additive score, [1, H].</summary>
    public Mat<T> va { get; }
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>An attention of zeros of the same shape, for a gradient.</summary>
    internal Attention<T> Zeros() => new(Wc.Rows, Ua.Columns, Score);

    /// <summary>Lets every query look at every key.</summary>
    /// <param name="h">The decoder's states, T × [B, H].</param>
    /// <param name="keys">The encoder's states, S × [B, K].</param>
    /// <param name="keyLengths">How many keys each example has; null if all S. The others get no weight.</param>
    /// <param name="into">A run of this attention to reuse if its shape fits.</param>
    /// <exception cref="ArgumentException">Sizes that do not fit.</exception>
    /// <exception cref="ArithmeticException">A weight is NaN or infinite.</exception>
    public AttentionRun<T> Unroll(
        Steps<T> h, Steps<T> keys, IReadOnlyList<int>? keyLengths = null, AttentionRun<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(h);
        ArgumentNullException.ThrowIfNull(keys);
        if (h.Columns != Wc.Rows || keys.Columns != Ua.Columns || h.Rows != keys.Rows)
            throw new ArgumentException(
                $"The queries are {h.Shape} and the keys {keys.Shape}; expected … × [B, {Wc.Rows}] and … × [B, " +
                    $"{Ua.Columns}] with one B.", nameof(keys));
        if (keyLengths is not null) keys = new Sequence<T>(keys, [.. keyLengths]).WithPlainPadding(0).Dense!;
        return UnrollChecked(h, keys, keyLengths, into);
    }

    /// <summary>The same for keys that a cell gave: their padding can be read.</summary>
    internal AttentionRun<T> UnrollChecked(
        Steps<T> h, Steps<T> keys, IReadOnlyList<int>? keyLengths, AttentionRun<T>? into)
    {
        this.ThrowIfNotFinite("The attention");
        var run = into is not null && into.Fits(this, h, keys) ? into : new AttentionRun<T>(this, h, keys);
        run.Begin(h, keys, keyLengths);
        if (Score == AttentionScore.Additive)
        {
            run.Q!.All.Operand.Set(h.All.Operand * run.Packed.Transposed(Wa, h.All.Rows));
            run.K!.All.Operand.Set(keys.All.Operand * run.Packed.Transposed(Ua, keys.All.Rows));
        }

        for (var t = 0; t < h.Count; t++)
        {
            for (var s = 0; s < keys.Count; s++)
            {
                if (Score == AttentionScore.Additive)
                {
                    run.U(t, s).Operand.Set(Tanh(run.Q![t].Operand + run.K![s].Operand));
                }

                for (var b = 0; b < h.Rows; b++)
                    run.Alpha[t][b, s] = Score == AttentionScore.Dot
                        ? h[t].RowSpan(b).Dot(keys[s].RowSpan(b))                       // (12.7)
                        : va.RowSpan(0).Dot(run.U(t, s).RowSpan(b));                    // (12.8)
            }

            for (var b = 0; b < h.Rows; b++)
            {
                Softmax(run.Alpha[t].RowSpan(b), run.Keys(b));                          // (12.9)
                var joined = run.Joined[t].RowSpan(b);
                for (var s = 0; s < run.Keys(b); s++)
                    joined[..keys.Columns].AddScaled(run.Alpha[t][b, s], keys[s].RowSpan(b)); // (12.10)
                h[t].RowSpan(b).CopyTo(joined[keys.Columns..]);
            }
        }

        var m = run.M.All.Operand;
        m.Set(run.Joined.All.Operand * run.Packed.Transposed(Wc, run.M.All.Rows));
        m.Set(Tanh(m));                                                                 // (12.11)
        GC.KeepAlive(run);
        return run;
    }

    /// <summary>Backpropagates through what <see cref="Unroll"/> did.</summary>
    /// <param name="run">What it returned.</param>
    /// <param name="dM">∂E/∂m[t], T × [B, H].</param>
    /// <param name="into">A gradient of this attention to reuse if its shape fits.</param>
    /// <returns>The gradient of the weights, the queries and the keys.</returns>
    public AttentionGradient<T> Bptt(AttentionRun<T> run, Steps<T> dM, AttentionGradient<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(dM);
        if (!ReferenceEquals(run.Attention, this))
            throw new ArgumentException("The run is of another attention.", nameof(run));
        if (!dM.Fits(run.M.Count, run.M.Rows, run.M.Columns))
            throw new ArgumentException($"dM is {dM.Shape}; expected {run.M.Shape}.", nameof(dM));
        var grad = into is not null && into.Fits(run) ? into : new AttentionGradient<T>(run);
        grad.Begin();

        var (one, m, dm) = (T.One, run.M.All.Operand, dM.All.Operand);
        var (dN, dJoined, dWc) = (grad.DN.All.Operand, grad.DJoined.All.Operand, grad.W.Wc.Operand);
        dN.Set((one - m % m) % dm);                                                     // (12.12)
        dWc.Set(dN.Transposed * run.Joined.All.Operand);                                // (12.13)
        dJoined.Set(dN * grad.Packed.Plain(Wc, dM.All.Rows));
        for (var t = 0; t < run.M.Count; t++)
            for (var b = 0; b < run.M.Rows; b++) Backward(run, grad, t, b);
        if (Score == AttentionScore.Additive) AdditiveBackward(run, grad);
        GC.KeepAlive(run);
        GC.KeepAlive(grad);
        GC.KeepAlive(dM);
        return grad;
    }

    // One query of one example: from [dc; dh] to the scores, and for a dot score on to h and k.
    private void Backward(AttentionRun<T> run, AttentionGradient<T> grad, int t, int b)
    {
        var (size, keys) = (run.KeySteps.Columns, run.KeySteps);
        var h = run.Queries[t].RowSpan(b);
        var dJoined = grad.DJoined[t].RowSpan(b);
        var dc = dJoined[..size];
        var dh = grad.H[t].RowSpan(b);
        dh.AddScaled(T.One, dJoined[size..]);

        var alpha = run.Alpha[t].RowSpan(b);
        var de = grad.DE[t].RowSpan(b);
        var mean = T.Zero;
        for (var s = 0; s < run.Keys(b); s++)
        {
            de[s] = dc.Dot(keys[s].RowSpan(b));                                         // (12.14) dα
            grad.Keys[s].RowSpan(b).AddScaled(alpha[s], dc);                            // (12.15)
            mean += alpha[s] * de[s];
        }

        for (var s = 0; s < run.Keys(b); s++)
        {
            de[s] = alpha[s] * (de[s] - mean);                                          // (12.16)
            if (Score == AttentionScore.Additive) continue;
            dh.AddScaled(de[s], keys[s].RowSpan(b));                                    // (12.17)
            grad.Keys[s].RowSpan(b).AddScaled(de[s], h);
        }
    }

    private void AdditiveBackward(AttentionRun<T> run, AttentionGradient<T> grad)
    {
        var one = T.One;
        for (var t = 0; t < run.M.Count; t++)
            for (var s = 0; s < run.KeySteps.Count; s++)
            {
                var (u, du) = (run.U(t, s), grad.DU);
                du.Clear();
                for (var b = 0; b < run.M.Rows; b++)
                {
                    du.RowSpan(b).AddScaled(grad.DE[t][b, s], va.RowSpan(0));
                    grad.W.va.RowSpan(0).AddScaled(grad.DE[t][b, s], u.RowSpan(b));       // (12.18)
                }

                var (tanh, d) = (u.Operand, du.Operand);
                d.Set((one - tanh % tanh) % d);                                         // (12.19)
                var (dq, dk) = (grad.DQ![t].Operand, grad.DK![s].Operand);
                dq.Set(dq + d);
                dk.Set(dk + d);
            }

        var (dQ, dK) = (grad.DQ!.All.Operand, grad.DK!.All.Operand);
        var (dWa, dUa, dh, dKeys) = (grad.W.Wa.Operand, grad.W.Ua.Operand, grad.H.All.Operand, grad.Keys.All.Operand);
        dWa.Set(dQ.Transposed * run.Queries.All.Operand);                               // (12.20)
        dUa.Set(dK.Transposed * run.KeySteps.All.Operand);
        dh += dQ * grad.Packed.Plain(Wa, grad.DQ.All.Rows);                             // (12.21)
        dKeys += dK * grad.Packed.Plain(Ua, grad.DK.All.Rows);
    }

    // Over the first entries; the others, which are padding, become 0.
    internal static void Softmax(Span<T> e, int count)
    {
        var max = e[0];
        foreach (var x in e[..count]) max = T.Max(max, x);
        var sum = T.Zero;
        foreach (ref var x in e[..count]) sum += x = T.Exp(x - max);
        foreach (ref var x in e[..count]) x /= sum;
        e[count..].Clear();
    }
}
