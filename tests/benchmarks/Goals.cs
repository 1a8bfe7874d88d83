using System.Globalization;

namespace RnnCourse.Benchmarks;

/// <summary>What the table of training steps is held to, and whether it holds.</summary>
internal static class Goals
{
    public static IEnumerable<string> Table(IReadOnlyList<Measurement> measurements, string peer, double rate)
    {
        yield return "| goal | asked | measured | |";
        yield return "|---|--:|--:|---|";
        foreach (var batch in (int[])[1, 32])
            foreach (var cell in (string[])["lstm", "rnn", "gru"])
                foreach (var hidden in batch == 1 ? (int[])[64, 128, 512] : [128, 512])
                    if (Of(cell, hidden, batch) is { } m)
                        yield return Row($"{m.Case.Name} ahead of {peer}", Asked(cell, hidden, batch), Lead(m, 1));
        if (Of("lstm", 512, 1) is { } pair)
            yield return Row($"{pair.Case.Name} ahead of {peer}, 2 threads against 2", 2, Lead(pair, 2));
        foreach (var m in measurements.Where(m => Plain(m) && m.Case is { Batch: 1, Hidden: >= 256 }))
            yield return Row($"{m.Case.Name}: a second thread helps", 1, SecondThread(m));
        foreach (var m in measurements.Where(m => Plain(m) && m.Case is { Batch: 32, Hidden: >= 128 }))
            yield return Row($"{m.Case.Name}: two threads against one", 1.7, SecondThread(m));
        foreach (var m in measurements.Where(m => Plain(m) && m.Case is { Batch: 32, Hidden: 512 }))
            yield return Row($"{m.Case.Name}: share of large products", 0.85,
                m.Case.Flops / m.CSharp(1).Min / 1e6 / rate);

        Measurement? Of(string cell, int hidden, int batch) => measurements.FirstOrDefault(m =>
            Plain(m) && m.Case.Cell == cell && m.Case.Hidden == hidden && m.Case.Batch == batch);
        double Lead(Measurement m, int threads) => m.Of(peer, threads).Min / m.CSharp(threads).Min;
    }

    private static bool Plain(Measurement m) => m.Case is { Variant: "tokens", Cell: "rnn" or "lstm" or "gru" };

    private static double SecondThread(Measurement m) => m.CSharp(1).Min / m.CSharp(2).Min;

    private static double Asked(string cell, int hidden, int batch) => (cell, hidden, batch) switch
    {
        ("lstm", 64, 1) => 5,
        ("lstm", 128, 1) => 3,
        ("lstm", _, 1) => 2,
        ("lstm", 128, _) => 2,
        ("lstm", _, _) => 1.5,
        (_, <= 128, 1) => 19,
        (_, _, 1) => 4.5,
        (_, <= 128, _) => 2.8,
        _ => 1.8,
    };

    private static string Row(string goal, double asked, double measured) =>
        string.Create(CultureInfo.InvariantCulture,
            $"| {goal} | {asked:0.##} | {measured:F2} | {(measured >= asked ? "met" : "**missed**")} |");
}
