namespace RnnCourse.Notebooks.Machine;

/// <summary>Where a system looks for programs that are called by name.</summary>
internal static class SearchPath
{
    // npm is npm.cmd on Windows, node is node.exe.
    private static readonly string[] Windows = [".exe", ".cmd", ".bat"];

    /// <summary>All files that a program may be, in the order in which they are tried.</summary>
    internal static IEnumerable<string> Places(IEnumerable<string> programs, Platform platform,
        Func<string, string?> variable)
    {
        var (separator, slash, endings) = platform == Platform.Windows ? (';', '\\', Windows) : (':', '/', [""]);
        return from folder in (variable("PATH") ?? "").Split(separator,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
               from program in programs
               from ending in endings
               select $"{folder.Trim('"').TrimEnd(slash)}{slash}{program}{ending}";
    }

    /// <summary>The file of a program on this machine, or null.</summary>
    internal static string? Find(string program) =>
        Places([program], Platforms.Current, Environment.GetEnvironmentVariable).FirstOrDefault(File.Exists);
}
