using System.Globalization;
using System.Runtime.InteropServices;
using RnnCourse.Numerics;

namespace RnnCourse.Benchmarks;

/// <summary>The table of ratios, in Markdown, so that it can be kept as it is.</summary>
internal static class Report
{
    public static string Machine(Peer? peer) => $"{Machine()}, {Compute.Simd} registers; {peer?.Versions ?? "no peer"}";

    public static string Machine() =>
        $"{Processor()}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}; "
            + $"{RuntimeInformation.FrameworkDescription}";

    public static IEnumerable<string> Lines(IEnumerable<Measurement> measurements)
    {
        static string Ms(double x) => double.IsNaN(x) ? "–" : x.ToString("G3", CultureInfo.InvariantCulture);
        static string Times(double peer, double mine) =>
            double.IsNaN(peer) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{peer / mine:F1}×");

        yield return "| case (cell:H:B) | C# min | median | 2 threads min | peer min | median | peer / C# (min) | "
            + "(median) | bytes/step |";
        yield return "|---|--:|--:|--:|--:|--:|--:|--:|--:|";
        foreach (var m in measurements)
            yield return $"| {m.Case.Name} | {Ms(m.CSharp.Min)} | {Ms(m.CSharp.Median)} | {Ms(m.CSharp2.Min)} | "
                + $"{Ms(m.PeerMin)} | {Ms(m.PeerMedian)} "
                + $"| {Times(m.PeerMin, m.CSharp.Min)} | {Times(m.PeerMedian, m.CSharp.Median)} | {m.Bytes} |";
    }

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        if (!File.Exists(file)) return RuntimeInformation.ProcessArchitecture.ToString();
        var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
