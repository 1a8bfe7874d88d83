using System.ComponentModel;
using System.Diagnostics;

namespace RnnCourse.Notebooks.Doctor;

/// <summary>The machine the doctor runs on.</summary>
/// <param name="folder">Where programs are asked: what is configured beside the notebooks counts.</param>
public sealed class ThisMachine(string folder) : IMachine
{
    private static readonly TimeSpan ProgramTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan NetworkTime = TimeSpan.FromSeconds(4);

    public Platform Platform => Platforms.Current;

    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    public string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public async Task<string?> AskAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(ProgramTime);
        try
        {
            // Programs such as npm and code are scripts on Windows, which only a shell starts.
            var start = OperatingSystem.IsWindows()
                ? new ProcessStartInfo("cmd.exe", ["/c", program, .. arguments])
                : new ProcessStartInfo(program, arguments);
            (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError,
                start.RedirectStandardInput) = (folder, true, true, true);
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                var errors = process.StandardError.ReadToEndAsync(timeout.Token);
                var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
                await errors;
                await process.WaitForExitAsync(timeout.Token);
                return process.ExitCode == 0 ? output.Trim() : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellation.ThrowIfCancellationRequested();
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public bool HasFile(string path) => File.Exists(path);

    public DateTime? Written(string path) => File.Exists(path) ? File.GetLastWriteTimeUtc(path) : null;

    public IReadOnlyList<string> Folders(string path) =>
        Directory.Exists(path) ? [.. Directory.GetDirectories(path).Select(f => Path.GetFileName(f)!)] : [];

    public DateTime? Newest(string folder, string pattern) => !Directory.Exists(folder) ? null : Directory
        .EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        .Where(f => !Path.GetRelativePath(folder, f).Split('/', '\\').Any(part => part is "bin" or "obj"))
        .Select(f => (DateTime?)File.GetLastWriteTimeUtc(f)).Max();

    public string? WriteProblem(string folder) => WritableFolder.Problem(folder);

    public bool Keeps(NpmPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return package.IsKept;
    }

    public Task<bool> AnswersAsync(Uri address, CancellationToken cancellation) =>
        WebServer.AnswersAsync(address, NetworkTime, cancellation);
}
