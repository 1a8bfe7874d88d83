using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace RnnCourse.Benchmarks;

/// <summary>Another program that computes the same training step, asked for one case at a time: TorchSharp with
/// libtorch, or Python with PyTorch and NumPy.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;
    private readonly string[] _cells;

    private Peer(Process process, JsonElement said)
    {
        _process = process;
        Name = said.GetProperty("name").GetString()!;
        Versions = said.GetProperty("versions").GetString()!;
        _cells = said.GetProperty("cells").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public string Name { get; }

    public string Versions { get; }

    /// <summary>The peers that run here; those that do not are told with the reason on standard error.</summary>
    /// <param name="python">The Python that has torch and numpy.</param>
    public static IReadOnlyList<Peer> Start(string python)
    {
        var torchSharp = Path.Combine(
            Root(), "tests", "TorchSharpPeer", "bin", "Release", "net10.0", "TorchSharpPeer.dll");
        var peers = new List<Peer>();
        if (!File.Exists(torchSharp))
            Console.Error.WriteLine(
                "Without TorchSharp: 'dotnet build tests/TorchSharpPeer -c Release' fetches it, 490 MB.");
        else if (TryStart("dotnet", torchSharp) is { } torch) peers.Add(torch);
        if (TryStart(python, Path.Combine(AppContext.BaseDirectory, "peer.py")) is { } py) peers.Add(py);
        return peers;
    }

    /// <summary>Whether it knows the cell of a case.</summary>
    public bool Takes(TrainingCase c) => _cells.Contains(c.Cell);

    /// <summary>Runs a case for a while and gives the milliseconds of each step.</summary>
    public IEnumerable<double> Measure(TrainingCase c, int threads, double seconds, bool cpu)
    {
        _process.StandardInput.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"cell\": \"{c.Cell}\", \"hidden\": {c.Hidden}, \"batch\": {c.Batch}, \"steps\": {c.Steps}, "
                + $"\"threads\": {threads}, \"seconds\": {seconds}, \"cpu\": {(cpu ? "true" : "false")}}}"));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{Name} ended while it ran {c.Name}.");
        return [.. JsonDocument.Parse(line).RootElement.GetProperty("ms").EnumerateArray()
            .Select(ms => ms.GetDouble())];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
    }

    private static Peer? TryStart(string program, string script)
    {
        var start = new ProcessStartInfo(program, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        // An OpenBLAS older than the processor would take kernels of 2004: PyTorch deserves the best it has.
        if (Avx512F.IsSupported) start.Environment.TryAdd("OPENBLAS_CORETYPE", "SkylakeX");
        // A heap that keeps its memory: where page faults are slow, PyTorch loses most of its time to large arrays that
        // are given back after every step.
        foreach (var (name, value) in ((string, string)[])[("MALLOC_MMAP_MAX_", "0"),
            ("MALLOC_TRIM_THRESHOLD_", "4000000000"), ("MALLOC_TOP_PAD_", "268435456")])
            start.Environment.TryAdd(name, value);
        try
        {
            var process = Process.Start(start)!;
            if (process.StandardOutput.ReadLine() is { } line && line.StartsWith('{'))
            {
                process.ErrorDataReceived += (_, _) => { };
                process.BeginErrorReadLine();
                return new Peer(process, JsonDocument.Parse(line).RootElement);
            }

            var words = process.StandardError.ReadToEnd().Trim();
            Console.Error.WriteLine($"{program} could not run {Path.GetFileName(script)}: {words.Split('\n')[0]}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Console.Error.WriteLine(
                $"{program} does not start ({e.Message}); name another with --python or RNNCOURSE_PYTHON");
        }

        return null;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.Parent is { } parent && !File.Exists(Path.Combine(folder.FullName, "RnnCourse.sln")))
            folder = parent;
        return folder.FullName;
    }
}
