using System.Collections.Concurrent;

namespace RnnCourse.Notebooks.Machine;

/// <summary>What a user should know of the machine while work goes on: what is waited for, what is done in another
/// way.</summary>
public static class Notice
{
    private static readonly ConcurrentDictionary<string, bool> Told = [];

    /// <summary>Shows a sentence; the error output unless a command shows it elsewhere.</summary>
    public static Action<string> Show { get; set; } = text => Console.Error.WriteLine(text);

    /// <summary>Shows a sentence, the first time it is given.</summary>
    internal static void Once(string text)
    {
        if (Told.TryAdd(text, true)) Show($"note: {text}");
    }
}
