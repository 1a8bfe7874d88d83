using RnnCourse.Figures;

namespace RnnCourse.Benchmarks;

/// <summary>How the time of an LSTM's step grows with T, H and B.</summary>
internal static class Growth
{
    private static readonly int[] Lengths = [16, 64, 256, 1024, 4096];
    private static readonly int[] Units = [32, 64, 128, 256, 512, 1024];
    private static readonly int[] Batches = [1, 8, 32, 128, 256];

    public static IEnumerable<string> Cases =>
    [
        .. Lengths.Select(t => t == 64 ? "lstm:128:32" : $"lstm:128:32:{t}"),
        .. Units.Select(h => $"lstm:{h}:1"), .. Units.Where(h => h != 128).Select(h => $"lstm:{h}:32"),
        .. Batches.Where(b => b is not (1 or 32)).Select(b => $"lstm:128:{b}"),
    ];

    public static Figure Draw(IEnumerable<Measurement> measurements, string? peer)
    {
        var all = measurements.ToArray();
        return Figure.SmallMultiples(
            [
                Panel("T (H = 128, B = 32)", c => c is { Hidden: 128, Batch: 32 } ? c.Steps : null),
                Panel("B (H = 128, T = 64)", c => c is { Hidden: 128, Steps: 64 } ? c.Batch : null),
                Panel("H (B = 1, T = 64)", c => c is { Batch: 1, Steps: 64 } ? c.Hidden : null),
                Panel("H (B = 32, T = 64)", c => c is { Batch: 32, Steps: 64 } ? c.Hidden : null),
            ],
            columns: 2, sharedX: false);

        Figure Panel(string against, Func<TrainingCase, int?> by)
        {
            var points = all.Where(m => by(m.Case) is not null).OrderBy(m => by(m.Case)).ToArray();
            var x = points.Select(m => by(m.Case)!.Value).ToArray();
            (string, double[])[] lines = [("C#", [.. points.Select(m => m.CSharp(1).Min)])];
            if (peer is not null) lines = [.. lines, (peer, [.. points.Select(m => m.Of(peer, 1).Min)])];
            return Figure.Lines(x, lines).XAxis(against, log: true)
                .YAxis("milliseconds a step", log: true);
        }
    }
}
