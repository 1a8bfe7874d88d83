using System.ComponentModel;
using System.Diagnostics;

namespace RnnCourse.Notebooks.Book;

/// <summary>Where the notebooks of a book come from, as far as Git and GitHub's workflows tell.</summary>
/// <param name="Repository">The repository's address on GitHub; null when it is not known.</param>
/// <param name="Branch">The branch to edit.</param>
/// <param name="Prefix">The notebooks' folder in the repository, with a slash at its end.</param>
/// <param name="Commit">The last commit, short, and its date; empty when there is none.</param>
public sealed partial record Origin(string? Repository, string Branch, string Prefix, string Commit)
{
    /// <summary>Nothing is known.</summary>
    public static Origin Unknown { get; } = new(null, "main", "", "");

    /// <summary>Where a chapter's source is edited; null when the repository is not known.</summary>
    public string? EditAddress(string file) => Repository is null ? null
        : $"{Repository}/edit/{Branch}/{Prefix}{Uri.EscapeDataString(file)}";

    /// <summary>Where the course opens in GitHub Codespaces; null when the repository is not known.</summary>
    public string? CodespacesAddress =>
        Repository is null ? null : $"https://codespaces.new{new Uri(Repository).AbsolutePath}";

    /// <summary>Asks Git about a folder.</summary>
    internal static async Task<Origin> ReadAsync(string folder, CancellationToken cancellation)
    {
        var commit = await GitAsync(folder, cancellation, "log", "-1", "--format=%h, %cs");
        if (commit.Length == 0) return Unknown;
        var action = Environment.GetEnvironmentVariable("GITHUB_REPOSITORY");
        var remote = await GitAsync(folder, cancellation, "remote", "get-url", "origin");
        var repository = action is { Length: > 0 } ? $"https://github.com/{action}"
            : GitHub().Match(remote) is { Success: true } own ? $"https://github.com/{own.Groups[1].Value}" : null;
        return new(repository, Environment.GetEnvironmentVariable("GITHUB_REF_NAME") is { Length: > 0 } branch ? branch
            : "main", await GitAsync(folder, cancellation, "rev-parse", "--show-prefix"), commit);
    }

    private static async Task<string> GitAsync(string folder, CancellationToken cancellation, params string[] words)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", words)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var printed = await git.StandardOutput.ReadToEndAsync(cancellation);
            await git.WaitForExitAsync(cancellation);
            return git.ExitCode == 0 ? printed.Trim() : "";
        }
        catch (Win32Exception)
        {
            return ""; // There is no Git.
        }
    }

    [GeneratedRegex(@"github\.com[:/]([\w.-]+/[\w.-]+?)(?:\.git)?$")]
    private static partial Regex GitHub();
}
