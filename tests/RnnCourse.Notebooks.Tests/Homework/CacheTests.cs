using System.Text;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Machine;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>The cache keeps what is a function of the answer, and nobody who grades again is told an old
/// result.</summary>
public sealed class CacheTests : IDisposable
{
    private const string Id = "h2.delta";
    private readonly TemporaryFolder _folder = new();
    private readonly HomeworkSource _homework = Homeworks.Load("H2");

    private string Submissions => Path.Combine(_folder.Path, "submissions");

    private string Grades => Path.Combine(_folder.Path, "grades");

    private void Put(string student, Func<HomeworkExercise, string?>? answer = null) => _folder.Write(
        $"submissions/{student}.dib", Homeworks.Text(_homework, answer ?? (e => e.Manual ? null : e.Solution)));

    private async Task<IReadOnlyList<StudentGrade>> GradeAsync(string? only = null) =>
        (await ClassGrading.RunAsync(_homework, new(Submissions, Grades, null, null), Homeworks.Options, only, null,
            null, TestContext.Current.CancellationToken)).Students;

    private List<string> Kept() => [.. Directory.EnumerateFiles(
        Path.Combine(Grades, ClassGrading.CacheFolder), "*.kept", SearchOption.AllDirectories)
        .Where(f => File.ReadAllText(f).Contains($"\"{Id}\"", StringComparison.Ordinal))];

    /// <summary>The key of a kept result is its path.</summary>
    private static string KeyOf(string kept) =>
        Path.GetFileName(Path.GetDirectoryName(kept)) + Path.GetFileNameWithoutExtension(kept);

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task Regrading_reads_no_kept_result_of_what_it_grades_again_for_anybody()
    {
        Put("Anna");
        await GradeAsync();
        // A kept result that is wrong: who reads it, shows it.
        var kept = Assert.Single(Kept());
        var grade = Encoding.UTF8.GetString(CacheFile.Read(kept, KeyOf(kept))!);
        CacheFile.Write(kept, KeyOf(kept), Encoding.UTF8.GetBytes(grade.Replace("\"earned\": 6", "\"earned\": 1",
            StringComparison.Ordinal)));
        Assert.Equal(1, (await GradeAsync())[0].Exercises.Single(e => e.Id == Id).Earned);

        // Ben, with the same answer, was not there before: all of his is graded.
        Put("Ben");
        var again = await GradeAsync(Id);

        Assert.Equal([("Anna", 6.0), ("Ben", 6.0)],
            again.Select(s => (s.Student, s.Exercises.Single(e => e.Id == Id).Earned)));
        Assert.Equal(6, (await GradeAsync())[0].Exercises.Single(e => e.Id == Id).Earned);
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task A_kept_result_that_was_changed_or_lies_in_the_place_of_another_is_made_again()
    {
        Put("Anna");
        var before = Earned(await GradeAsync());
        var kept = Directory.GetFiles(Path.Combine(Grades, ClassGrading.CacheFolder), "*.kept",
            SearchOption.AllDirectories);
        foreach (var damage in (Func<byte[], byte[]>[])[bytes => bytes[..^9], _ => "[]"u8.ToArray(), _ => [],
            bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("6", "1",
                StringComparison.Ordinal)), _ => File.ReadAllBytes(kept[^1])])
        {
            foreach (var file in kept[..^1]) File.WriteAllBytes(file, damage(File.ReadAllBytes(file)));
            Assert.Equal(before, Earned(await GradeAsync()));
        }

        static IEnumerable<(string, double?)> Earned(IReadOnlyList<StudentGrade> grades) =>
            [.. grades[0].Exercises.Select(exercise => (exercise.Id, (double?)exercise.Earned))];
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_lost_part_is_never_kept()
    {
        Assert.SkipWhen(Bubblewrap.Here is null, "There is no bubblewrap here.");
        Put("Anna", e => e.Manual ? null : e.Id == Id ? """
            [System.Runtime.InteropServices.DllImport("libc")] static extern int kill(int pid, int signal);
            kill(Environment.ProcessId, 9);
            return null;
            """ : e.Solution);

        var lost = (await GradeAsync())[0].Exercises.Single(e => e.Id == Id);

        Assert.True(lost.Ungraded);
        Assert.StartsWith("could not be graded: ", lost.Reason, StringComparison.Ordinal);
        Assert.Empty(Kept());
        Assert.Contains($",{Id},", File.ReadAllText(Path.Combine(Grades, "grades.csv")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
