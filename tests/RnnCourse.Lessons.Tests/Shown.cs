using RnnCourse.Figures.Display;

namespace RnnCourse.Lessons.Tests;

/// <summary>What a notebook shows of a value.</summary>
internal static class Shown
{
    public static string Html<T>(Formatters<T> formatters, T value)
        where T : notnull
    {
        var text = new StringWriter();
        ((DisplayFormatter)formatters.CreateTypeFormatters().First()).Format(value, text);
        return text.ToString();
    }
}
