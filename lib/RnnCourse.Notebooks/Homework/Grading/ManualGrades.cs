namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>What a person has said of one item of an answer.</summary>
/// <param name="Points">The points; null where none are given yet.</param>
/// <param name="Comment">What the student shall read.</param>
internal sealed record GivenPoints(string Student, string Exercise, int Item, double? Points, string Comment,
    IReadOnlyList<string> Cells);

/// <summary>The answers that a person reads: a folder of texts to read, and a table to fill in, <c>manual.csv</c>. An
/// empty answer is not among them: it has its 0 already. Nothing that was filled in is ever dropped.</summary>
internal sealed class ManualGrades
{
    internal const string File = "manual.csv";

    private static readonly string[] Columns = ["student", "exercise", "item", "what", "of", "points", "comment"];
    private readonly Dictionary<(string, string, int), GivenPoints> _given;
    private readonly List<string> _notes = [];

    private ManualGrades(Dictionary<(string, string, int), GivenPoints> given) => _given = given;

    /// <summary>What the instructor should know.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>The grades with what a person has given; and the table, with new answers added. The table that was
    /// there
    /// stays beside it as a copy.</summary>
    internal ClassGrades Apply(string folder, HomeworkSource homework, ClassGrades grades)
    {
        if (!homework.Exercises.Any(e => e.Manual)) return grades;
        var rows = new StringBuilder(Csv.Row(Columns));
        var files = StudentNames.Files(grades.Students.Select(s => s.Student));
        var used = new HashSet<(string, string, int)>();
        var merged = grades with
        {
            Students = [.. grades.Students.Select(student => student with
            {
                Exercises = [.. student.Exercises.Select(e => e.Answer is null || homework[e.Id] is not { } exercise ? e
                    : Apply(student.Student, files[student.Student], e, exercise, used, rows, folder))],
            })],
        };
        var kept = _given.Where(g => !used.Contains(g.Key) && (g.Value.Points is not null
            || g.Value.Comment.Length > 0)).Select(g => g.Value).ToList();
        foreach (var row in kept) rows.Append(Csv.Row(row.Cells));
        var here = grades.Students.Select(s => StudentNames.Key(s.Student)).ToHashSet();
        foreach (var group in kept.GroupBy(g => g.Student))
            _notes.Add($"{File} has points for '{group.Key}', "
                + (here.Contains(StudentNames.Key(group.Key)) ? "who has handed in no such answer"
                    : "who is not among the submissions")
                + $" ({Counted.Of(group.Count(), "row")}): they stay in the file, and count for nobody.");
        Write(Path.Combine(folder, File), rows.ToString());
        return merged;
    }

    private static void Write(string path, string rows)
    {
        if (System.IO.File.Exists(path) && !System.IO.File.ReadAllBytes(path).AsSpan()
            .SequenceEqual(Encoding.UTF8.GetBytes("\uFEFF" + rows)))
            System.IO.File.Copy(path, path + ".bak", overwrite: true);
        Csv.Write(path, rows);
    }

    private ExerciseGrade Apply(string student, string file, ExerciseGrade grade, HomeworkExercise exercise,
        HashSet<(string, string, int)> used, StringBuilder rows, string folder)
    {
        AtomicFile.Write(Path.Combine(folder, "to-read", file + "." + exercise.Id + ".txt"), grade.Answer + "\n");
        var checks = new List<CheckGrade>();
        var (waiting, earned, comments) = (false, 0.0, new List<string>());
        foreach (var (item, i) in exercise.Hidden.Rubric.Select((item, i) => (item, i + 1)))
        {
            var key = (StudentNames.Key(student), exercise.Id, i);
            used.Add(key);
            var given = _given.GetValueOrDefault(key);
            waiting |= given?.Points is null;
            earned += given?.Points ?? 0;
            rows.Append(Csv.Row(student, exercise.Id, Number(i), item.What, Number(item.Points),
                given?.Points is { } p ? Number(p) : "", given?.Comment ?? ""));
            if (given?.Comment is { Length: > 0 } comment) comments.Add(comment);
            checks.Add(new(item.What, given?.Points == item.Points, item.Points,
                given?.Points is null ? "not read yet"
                    : FormattableString.Invariant($"{given.Points} of {item.Points}"))
            {
                Earned = given?.Points ?? 0
            });
        }

        return grade with
        {
            Waiting = waiting,
            Earned = earned,
            Checks = waiting ? [] : checks,
            Comment = comments.Count == 0 ? null : string.Join("\n", comments),
            Reason = waiting ? "waiting to be read" : earned < grade.Points ? "the rubric's points" : null
        };
    }

