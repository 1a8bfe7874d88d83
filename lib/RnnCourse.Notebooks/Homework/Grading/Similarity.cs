using Microsoft.CodeAnalysis.CSharp;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Two submissions that are much alike. It is pointed out, not judged: short exercises leave little
/// room.</summary>
/// <param name="Share">The share of their code, names and comments included, that they have in common, from 0 to
/// 1.</param>
public sealed record SimilarPair(string First, string Second, double Share);

/// <summary>Finds submissions that are alike, by runs of tokens.</summary>
internal static class Similarity
{
    private const int Run = 5;
    private const int Least = 30;
    private const double Alike = 0.8;

    internal static IReadOnlyList<SimilarPair> Find(HomeworkSource homework,
        IReadOnlyList<(string Student, Submission Submission)> submissions)
    {
        var prints = submissions.Select(s => (s.Student, Print: Print(homework, s.Submission)))
            .Where(s => s.Print.Count >= Least).ToList();
        var pairs = new List<SimilarPair>();
        for (var i = 0; i < prints.Count; i++)
            for (var j = i + 1; j < prints.Count; j++)
            {
                var (a, b) = (prints[i].Print, prints[j].Print);
                if (Math.Min(a.Count, b.Count) < Alike * Math.Max(a.Count, b.Count)) continue;
                var common = a.Count(b.Contains);
                var share = common / (double)(a.Count + b.Count - common);
                if (share >= Alike)
                    pairs.Add(new(prints[i].Student, prints[j].Student, Math.Round(share, 3)));
            }

        return [.. pairs.OrderByDescending(p => p.Share).ThenBy(p => p.First, StringComparer.Ordinal)
            .ThenBy(p => p.Second, StringComparer.Ordinal)];
    }

    /// <summary>The runs of tokens of the answers that are not the starting code's.</summary>
    private static HashSet<int> Print(HomeworkSource homework, Submission submission)
    {
        var print = new HashSet<int>();
        foreach (var exercise in homework.Exercises)
            if (submission[exercise.Id] is { } answer && !Submission.Same(answer, exercise.Start))
            {
                var tokens = SyntaxFactory.ParseTokens(answer)
                    .Select(t => t.LeadingTrivia.ToFullString().Trim() + t.Text).Where(t => t.Length > 0).ToList();
                for (var i = 0; i + Run <= tokens.Count; i++)
                    print.Add(tokens.Skip(i).Take(Run)
                        .Aggregate(exercise.Id.Length, (hash, token) => unchecked((hash * 31) + Stable(token))));
            }

        return print;
    }

    private static int Stable(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));
}
