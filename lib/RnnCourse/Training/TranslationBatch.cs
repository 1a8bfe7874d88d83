namespace RnnCourse.Training;

/// <summary>A batch of sources and targets of unequal lengths.</summary>
/// <param name="Source">S × [B] token ids, or S × [B, I].</param>
/// <param name="Targets">
/// T × [B]: the target symbols and then the edge (the end); after it, padding, which the lengths leave out of the loss.
/// </param>
public sealed record TranslationBatch<T>(Sequence<T> Source, Sequence<T> Targets)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Sequence<T> Source { get; init; } = Source ?? throw new ArgumentNullException(nameof(Source));

    public Sequence<T> Targets { get; init; } = Targets is { IsTokens: true } && Targets.Batch == Source.Batch ? Targets
        : throw new ArgumentException(
            $"The targets are {Targets?.ToString() ?? "null"}; expected token ids for {Source.Batch} sources.",
            nameof(Targets));

    /// <summary>How many symbols are written, ends included.</summary>
    public long Tokens => Targets.Lengths is { } lengths ? lengths.Sum() : (long)Targets.Count * Targets.Batch;
}
