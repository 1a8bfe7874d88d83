using RnnCourse.Notebooks.Homework.Running;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Submissions that are much alike. It is pointed out, not judged: short exercises leave little
/// room.</summary>
/// <param name="Students">Each with the one it is most like, and the share of their code they have in common, from 0 to
/// 1.</param>
public sealed record SimilarGroup(IReadOnlyList<(string Student, string Like, double Share)> Students);

/// <summary>Finds submissions that are alike, by runs of tokens. Names that a student chose, white space and comments
/// do
/// not count, nor does code that was given.</summary>
internal static class Similarity
{
    private const int Run = 5;
    private const int Least = 30;
    private const double Alike = 0.8;

    /// <summary>The runs of tokens of a submission; empty when it cannot be read.</summary>
    /// <param name="known">Texts whose runs are known already: many students write the same.</param>
    internal static async Task<IReadOnlyList<int>> PrintAsync(HomeworkSource homework, Submission submission,
        Dictionary<(string, string), IReadOnlyList<int>> known, CompilerPool compilers, CancellationToken cancellation)
    {
        var print = new HashSet<int>();
        foreach (var exercise in homework.Exercises.Where(e => !e.Manual))
            if (submission[exercise.Id] is { } answer && !AnswerText.Same(answer, exercise.Start))
            {
                print.UnionWith(await KnownAsync(exercise.Id, answer));
                print.ExceptWith(await KnownAsync(exercise.Id, exercise.Start));
            }

        return [.. print.Order()];

        async Task<IReadOnlyList<int>> KnownAsync(string id, string text) => known.TryGetValue((id, text), out var runs)
            ? runs : known[(id, text)] = [.. await RunsAsync(id, text, compilers, cancellation)];
    }

    private static async Task<IEnumerable<int>> RunsAsync(string id, string text, CompilerPool compilers,
        CancellationToken cancellation)
    {
        try
        {
            var tokens = await compilers.AskAsync((c, limit) => c.TokensAsync(text, limit, cancellation), cancellation);
            var seed = id.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));
            return Enumerable.Range(0, Math.Max(0, tokens.Count - Run + 1)).Select(i =>
                tokens.Skip(i).Take(Run).Aggregate(seed, (hash, token) => unchecked((hash * 31) + token)));
        }
        catch (AnswerLostException)
        {
            return [];
        }
    }

    /// <summary>Groups of submissions each of which is alike to another of its group, the smallest groups
    /// first.</summary>
    internal static IReadOnlyList<SimilarGroup> Find(IReadOnlyDictionary<string, IReadOnlyList<int>> prints)
    {
        var all = prints.Where(p => p.Value.Count >= Least).OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => (Student: p.Key, Print: p.Value.ToHashSet())).ToList();
        var group = Enumerable.Range(0, all.Count).ToArray();
        var nearest = new (int Like, double Share)[all.Count];
        for (var i = 0; i < all.Count; i++)
            for (var j = i + 1; j < all.Count; j++)
            {
                var share = Share(all[i].Print, all[j].Print);
                if (share < Alike) continue;
                if (share > nearest[i].Share) nearest[i] = (j, share);
                if (share > nearest[j].Share) nearest[j] = (i, share);
                var (from, to) = (group[j], group[i]);
                for (var k = 0; from != to && k < all.Count; k++)
                    if (group[k] == from) group[k] = to;
            }

        return [.. Enumerable.Range(0, all.Count).GroupBy(i => group[i]).Where(g => g.Count() > 1)
            .OrderBy(g => g.Count()).ThenBy(g => all[g.First()].Student, StringComparer.Ordinal)
            .Select(g => new SimilarGroup([.. g.Select(i =>
                (all[i].Student, all[nearest[i].Like].Student, Math.Round(nearest[i].Share, 3)))]))];
    }

    private static double Share(HashSet<int> a, HashSet<int> b)
    {
        if (Math.Min(a.Count, b.Count) < Alike * Math.Max(a.Count, b.Count)) return 0;
        var common = a.Count(b.Contains);
        return common / (double)(a.Count + b.Count - common);
    }
}
