using System.Globalization;
using System.Runtime.InteropServices;
using RnnCourse.Numerics;

namespace RnnCourse.Benchmarks;

/// <summary>The tables of ratios, in Markdown, so that they can be kept as they are.</summary>
internal static class Report
{
    public static string Machine(IEnumerable<Peer> peers)
    {
        var versions = string.Join("; ", peers.Select(p => p.Versions).DefaultIfEmpty("no peer"));
        return $"{Machine()}, {Compute.Simd} registers; {versions}";
    }

    public static string Machine() =>
        $"{Processor()}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}; "
            + $"{RuntimeInformation.FrameworkDescription}";

    /// <summary>A peer beside C#, thread for thread.</summary>
    /// <param name="rate">GFLOP/s of large products.</param>
    public static IEnumerable<string> ThreadForThread(IEnumerable<Measurement> measurements, string peer, double rate)
    {
        yield return $"| case (cell:H:B) | C# 1 thread | 2 threads | {peer} 1 thread | 2 threads | 1 against 1 | "
            + "2 against 2 | GFLOP/s | of large products | GB/s | bytes/step |";
        yield return "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|";
        foreach (var m in measurements)
        {
            var (one, two) = (m.CSharp(1).Min, m.CSharp(2).Min);
            var (peer1, peer2) = (m.Of(peer, 1).Min, m.Of(peer, 2).Min);
            var flops = m.Case.Flops / one / 1e6;
            yield return $"| {m.Case.Name} | {Ms(one)} | {Ms(two)} | {Ms(peer1)} | {Ms(peer2)} | {Ratio(peer1, one)} | "
                + $"{Ratio(peer2, two)} | {Invariant(flops, "F1")} | {Invariant(100 * flops / rate, "F0")} % | "
                + $"{(m.Case.Batch == 1 ? Invariant(m.Case.BytesRead / one / 1e6, "F0") : "–")} | {m.Bytes} |";
        }
    }

    /// <summary>A peer's better time, with one or two threads, beside C# with one.</summary>
    public static IEnumerable<string> AgainstTheBetter(IEnumerable<Measurement> measurements, string peer)
    {
        yield return $"| case (cell:H:B) | C# min | median | {peer} min | median | ratio (min) | (median) |";
        yield return "|---|--:|--:|--:|--:|--:|--:|";
        foreach (var m in measurements)
        {
            var (min, median) = (Better(m, peer, t => t.Min), Better(m, peer, t => t.Median));
            yield return $"| {m.Case.Name} | {Ms(m.CSharp(1).Min)} | {Ms(m.CSharp(1).Median)} | {Ms(min)} | "
                + $"{Ms(median)} | {Ratio(min, m.CSharp(1).Min)} | {Ratio(median, m.CSharp(1).Median)} |";
        }
    }

    private static double Better(Measurement m, string peer, Func<Times, double> of)
    {
        var (one, two) = (of(m.Of(peer, 1)), of(m.Of(peer, 2)));
        return double.IsNaN(two) ? one : Math.Min(one, two);
    }

    private static string Ms(double x) => double.IsNaN(x) ? "–" : Invariant(x, "G3");

    private static string Ratio(double peer, double mine) =>
        double.IsNaN(peer) || double.IsNaN(mine) ? "–" : Invariant(peer / mine, "F2") + "×";

    private static string Invariant(double x, string format) => x.ToString(format, CultureInfo.InvariantCulture);

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        if (!File.Exists(file)) return RuntimeInformation.ProcessArchitecture.ToString();
        var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
