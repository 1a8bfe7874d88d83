namespace RnnCourse.Losses;

/// <summary>Binary cross-entropy of p = σ(o), for one or several independent yes/no outputs: E = Σ_n max(o, 0) − o·y +
/// log(1 + e^(−|o|)), which is −y log p − (1 − y) log(1 − p) without overflow, and ∂E/∂o = p − y. Targets are dense, T
/// × [B, O], from 0 to 1; for a single output they may be token ids 0 and 1 (<see cref="Sequence{T}.NoTarget"/> = no
/// loss there).</summary>
/// <param name="reduction">Sum or mean over t and B; the sum over n stays a sum.</param>
public sealed class SigmoidCrossEntropy<T>(Reduction reduction = Reduction.Sum) : Loss<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    protected internal override void CheckTargets(Steps<T> o, Sequence<T> y)
    {
        ArgumentNullException.ThrowIfNull(o);
        ArgumentNullException.ThrowIfNull(y);
        if (y.IsTokens && o.Columns != 1)
            throw new ArgumentException(
                $"Token ids can be targets of a single output, but there are {o.Columns}: give dense targets.",
                nameof(y));
        base.CheckTargets(o, y);
    }

    private protected override int Classes(Steps<T> o) => 2;

    private protected override (bool IsRight, string Expected) IsTarget(T target) =>
        (target >= T.Zero && target <= T.One, "a number from 0 to 1, or a row that is all NaN for no target");

    internal override void Prepare(Steps<T> o, LossResult<T> result) =>
        result.P.All.Operand.Set(Sigmoid(o.All.Operand));

    protected override (double Loss, bool Correct) Compare(LossRow<T> row)
    {
        var o = row.O;
        var y = row.Y;
        var p = row.P;
        var dO = row.dO;
        var (loss, right) = (0.0, true);
        for (var n = 0; n < o.Length; n++)
        {
            var target = y.IsEmpty ? T.CreateChecked(row.Class) : y[n];
            dO[n] = row.Scale * (p[n] - target);
            var (logit, goal) = (double.CreateTruncating(o[n]), double.CreateTruncating(target));
            loss += Math.Max(logit, 0) - (logit * goal) + double.LogP1(Math.Exp(-Math.Abs(logit)));
            right &= logit > 0 == goal > 0.5;
        }

        return (loss, right);
    }
}
