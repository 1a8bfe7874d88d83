namespace RnnCourse.Lessons.Tasks;

public static class TranslationBatches
{
    /// <param name="edge">The id of the edge, V: <see cref="Seq2Seq{T}.Edge"/>.</param>
    /// <param name="reverseSource">Whether the source is read backwards (Sutskever et al. 2014).</param>
    /// <exception cref="ArgumentException">No translations, or one without a source or a target; the message names
    /// it.</exception>
    public static TranslationBatch<T> Of<T>(IReadOnlyList<Translation> translations, int edge,
        bool reverseSource = false) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ExampleChecks.Several(translations, e => [e.Source, e.Target]);
        for (var b = 0; b < translations.Count; b++)
            if (translations[b].Source.Length == 0)
                throw new ArgumentException($"The source of example {b} is empty; it must have at least one symbol.",
                    nameof(translations));
        return new TranslationBatch<T>(
            Batches.Tokens<T>([.. translations.Select(e =>
            reverseSource ? Enumerable.Reverse(e.Source).ToArray() : e.Source)], padding: 0),
            Ended<T>(translations.Select(e => e.Target), edge));
    }

    /// <summary>A batch of pictures to caption: the source is one step, the picture.</summary>
    public static TranslationBatch<T> Of<T>(IReadOnlyList<Caption> captions, int edge)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ExampleChecks.Several(captions, e => [e.Picture, e.Words]);
        var pictures = ExampleChecks.Numbers<T>([.. captions.Select(e => new[] { e.Picture })], "picture");
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
