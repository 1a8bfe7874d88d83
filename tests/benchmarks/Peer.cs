using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace RnnCourse.Benchmarks;

/// <summary>peer.py in a Python process of its own: PyTorch and NumPy, asked for one case at a time.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process, string versions, bool hasTorch)
    {
        (_process, Versions, HasTorch) = (process, versions, hasTorch);
    }

    /// <summary>Versions of Python, NumPy and PyTorch.</summary>
    public string Versions { get; }

    /// <summary>Whether PyTorch is there; NumPy always is.</summary>
    public bool HasTorch { get; }

    /// <summary>Starts the peer, or says why it cannot.</summary>
    /// <param name="python">The Python to run it with.</param>
    /// <param name="reason">Why there is none.</param>
    public static Peer? TryStart(string python, out string reason)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "peer.py");
        var start = new ProcessStartInfo(python, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        // An OpenBLAS older than the processor would take kernels of 2004: PyTorch deserves the best it has.
        if (Avx512F.IsSupported) start.Environment.TryAdd("OPENBLAS_CORETYPE", "SkylakeX");
        try
        {
            var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            if (process.StandardOutput.ReadLine() is not { } line)
            {
                reason = $"{python} could not run peer.py: {process.StandardError.ReadToEnd().Trim().Split('\n')[^1]}";
                return null;
            }

            process.BeginErrorReadLine();
            var versions = JsonDocument.Parse(line).RootElement;
            var torch = versions.GetProperty("torch").GetString();
            reason = "";
            return new Peer(
                process,
                $"Python {versions.GetProperty("python")}, NumPy {versions.GetProperty("numpy")}, PyTorch "
                    + $"{torch ?? "absent"}, matrices by {versions.GetProperty("blas")}",
                torch is not null);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            reason = $"{python} does not start ({e.Message}); name another with --python or RNNCOURSE_PYTHON";
            return null;
        }
    }

    /// <summary>Runs a case for a while and gives the milliseconds of each step.</summary>
    public IEnumerable<double> Measure(TrainingCase c, int threads, double seconds, bool cpu)
    {
        var request = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"case\": \"{c.Cell}:{c.Hidden}:{c.Batch}\", \"threads\": {threads}, \"seconds\": "
                + $"{seconds}, \"cpu\": {(cpu ? "true" : "false")}}}");
        _process.StandardInput.WriteLine(request);
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"The peer ended while it ran {c.Name}.");
        return [.. JsonDocument.Parse(line).RootElement.GetProperty("ms").EnumerateArray()
            .Select(ms => ms.GetDouble())];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
    }
}
