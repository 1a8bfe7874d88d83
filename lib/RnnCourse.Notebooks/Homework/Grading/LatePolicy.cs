namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>What lateness costs.</summary>
/// <param name="Due">In universal time.</param>
/// <param name="PerDay">The share of the points lost for each day begun, from 0 to 1.</param>
/// <param name="MaxDays">After how many days nothing counts.</param>
/// <param name="Zone">The zone of times that are written without one.</param>
public sealed partial record LatePolicy(DateTime Due, double PerDay, int MaxDays, TimeZoneInfo Zone)
{
    /// <summary>A file beside the submissions with the times at which they came: <c>student,2026-11-30T21:14</c>.
    /// Without it the times that the learning platform has written count, else the files' own.</summary>
    public const string TimesFile = "times.csv";

    /// <summary>A file beside the submissions with other due dates for some: <c>student,2026-12-08</c>.</summary>
    public const string ExtensionsFile = "extensions.csv";

    /// <summary>A policy as it is said on the command line.</summary>
    /// <param name="due"><c>2026-12-01</c>, the end of that day, or <c>2026-12-01T23:59+09:00</c>.</param>
    /// <param name="late"><c>10%/day,3</c>.</param>
    /// <param name="zone">The zone of times without one: <c>Asia/Seoul</c>; null is this machine's.</param>
    /// <exception cref="FormatException">It is said otherwise.</exception>
    public static LatePolicy Parse(string due, string late, string? zone = null)
    {
        var where = Moments.Zone(zone);
        var time = Moments.Parse(due, where)
            ?? throw new FormatException($"--due '{due}' is not a time; write {Moments.Expected}.");
        return Pattern().Match(late) is { Success: true } match
            ? new(time, double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) / 100,
                int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), where)
            : throw new FormatException(
                $"--late '{late}' is not a policy; '10%/day,3' takes 10 % of the points for each day begun, and "
                    + "all after 3 days.");
    }

    /// <summary>The times that a file beside the submissions says, by <see cref="StudentNames.Key"/>.</summary>
    /// <exception cref="FormatException">A line of it is wrong.</exception>
    internal static IReadOnlyDictionary<string, (string Student, DateTime Time)> Times(string path, TimeZoneInfo zone,
        IEnumerable<string> students)
    {
        var times = new Dictionary<string, (string, DateTime)>(StringComparer.Ordinal);
        foreach (var (line, cells) in File.Exists(path) ? Csv.Read(path, students) : [])
        {
            if (line == 1 && cells is [_, var head] && !head.Any(char.IsAsciiDigit)) continue;
            if (cells is not [var student, var text] || Moments.Parse(text, zone) is not { } time)
                throw new FormatException($"{path}:{line}: '{string.Join(',', cells)}' must read 'student,time'; a "
                    + $"time is {Moments.Expected}.");
            if (times.TryGetValue(StudentNames.Key(student), out var other) && other.Item2 != time)
                throw new FormatException($"{path}:{line}: '{student}' has another time in an earlier line.");
            times[StudentNames.Key(student)] = (student, time);
        }

        return times;
    }

    /// <summary>The grade with what its time costs.</summary>
    /// <param name="due">Another due date for this student; null for the class's.</param>
    internal StudentGrade Apply(StudentGrade grade, DateTime? due = null)
    {
        var late = grade.HandedIn is { } time && time > (due ?? Due)
            ? (int)Math.Ceiling((time - (due ?? Due)).TotalDays) : 0;
        return grade with { DaysLate = late, Penalty = late > MaxDays ? 1 : Math.Min(1, late * PerDay) };
    }

    [GeneratedRegex(@"^\s*(\d+(?:\.\d+)?)\s*%\s*/\s*day\s*,\s*(\d+)\s*$")]
    private static partial Regex Pattern();
}
