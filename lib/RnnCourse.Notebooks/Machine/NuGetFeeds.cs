namespace RnnCourse.Notebooks.Machine;

/// <summary>The feeds that packages come from.</summary>
internal static class NuGetFeeds
{
    /// <summary>The words of the command that lists those of a folder.</summary>
    internal static readonly string[] List = ["nuget", "list", "source", "--format", "short"];

    /// <summary>Those in use, of what the command prints.</summary>
    internal static IEnumerable<string> Enabled(string listed) => listed.Split('\n').Select(line => line.Trim())
        .Where(line => line.StartsWith("E ", StringComparison.Ordinal)).Select(line => line[2..].Trim());

    /// <summary>A feed's server; null for a folder.</summary>
    internal static Uri? Server(string feed) =>
        Uri.TryCreate(feed, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    /// <summary>A feed without what may be secret in its address.</summary>
    internal static string Short(string feed) => Server(feed)?.Authority ?? feed;
}
