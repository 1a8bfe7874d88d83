using RnnCourse.Notebooks.Doctor;
using RnnCourse.Notebooks.Machine;

namespace RnnCourse.Notebooks.Tests.Doctor;

/// <summary>A machine that has what a test gives it.</summary>
internal sealed class Machine : IMachine
{
    internal Dictionary<string, string> Programs { get; } = [];

    internal Dictionary<string, DateTime> Files { get; } = [];

    internal Dictionary<string, string> Variables { get; } = [];

    internal List<string> Extensions { get; } = [];

    /// <summary>What npm fetched before.</summary>
    internal List<NpmPackage> Npm { get; } = [];

    /// <summary>How the paths of folders begin that cannot be written.</summary>
    internal List<string> ReadOnly { get; } = [];

    internal DateTime NewestSource { get; set; } = new(2026, 1, 1);

    internal bool IsOnline { get; set; }

    public Platform Platform { get; init; } = Platform.Debian;

    public string Home => "/home";

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public Task<string?> AskAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        Task.FromResult(Programs.GetValueOrDefault($"{program} {arguments[0]}"));

    public bool HasFile(string path) => Files.ContainsKey(path);

    public DateTime? Written(string path) => Files.TryGetValue(path, out var written) ? written : null;

    public IReadOnlyList<string> Folders(string path) =>
        path == Path.Combine("/home", ".vscode", "extensions") ? Extensions : [];

    public string? WriteProblem(string folder) =>
        ReadOnly.Any(folder.StartsWith) ? "this user may not write there" : null;

    public bool Keeps(NpmPackage package) => Npm.Contains(package);

    public DateTime? Newest(string folder, string pattern) => NewestSource;

    public Task<bool> AnswersAsync(Uri address, CancellationToken cancellation) => Task.FromResult(IsOnline);

    /// <summary>One that has all there is to have.</summary>
    internal static Machine Complete()
    {
        var machine = new Machine { IsOnline = true };
        machine.Programs["dotnet --list-sdks"] = "8.0.100 [/x]\n10.0.401 [/x]";
        machine.Programs["dotnet nuget"] = "E https://feed.example/index.json\nD https://off.example/index.json";
        machine.Programs["dotnet tool"] =
            "Package Id   Version   Commands\n----\nmicrosoft.dotnet-interactive   1.0.712001   "
                + "dotnet-interactive";
        machine.Programs["dotnet-interactive --version"] = "1.0.712001+abc";
        machine.Programs["node --version"] = "v20.1.0";
        machine.Programs["npm --version"] = "10.0.0";
        machine.Programs["npm config"] = "https://registry.example/";
        machine.Programs["/usr/bin/chromium --version"] = "Chromium 156";
        machine.Programs["code --version"] = "1.99.0\nabc";
        machine.Programs["python3 -c"] = "7.0";
        machine.Programs["jupyter lab"] = "4.2.0";
        machine.Programs["jupyter kernelspec"] = """{"kernelspecs": {"python3": {}, ".net-csharp": {}}}""";
        machine.Variables["PATH"] = "/bin:/usr/bin";
        machine.Files["/usr/bin/chromium"] = default;
        machine.Extensions.Add("ms-dotnettools.dotnet-interactive-vscode-1.0.5");
        foreach (var library in new[] { "RnnCourse", "RnnCourse.Figures", "RnnCourse.Lessons", "MathNet.Numerics" })
            machine.Files[Path.Combine("/course", "lib", "RnnCourse.Lessons", "bin", library + ".dll")] =
                new(2026, 2, 1);
        return machine;
    }
}
