using System.Text;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>What a teacher typed is never dropped, and never misread.</summary>
public sealed class TablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RnnCourse.Notebooks.Homework.HomeworkSource _homework = Homeworks.Load("H2");

    private string Manual => Path.Combine(_folder.Path, "manual.csv");

    private static StudentGrade Waits(string student) =>
        new(student, [new("h2.words", 3, 0, [], "waiting to be read", null) { Waiting = true, Answer = "words" }], [],
            null);

    private (ClassGrades Grades, IReadOnlyList<string> Notes) Apply(string? folder = null, string[]? slices = null,
        params string[] students)
    {
        var manual = ManualGrades.Read(folder ?? _folder.Path, _homework, students, slices ?? []);
        var grades = manual.Apply(folder ?? _folder.Path, _homework,
            new("H2", "H2", [.. students.Select(Waits)]));
        return (grades, manual.Notes);
    }

    private static void Fill(string file, string student, string points, string comment = "")
    {
        var rows = Csv.Rows(File.ReadAllText(file).TrimStart('\uFEFF'));
        File.WriteAllText(file, string.Concat(rows.Select(r => r.Cells[0] == student
            ? Csv.Row(r.Cells.Take(5).Append(points).Append(comment)) : Csv.Row(r.Cells))));
    }

    [Fact]
    public void Points_of_students_who_are_not_in_this_run_stay_and_are_told()
    {
        Apply(students: ["Anna", "Ben", "Yuri"]);
        Fill(Manual, "Anna", "0.5", "well, \"put\"\nand long");
        Fill(Manual, "Ben", "1");

        var (_, notes) = Apply(students: ["Yuri"]);
        Assert.Contains(notes, n => n.Contains("'Anna'", StringComparison.Ordinal)
            && n.Contains("not among the submissions", StringComparison.Ordinal));
        Assert.True(File.Exists(Manual + ".bak"));

        var (grades, none) = Apply(students: ["Anna", "Ben", "Yuri"]);
        Assert.Empty(none);
        Assert.Equal("well, \"put\"\nand long", grades.Students[0].Exercises[0].Comment!.Split("\nwell")[0]);
        Assert.False(grades.Students[1].Exercises[0].Waiting);
    }

    [Fact]
    public void Points_given_in_slices_are_merged_and_contradictions_refused()
    {
        var (one, two) = (Directory.CreateDirectory(Path.Combine(_folder.Path, "1")).FullName,
            Directory.CreateDirectory(Path.Combine(_folder.Path, "2")).FullName);
        Apply(one, students: ["Anna"]);
        Apply(two, students: ["Ben"]);
        Fill(Path.Combine(one, "manual.csv"), "Anna", "1");
        Fill(Path.Combine(two, "manual.csv"), "Ben", "0.5");
        var (grades, _) = Apply(slices: [one, two], students: ["Anna", "Ben"]);
        Assert.All(grades.Students, s => Assert.False(s.Exercises[0].Waiting));

        Apply(two, students: ["Anna", "Ben"]);
        Fill(Path.Combine(two, "manual.csv"), "Anna", "0");
        File.Delete(Manual);
        Assert.Contains("Make them agree", Assert.Throws<FormatException>(() => Apply(slices: [one, two],
            students: ["Anna", "Ben"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(949, "김민준")]
    [InlineData(1252, "Anna Müller")]
    [InlineData(1251, "Юрий")]
    public void Another_encoding_is_read_when_it_is_sure(int page, string student)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Apply(students: [student, "Ben"]);
        Fill(Manual, student, "1");
        var text = File.ReadAllText(Manual).TrimStart('\uFEFF').Replace("−", "-", StringComparison.Ordinal);
        File.WriteAllBytes(Manual, Encoding.GetEncoding(page).GetBytes(text));
        var (grades, notes) = Apply(students: [student, "Ben"]);
        Assert.False(grades.Students[0].Exercises[0].Waiting);
        Assert.Empty(notes);
    }

    [Fact]
    public void Another_encoding_is_refused_with_its_line_when_it_is_not_sure()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(949).GetBytes("student,exercise,item,what,of,points\nBen,h2.words,1,x,1,\n"
            + "이영희,h2.words,1,x,1,1\n");
        File.WriteAllBytes(Manual, bytes);
        Assert.StartsWith($"{Manual}:3: ", Assert.Throws<FormatException>(() => Apply(students: ["Ben"])).Message,
            StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Manual));
    }

    [Theory]
    [InlineData("2026-12-01", "Asia/Seoul", "2026-12-01T14:59:59Z")]
    [InlineData("2026-12-01T23:59", "Europe/Berlin", "2026-12-01T22:59:00Z")]
    [InlineData("2026-12-01 23:59", "UTC", "2026-12-01T23:59:00Z")]
    [InlineData("2026-12-01T23:59+09:00", "UTC", "2026-12-01T14:59:00Z")]
    [InlineData("2026-12-01T23:59:00Z", "Asia/Seoul", "2026-12-01T23:59:00Z")]
    public void A_time_is_read_as_it_is_written(string text, string zone, string utc) =>
        Assert.Equal(DateTime.Parse(utc, null, System.Globalization.DateTimeStyles.AdjustToUniversal),
            LatePolicy.Parse(text, "10%/day,3", zone).Due);

    [Theory]
    [InlineData("1.12.2026")]
    [InlineData("12/01/2026")]
    [InlineData("2026-13-01")]
    [InlineData("tomorrow")]
    public void Another_way_to_write_a_day_is_refused(string text) =>
        Assert.Throws<FormatException>(() => LatePolicy.Parse(text, "10%/day,3"));

    [Fact]
    public void Times_match_names_whatever_their_spaces_and_accents_and_others_are_told()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "times.csv"),
            "student,time\n김민준 ,2026-12-02 08:00\nZoe\u0301,2026-12-01\nNobody,2026-12-01\n");
        File.WriteAllText(Path.Combine(_folder.Path, "extensions.csv"), "student,time\n김민준,2026-12-08\n");
        var told = new List<string>();
        var times = Times.Read(new(_folder.Path, _folder.Path, LatePolicy.Parse("2026-12-01", "10%/day,3", "UTC"),
            null),
            ["김민준", "Zo\u00e9"], told.Add);
        var kim = times.Apply(Waits("김민준"));
        Assert.Equal(new DateTime(2026, 12, 2, 8, 0, 0, DateTimeKind.Utc), kim.HandedIn);
        Assert.Equal(0, kim.DaysLate);
        Assert.Equal(0, times.Apply(Waits("Zo\u00e9")).DaysLate);
        Assert.Contains(told, n => n.Contains("'Nobody'", StringComparison.Ordinal));
        Assert.Contains(told, n => n.Contains("due 2026-12-01 23:59:59 +00:00 (UTC)", StringComparison.Ordinal));
        Assert.Contains(told, n => n.Contains("due for 김민준: 2026-12-08", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
