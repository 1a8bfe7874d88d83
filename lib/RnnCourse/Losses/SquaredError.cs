namespace RnnCourse.Losses;

/// <summary>E = ½ Σ_n (o_n − y_n)² for each output, and ∂E/∂o = o − y. Targets are dense, T × [B, O].</summary>
/// <param name="reduction">Sum or mean over t and B; the sum over n stays a sum.</param>
public sealed class SquaredError<T>(Reduction reduction = Reduction.Sum) : Loss<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override bool Classifies => false;

    protected internal override void CheckTargets(Steps<T> o, Sequence<T> y)
    {
        if (y.IsTokens)
            throw new ArgumentException(
                "The squared error needs dense targets, T × [B, O]; these are token ids. For classes use " +
                    "SoftmaxCrossEntropy.",
                nameof(y));
        base.CheckTargets(o, y);
    }

    protected override (double Loss, bool Correct) Compare(LossRow<T> row)
    {
        var o = row.O;
        var y = row.Y;
        var dO = row.dO;
        var loss = 0.0;
        for (var n = 0; n < o.Length; n++)
        {
            var error = o[n] - y[n];
            dO[n] = row.Scale * error;
            loss += double.CreateTruncating(error) * double.CreateTruncating(error) / 2;
        }

        return (loss, false);
    }
}
