using System.Security.Cryptography;
using RnnCourse.Notebooks.Homework.Running;
using RnnCourse.Numerics;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Results by the content of all they depend on: a grading that was interrupted goes on where it
/// stopped.</summary>
internal sealed class GradeCache(string? folder, HomeworkSource homework, GradingOptions options)
{
    private static readonly Lazy<string> Tool = new(() => string.Join('/',
        new[] { typeof(Mat<>), typeof(GradeCache) }.Select(t => Hash(File.ReadAllBytes(t.Assembly.Location)))));

    private static readonly string[] Means =
        ["typeof", "nameof", "GetType", "Reflection", "Assembly", "dynamic", "Answers", "\\u", "Method"];

    private readonly string _common = string.Join('\n', Tool.Value, homework.Frame.Usings, homework.Frame.Given,
        homework.HiddenPrelude, options.Limits.ToString());

    /// <summary>The key of an exercise's result.</summary>
    internal string Key(HomeworkExercise exercise, Submission submission, StudentCode student, string seed)
    {
        var text = new StringBuilder(_common).Append('\n').Append(seed).Append('\n').Append(Describe(exercise));
        foreach (var other in homework.Exercises)
            if (other == exercise || MayCall(submission[exercise.Id], other))
                text.Append('\u0001').Append(other.Id).Append('\u0002')
                    .Append(submission[other.Id] ?? "\u0003" + (other == exercise ? submission.Problem(other.Id) : ""))
                    .Append(other.Before).Append(other.After);
        // What the student declares beside the answers may be used by any of them.
        if (student.Usings.Count + student.Members.Count > 0) text.Append('\u0001').Append(student.ToJson());
        return Hash(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Whether an answer may use the student's answer to another exercise: it names its method, which may lead
    /// on to any other, or finds methods by other means. If not, the same answer has the same result whoever gives
    /// it.</summary>
    private bool MayCall(string? answer, HomeworkExercise other) => answer is not null && other.Method.Length > 0
        && (Means.Any(m => answer.Contains(m, StringComparison.Ordinal))
            || homework.Exercises.Any(e => e.Method.Length > 0 && answer.Contains(e.Method, StringComparison.Ordinal)));

    internal ExerciseGrade? Find(string key) => folder is not null && CacheFile.Read(PathOf(key), key) is { } kept
        ? JsonSerializer.Deserialize<ExerciseGrade>(kept, ClassGrades.Json) : null;

    /// <summary>Keeps a result. One that is not kept is made again; a full disk is told when the reports are
    /// written.</summary>
    internal void Keep(string key, ExerciseGrade grade)
    {
        if (folder is not null)
            CacheFile.Write(PathOf(key), key, JsonSerializer.SerializeToUtf8Bytes(grade, ClassGrades.Json));
    }

    private static string Describe(HomeworkExercise exercise) => string.Join('\u0001',
        exercise.Id, exercise.Points, exercise.Solution, exercise.Start, exercise.Hidden.Tolerance,
        exercise.Hidden.Judge?.Code,
        string.Join('\u0002', exercise.Hidden.Graded.Select(c => $"{c.Name}\u0003{c.Weight}\u0003{c.Arguments}")),
        string.Join('\u0002', exercise.Hidden.Wrongs.Select(w => $"{w.Says}\u0003{w.Edit.Apply(exercise.Solution)}")));

    private string PathOf(string key) => Path.Combine(folder!, key[..2], key[2..] + ".kept");

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..40];
}
