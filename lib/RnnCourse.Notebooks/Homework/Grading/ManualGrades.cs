namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>The answers that a person reads: a folder of texts to read, and a table to fill in, <c>manual.csv</c>. An
/// empty answer is not among them: it has its 0 already.</summary>
internal static class ManualGrades
{
    internal const string File = "manual.csv";

    private static readonly string[] Columns = ["student", "exercise", "item", "what", "of", "points"];

    /// <summary>The grades with what a person has given; and the table, with new answers added.</summary>
    internal static ClassGrades Merge(string folder, HomeworkSource homework, ClassGrades grades)
    {
        var given = Read(folder, homework);
        var rows = new StringBuilder(Csv.Row(Columns));
        var merged = grades with
        {
            Students = [.. grades.Students.Select(student => student with
            {
                Exercises = [.. student.Exercises.Select(e => e.Answer is null || homework[e.Id] is not { } exercise ? e
                    : Apply(student.Student, e, exercise, given, rows, folder))],
            })],
        };
        if (homework.Exercises.Any(e => e.Manual)) Csv.Write(Path.Combine(folder, File), rows.ToString());
        return merged;
    }

    private static ExerciseGrade Apply(string student, ExerciseGrade grade, HomeworkExercise exercise,
        Dictionary<(string, string, int), double> given, StringBuilder rows, string folder)
    {
        AtomicFile.Write(Path.Combine(folder, "to-read", GradeReports.SafeName(student) + "." + exercise.Id + ".txt"),
            grade.Answer + "\n");
        var checks = new List<CheckGrade>();
        var waiting = false;
        foreach (var (item, i) in exercise.Hidden.Rubric.Select((item, i) => (item, i + 1)))
        {
            double? points = given.TryGetValue((student, exercise.Id, i), out var known) ? known : null;
            waiting |= points is null;
            rows.Append(Csv.Row(student, exercise.Id, Number(i), item.What, Number(item.Points),
                points is { } p ? Number(p) : ""));
            checks.Add(new(item.What, points == item.Points, item.Points,
                points is null ? "not read yet" : FormattableString.Invariant($"{points} of {item.Points}"))
            {
                Earned =
                    points ?? 0
            });
        }

        var earned =
            exercise.Hidden.Rubric.Select((_, i) => given.GetValueOrDefault((student, exercise.Id, i + 1))).Sum();
        return grade with
        {
            Waiting = waiting,
            Earned = earned,
            Checks = waiting ? [] : checks,
            Reason = waiting ? "waiting to be read" : earned < grade.Points ? "the rubric's points" : null
        };
    }

    /// <summary>What a person has given so far: student, exercise, item, points.</summary>
    /// <exception cref="FormatException">A line of the table is wrong.</exception>
    internal static Dictionary<(string, string, int), double> Read(string folder, HomeworkSource homework)
    {
        var given = new Dictionary<(string, string, int), double>();
        var path = Path.Combine(folder, File);
        foreach (var (line, number) in System.IO.File.Exists(path)
            ? System.IO.File.ReadAllLines(path).Select((line, i) => (line, i + 1)).Skip(1) : [])
        {
            var cells = Csv.Cells(line);
            if (cells[^1].Trim().Length == 0) continue;
            FormatException Wrong(string what) => new($"{path}:{number}: '{line}': {what}.");
            if (cells.Count != Columns.Length || !int.TryParse(cells[2], CultureInfo.InvariantCulture, out var item))
                throw Wrong($"a line must read {string.Join(',', Columns)}; points as 0.5, with a point");
            if (homework[cells[1]] is not { Manual: true } exercise || item < 1 || item > exercise.Hidden.Rubric.Count)
                throw Wrong($"{homework.Name} has no item {item} of '{cells[1]}' that a person reads");
            var most = exercise.Hidden.Rubric[item - 1].Points;
            if (!double.TryParse(cells[^1],
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out var points) || points > most)
                throw Wrong($"points must be a number from 0 to {Number(most)}, such as 0.5");
            given[(cells[0], cells[1], item)] = points;
        }

        return given;
    }

    private static string Number(double x) => x.ToString(CultureInfo.InvariantCulture);
}
