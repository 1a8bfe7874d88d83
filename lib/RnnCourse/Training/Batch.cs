namespace RnnCourse.Training;

/// <summary>What one training step learns from.</summary>
/// <param name="X">Inputs, T × [B, I] or T × [B] token ids.</param>
/// <param name="Y">Targets, in the shape of the model's outputs.</param>
/// <param name="IsFirst">
/// Whether the sequences start here. If not, they go on from the batch before, and the state is carried over: that is
/// truncated BPTT.
/// </param>
[ShownAsText.TypeFormatterSource]
public sealed record Batch<T>(Sequence<T> X, Sequence<T> Y, bool IsFirst = true)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Sequence<T> X { get; init; } = X ?? throw new ArgumentNullException(nameof(X));
    public Sequence<T> Y { get; init; } = Y ?? throw new ArgumentNullException(nameof(Y));

    /// <summary>How many steps of real data there are, over all sequences.</summary>
    public long Tokens => X.Lengths is { } lengths ? lengths.Sum() : (long)X.Count * X.Batch;

    public override string ToString() => $"inputs {X}, targets {Y}{(IsFirst ? "" : ", goes on from the batch before")}";
}
