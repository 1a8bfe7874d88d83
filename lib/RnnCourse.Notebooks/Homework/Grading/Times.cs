namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>When submissions came, and when each was due.</summary>
internal sealed class Times
{
    private readonly LatePolicy? _policy;
    private readonly IReadOnlyDictionary<string, (string Student, DateTime Time)> _times, _extensions;

    private Times(LatePolicy? policy, IReadOnlyDictionary<string, (string, DateTime)> times,
        IReadOnlyDictionary<string, (string, DateTime)> extensions) =>
        (_policy, _times, _extensions) = (policy, times, extensions);

    /// <summary>Reads the tables beside the submissions, and says how they were understood.</summary>
    /// <exception cref="FormatException">A line of a table is wrong.</exception>
    internal static Times Read(GradingJob job, IReadOnlyCollection<string> students, Action<string> note)
    {
        var zone = job.Late?.Zone ?? TimeZoneInfo.Local;
        var known = students.Select(StudentNames.Key).ToHashSet();
        IReadOnlyDictionary<string, (string Student, DateTime Time)> Table(string file)
        {
            var rows = LatePolicy.Times(Path.Combine(job.Submissions, file), zone, students);
            foreach (var (_, row) in rows.Where(r => !known.Contains(r.Key)))
                note($"{file} names '{row.Student}', who is not among the submissions.");
            return rows;
        }

        var times = new Times(job.Late, Table(LatePolicy.TimesFile), Table(LatePolicy.ExtensionsFile));
        if (job.Late is { } policy)
        {
            note($"due {Moments.Text(policy.Due, policy.Zone)}.");
            foreach (var (student, due) in times._extensions.Values.Where(e => known.Contains(
                StudentNames.Key(e.Student))))
                note($"due for {student}: {Moments.Text(due, policy.Zone)}.");
            if (times._times.Count == 0)
                note($"without {LatePolicy.TimesFile}, a submission's time is the learning platform's, or else that of "
                    + "its file, which its owner can set and unpacking may change.");
        }
        else if (times._extensions.Count > 0)
            note($"{LatePolicy.ExtensionsFile} is there, but without --due nothing is late.");

        return times;
    }

    /// <summary>The grade with its time, and what that costs.</summary>
    internal StudentGrade Apply(StudentGrade grade)
    {
        var key = StudentNames.Key(grade.Student);
        var timed = grade with
        {
            HandedIn = _times.TryGetValue(key, out var row) ? row.Time : _policy is null ? null : grade.HandedIn
        };
        return _policy?.Apply(timed, _extensions.TryGetValue(key, out var due) ? due.Time : null) ?? timed;
    }

    /// <summary>How many are late.</summary>
    internal void Tell(ClassGrades grades, Action<string> note)
    {
        if (_policy is not null)
            note($"{Counted.Of(grades.Students.Count(s => s.DaysLate > 0), "submission is", "submissions are")} late.");
    }
}
