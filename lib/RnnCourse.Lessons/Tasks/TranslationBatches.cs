namespace RnnCourse.Lessons.Tasks;

public static class TranslationBatches
{
    /// <param name="edge">The id of the edge, V: <see cref="Seq2Seq{T}.Edge"/>.</param>
    /// <param name="reverseSource">Whether the source is read backwards (Sutskever et al. 2014).</param>
    /// <exception cref="ArgumentException">No translations, or an empty source.</exception>
    public static TranslationBatch<T> Of<T>(IReadOnlyList<Translation> translations, int edge,
        bool reverseSource = false) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(translations);
        return new TranslationBatch<T>(
            Batches.Tokens<T>([.. translations.Select(e =>
            reverseSource ? Enumerable.Reverse(e.Source).ToArray() : e.Source)], padding: 0),
            Ended<T>(translations.Select(e => e.Target), edge));
    }

    /// <summary>A batch of pictures to caption: the source is one step, the picture.</summary>
    public static TranslationBatch<T> Of<T>(IReadOnlyList<Caption> captions, int edge)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(captions);
        var pictures = new Numerics.Steps<T>(1, captions.Count, Captions.Side * Captions.Side);
        for (var b = 0; b < captions.Count; b++)
            for (var n = 0; n < pictures.Columns; n++)
                pictures[0][b, n] = T.CreateChecked(captions[b].Picture[n]);
        return new TranslationBatch<T>(pictures, Ended<T>(captions.Select(e => e.Words), edge));
    }

    /// <summary>Fresh batches of a translation task without end.</summary>
    public static IEnumerable<TranslationBatch<T>> From<T>(
        ITask<Translation> task, int edge, int size, Random random, bool reverseSource = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (true) yield return Of<T>(task.Sample(size, random), edge, reverseSource);
    }

    /// <summary>Fresh batches of pictures to caption, without end.</summary>
    public static IEnumerable<TranslationBatch<T>> From<T>(ITask<Caption> task, int edge, int size, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (true) yield return Of<T>(task.Sample(size, random), edge);
    }

    private static Sequence<T> Ended<T>(IEnumerable<int[]> targets, int edge)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Batches.Tokens<T>([.. targets.Select(target => (int[])[.. target, edge])], Sequence<T>.NoTarget);
}
