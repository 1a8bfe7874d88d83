using System.Diagnostics;

namespace RnnCourse.Notebooks.Execution.Session;

/// <summary>Builds the command line and the environment of a worker.</summary>
internal static class WorkerStart
{
    internal static ProcessStartInfo Create(SessionOptions options, string pipe, Confined? confined)
    {
        var command = options.Worker ?? WorkerCommand.Default;
        IEnumerable<string> line = [command.File, .. command.Arguments, options.Verb, pipe, options.LanguageVersion];
        if (confined is not null) line = confined.Prefix.Concat(line);
        else if (Namespaces.Prefix(network: !options.IsolateNetwork) is { } prefix) line = prefix.Concat(line);
        var start = new ProcessStartInfo(line.First(), line.Skip(1))
        {
            WorkingDirectory = options.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        SetEnvironment(start.Environment, options);
        return start;
    }

    // Where temporary files go is part of how the worker is reached; without the folders of Windows .NET does not start
    // there.
    private static readonly string[] Kept =
        OperatingSystem.IsWindows() ? ["SystemRoot", "SystemDrive", "windir", "TEMP", "TMP"] : ["TMPDIR"];

    private static void SetEnvironment(IDictionary<string, string?> environment, SessionOptions options)
    {
        if (options.Environment is { } given)
        {
            var kept = Kept.Where(environment.ContainsKey).ToDictionary(name => name, name => environment[name]);
            environment.Clear();
            foreach (var (name, value) in kept) environment[name] = value;
            foreach (var (name, value) in given) environment[name] = value;
            environment["DOTNET_ROOT"] = DotNet.Root;
            environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        }
        // A short life: start fast, compile once, keep one heap; no debugger's sockets left behind by a kill.
        environment["DOTNET_TieredPGO"] = "0";
        environment["DOTNET_gcServer"] = "0";
        environment["DOTNET_gcConcurrent"] = "0";
        environment["DOTNET_GCgen0size"] = "2000000"; // hexadecimal: 32 MB, so that compiling a cell is not interrupted
        environment["DOTNET_EnableDiagnostics"] = "0";
        environment["DOTNET_DbgEnableMiniDump"] = "0";
        environment["DOTNET_GCHeapHardLimit"] = options.MemoryLimit.ToString("x", CultureInfo.InvariantCulture);
        if (options.Seed is { } seed)
            environment["RNNCOURSE_SEED"] = seed.ToString(CultureInfo.InvariantCulture);
        if (options.Full) environment["RNNCOURSE_FULL"] = "1";
    }
}
