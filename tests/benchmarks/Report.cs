using System.Globalization;
using System.Runtime.InteropServices;
using RnnCourse.Numerics;

namespace RnnCourse.Benchmarks;

/// <summary>The table of ratios, in Markdown, so that it can be kept as it is.</summary>
internal static class Report
{
    public static string Machine(Peer? peer) =>
        $"{Processor()}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}; "
        + $"{RuntimeInformation.FrameworkDescription}, {Compute.Simd} registers; {peer?.Versions ?? "no peer"}";

    public static IEnumerable<string> Lines(IEnumerable<Measurement> measurements)
    {
        yield return "| case (cell:H:B) | C# min | median | 2 threads min | peer min | median | peer / C# (min) | (median) | bytes/step |";
        yield return "|---|--:|--:|--:|--:|--:|--:|--:|--:|";
        foreach (var m in measurements)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {m.Case.Name} | {m.CSharp.Min:G3} | {m.CSharp.Median:G3} | {m.CSharp2.Min:G3} | {m.PeerMin:G3} | {m.PeerMedian:G3} | {m.PeerMin / m.CSharp.Min:F1}× | {m.PeerMedian / m.CSharp.Median:F1}× | {m.Bytes} |");
    }

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        if (!File.Exists(file)) return RuntimeInformation.ProcessArchitecture.ToString();
        var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
