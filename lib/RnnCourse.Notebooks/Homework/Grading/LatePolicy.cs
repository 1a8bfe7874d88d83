namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>What lateness costs.</summary>
/// <param name="PerDay">The share of the points lost for each day begun, from 0 to 1.</param>
/// <param name="MaxDays">After how many days nothing counts.</param>
public sealed partial record LatePolicy(DateTime Due, double PerDay, int MaxDays)
{
    /// <summary>A file beside the submissions with the times at which they came: <c>student,2026-11-30T21:14:00Z</c>.
    /// Without it the files' own times count.</summary>
    public const string TimesFile = "times.csv";

    /// <summary>A policy as it is said on the command line: <c>2026-12-01T23:59Z</c> and <c>10%/day,3</c>.</summary>
    /// <exception cref="FormatException">It is said otherwise.</exception>
    public static LatePolicy Parse(string due, string late)
    {
        if (!DateTime.TryParse(due, CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
            throw new FormatException($"--due '{due}' is no time; write 2026-12-01T23:59Z.");
        return Pattern().Match(late) is { Success: true } match
            ? new(time, double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) / 100,
                int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : throw new FormatException(
                $"--late '{late}' is no policy; '10%/day,3' takes 10 % of the points for each day begun, and "
                    + "all after 3 days.");
    }

    /// <summary>The times that a file beside the submissions says.</summary>
    /// <exception cref="FormatException">A line of it is wrong.</exception>
    internal static Dictionary<string, DateTime> Times(string folder)
    {
        var times = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        var path = Path.Combine(folder, TimesFile);
        foreach (var (line, i) in File.Exists(path) ? File.ReadAllLines(path).Select((line, i) => (line, i)) : [])
        {
            var comma = line.LastIndexOf(',');
            if (line.Trim().Length == 0 || (i == 0 && line.EndsWith("time", StringComparison.OrdinalIgnoreCase)))
                continue;
            if (comma < 0
                || !DateTime.TryParse(line[(comma + 1)..], CultureInfo.InvariantCulture,
                    DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
                throw new FormatException($"{path}:{i + 1}: '{line}' must read 'student,2026-11-30T21:14:00Z'.");
            times[line[..comma].Trim('"')] = time;
        }

        return times;
    }

    /// <summary>The grade with what its time costs.</summary>
    internal StudentGrade Apply(StudentGrade grade)
    {
        var late = grade.HandedIn is { } time && time > Due ? (int)Math.Ceiling((time - Due).TotalDays) : 0;
        return grade with { DaysLate = late, Penalty = late > MaxDays ? 1 : Math.Min(1, late * PerDay) };
    }

    [GeneratedRegex(@"^\s*(\d+(?:\.\d+)?)\s*%\s*/\s*day\s*,\s*(\d+)\s*$")]
    private static partial Regex Pattern();
}
