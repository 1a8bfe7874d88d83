namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Reads points in time as people write them: ISO 8601 alone, for 1.12.2026 is in January for some.</summary>
internal static class Moments
{
    private static readonly string[] WithZone =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK",
            "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm zzz", "yyyy-MM-dd HH:mm:ss zzz"];

    /// <summary>How a point in time is to be written, for messages.</summary>
    internal const string Expected = "2026-12-01 (the end of that day), 2026-12-01T23:59 or 2026-12-01T23:59+09:00";

    /// <summary>The moment in universal time; a day alone is its end, and without a zone it is one of
    /// <paramref name="zone"/>. Null when it is written otherwise.</summary>
    internal static DateTime? Parse(string text, TimeZoneInfo zone)
    {
        text = text.Trim();
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return Universal(day.AddDays(1).AddSeconds(-1), zone);
        if (!DateTime.TryParseExact(text, WithZone, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind,
            out var time))
            return null;
        return time.Kind switch
        {
            DateTimeKind.Utc => time,
            DateTimeKind.Local => time.ToUniversalTime(),
            _ => Universal(time, zone),
        };
    }

    // A time that the clocks leave out in spring is an hour later.
    private static DateTime Universal(DateTime time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(time) ? time.AddHours(1) : time, zone);

    /// <summary>A moment in a zone's own time and in universal time.</summary>
    internal static string Text(DateTime time, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)), zone);
        return string.Create(CultureInfo.InvariantCulture,
            $"{local:yyyy-MM-dd HH:mm:ss zzz} ({zone.Id}), which is {time:yyyy-MM-dd HH:mm:ss} UTC");
    }

    /// <summary>A zone by its name: <c>Asia/Seoul</c>; null is this machine's.</summary>
    /// <exception cref="FormatException">There is no such zone.</exception>
    internal static TimeZoneInfo Zone(string? name)
    {
        try
        {
            return name is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new FormatException($"--zone '{name}' is not a time zone that this system knows; write Asia/Seoul, "
                + "Europe/Berlin or UTC.", e);
        }
    }
}
