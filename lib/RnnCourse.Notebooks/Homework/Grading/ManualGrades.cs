using System.Globalization;
using System.Text;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>
/// The answers that a person reads: a folder of texts to read, and a table to fill in, <c>manual.csv</c>. An empty answer is
/// not among them: it has its 0 already.
/// </summary>
internal static class ManualGrades
{
    internal const string File = "manual.csv";

    /// <summary>The grades with what a person has given; and the table, with new answers added.</summary>
    internal static ClassGrades Merge(string folder, HomeworkSource homework, ClassGrades grades)
    {
        var given = Read(Path.Combine(folder, File));
        var rows = new StringBuilder("student,exercise,item,of,points\r\n");
        var merged = grades with
        {
            Students = [.. grades.Students.Select(student => student with
            {
                Exercises = [.. student.Exercises.Select(e => e.Answer is null || homework[e.Id] is not { } exercise ? e : Apply(student.Student, e, exercise, given, rows, folder))],
            })],
        };
        if (homework.Exercises.Any(e => e.Manual))
            Files.Write(Path.Combine(folder, File), rows.ToString());
        return merged;
    }

    static ExerciseGrade Apply(string student, ExerciseGrade grade, HomeworkExercise exercise, Dictionary<(string, string, int), double> given, StringBuilder rows, string folder)
    {
        Files.Write(Path.Combine(folder, "to-read", GradeReports.SafeName(student) + "." + exercise.Id + ".txt"), grade.Answer + "\n");
        var checks = new List<CheckGrade>();
        var waiting = false;
        foreach (var (item, i) in exercise.Hidden.Rubric.Select((item, i) => (item, i + 1)))
        {
            double? points = given.TryGetValue((student, exercise.Id, i), out var known) ? Math.Clamp(known, 0, item.Points) : null;
            waiting |= points is null;
            rows.Append(CultureInfo.InvariantCulture, $"\"{student.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{exercise.Id},{i},{item.Points},{points?.ToString(CultureInfo.InvariantCulture)}\r\n");
            checks.Add(new(item.What, points == item.Points, item.Points, points is null ? "not read yet" : FormattableString.Invariant($"{points} of {item.Points}")));
        }

        var earned = exercise.Hidden.Rubric.Select((_, i) => given.TryGetValue((student, exercise.Id, i + 1), out var known) ? Math.Clamp(known, 0, exercise.Hidden.Rubric[i].Points) : 0).Sum();
        return grade with { Waiting = waiting, Earned = earned, Checks = waiting ? [] : checks, Reason = waiting ? "waiting to be read" : earned < grade.Points ? "the rubric's points" : null };
    }

    static Dictionary<(string, string, int), double> Read(string path)
    {
        var given = new Dictionary<(string, string, int), double>();
        foreach (var line in System.IO.File.Exists(path) ? System.IO.File.ReadAllLines(path).Skip(1) : [])
        {
            var cells = line.Split(',');
            if (cells.Length < 5 || cells[^1].Trim().Length == 0)
                continue;
            var student = string.Join(',', cells[..^4]).Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal);
            if (!int.TryParse(cells[^3], CultureInfo.InvariantCulture, out var item) || !double.TryParse(cells[^1], CultureInfo.InvariantCulture, out var points))
                throw new FormatException($"{path}: '{line}' must read student,exercise,item,of,points.");
            given[(student, cells[^4], item)] = points;
        }

        return given;
    }
}
