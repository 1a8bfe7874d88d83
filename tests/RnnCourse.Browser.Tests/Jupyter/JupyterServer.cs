using System.Diagnostics;

namespace RnnCourse.Browser.Tests.Jupyter;

/// <summary>The system's Jupyter Notebook with .NET Interactive's kernel, registered as the README says, for a folder
/// of its own.</summary>
internal sealed class JupyterServer : IDisposable
{
    private const string Variable = "KERNEL_UNDER_TEST";

    private readonly Process _process;
    private readonly string _own;

    private JupyterServer(Process process, string own, string address) =>
        (_process, _own, Address) = (process, own, address);

    /// <summary>Where it listens, without a slash at the end.</summary>
    internal string Address { get; }

    /// <summary>Why it cannot be started here, or null.</summary>
    internal static string? Missing =>
        Kernel is null ? $"Name .NET Interactive's program in {Variable}."
        : !OnPath("jupyter-notebook") ? "Jupyter Notebook is not here: apt install jupyter-notebook." : null;

    private static string? Kernel =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    internal static async Task<JupyterServer> StartAsync(string folder, CancellationToken cancellation)
    {
        var own = Directory.CreateTempSubdirectory("rnncourse-jupyter-").FullName;
        var kernels = Directory.CreateDirectory(Path.Combine(own, "kernels")).FullName;
        using var install = Start(own, "dotnet", "interactive", "jupyter", "install", "--path", kernels);
        await install.WaitForExitAsync(cancellation);
        var process = Start(own, "jupyter-notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1",
            "--NotebookApp.token=", "--NotebookApp.password=", $"--notebook-dir={folder}");
        while (await process.StandardError.ReadLineAsync(cancellation) is { } line)
            if (line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = process.StandardError.ReadToEndAsync(cancellation);
                return new(process, own, line[at..].Split('/', '?')[..3] is [var scheme, _, var host]
                    ? $"{scheme}//{host}" : line[at..]);
            }
        throw new InvalidOperationException("Jupyter Notebook did not start.");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_own, recursive: true);
    }

    /// <summary>Nothing of the user's is read or written: kernels, settings and signatures are those of this
    /// server.</summary>
    private static Process Start(string own, string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = Path.GetDirectoryName(Kernel) + Path.PathSeparator
                    + Environment.GetEnvironmentVariable("PATH"),
                ["JUPYTER_PATH"] = own, ["JUPYTER_DATA_DIR"] = own, ["JUPYTER_RUNTIME_DIR"] = own,
                ["JUPYTER_CONFIG_DIR"] = own, ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1",
            },
        })!;

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