    /// <summary>What a person has given so far, here and in the slices of the class.</summary>
    /// <param name="folder">Where the table is written; what it says counts more than what a slice says.</param>
    /// <exception cref="FormatException">A line of a table is wrong, or two slices contradict each other.</exception>
    internal static ManualGrades Read(string folder, HomeworkSource homework, IEnumerable<string> students,
        params IEnumerable<string> slices)
    {
        string[] names = [.. students];
        var given = new Dictionary<(string, string, int), GivenPoints>();
        foreach (var slice in slices)
            foreach (var (key, row) in Table(slice, homework, names).Where(r => r.Value.Points is not null
                || r.Value.Comment.Length > 0))
                if (!given.TryGetValue(key, out var other))
                    given[key] = row;
                else if (other.Points is not null && row.Points is not null && other.Points != row.Points)
                    throw new FormatException($"{Path.Combine(slice, File)}: {row.Student}, {row.Exercise}, item "
                        + $"{row.Item}: {Number(row.Points.Value)} points, but another slice says "
                        + $"{Number(other.Points.Value)}. Make them agree.");
                else if (other.Points is null)
                    given[key] = row;
        foreach (var (key, row) in Table(folder, homework, names))
            if (row.Points is not null || row.Comment.Length > 0 || !given.ContainsKey(key)) given[key] = row;
        return new(given);
    }

    private static Dictionary<(string, string, int), GivenPoints> Table(string folder, HomeworkSource homework,
        IReadOnlyCollection<string> names)
    {
        var given = new Dictionary<(string, string, int), GivenPoints>();
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path)) return given;
        foreach (var (line, cells) in Csv.Read(path, names).Skip(1))
        {
            FormatException Wrong(string what) => new($"{path}:{line}: '{string.Join(',', cells)}': {what}.");
            if (cells.Count is not (6 or 7) || !int.TryParse(cells[2], CultureInfo.InvariantCulture, out var item))
                throw Wrong($"a line must read {string.Join(',', Columns)}; points as 0.5, with a point");
            var (points, comment) = (cells[5].Trim(), cells.Count == 7 ? cells[6].Trim() : "");
            if (points.Length == 0 && comment.Length == 0) continue;
            if (homework[cells[1]] is not { Manual: true } exercise || item < 1 || item > exercise.Hidden.Rubric.Count)
                throw Wrong($"{homework.Name} has no item {item} of '{cells[1]}' that a person reads");
            var most = exercise.Hidden.Rubric[item - 1].Points;
            var number = 0.0;
            if (points.Length > 0 && (!double.TryParse(points, NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out number) || number > most))
                throw Wrong($"points must be a number from 0 to {Number(most)}, such as 0.5");
            var key = (StudentNames.Key(cells[0]), cells[1], item);
            if (given.TryGetValue(key, out var other) && points.Length > 0 && other.Points is not null
                && other.Points != number)
                throw Wrong($"an earlier line gives {Number(other.Points.Value)} points for the same");
            given[key] = new(cells[0], cells[1], item, points.Length > 0 ? number : other?.Points, comment, cells);
        }

        return given;
    }

    private static string Number(double x) => x.ToString(CultureInfo.InvariantCulture);
}
