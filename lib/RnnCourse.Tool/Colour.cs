namespace RnnCourse.Tool;

/// <summary>Colours on a terminal: none in a pipe or a file, none where NO_COLOR is set.</summary>
internal static class Colour
{
    private static readonly bool On = !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    internal static string Green(string text) => Of(32, text);

    internal static string Yellow(string text) => Of(33, text);

    internal static string Red(string text) => Of(31, text);

    private static string Of(int code, string text) => On ? $"\e[{code}m{text}\e[0m" : text;
}
