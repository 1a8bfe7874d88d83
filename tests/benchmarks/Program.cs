// Training steps in C# against TorchSharp, PyTorch and NumPy on this machine. See --help.
using System.Diagnostics;
using System.Globalization;
using RnnCourse.Benchmarks;
using RnnCourse.Numerics;

const string help = """
    Measures a training step (forward, loss, backward, clipping, Adam; V = 65, T = 64, float) in C# and, in turns with it,
    in TorchSharp with libtorch, PyTorch and NumPy (min-char-rnn), thread for thread, and prints tables of ratios.

    dotnet run -c Release --project tests/benchmarks -- [options] [cases]

      cases             cell:H:B, such as lstm:128:32; after it :T for another length, and :dense (one-hot vectors
                        multiplied) or :double. Cells: rnn, lstm, gru, gru-before, minchar. Without cases, the table of
                        RESULTS.md.
      --report          instead: every table of training steps in RESULTS.md, in one run (5 minutes)
      --goals           after the table: which goals are met
      --growth          instead of cases: an LSTM against T, H and B, on one thread
      --figure FILE     with --growth: the curves, as SVG
      --rounds N        rounds of turns (5)
      --seconds S       for each program in each round (0.3)
      --threads N       1, or 1 and 2 (2)
      --python PATH     the Python with torch and numpy (RNNCOURSE_PYTHON, else python3)
      --no-peer         C# only
      --cpu             processor time of one thread on each side instead of elapsed time: for a machine that is busy
      --json            one line of JSON a case instead of the table, with min and median milliseconds
      --course          instead: what the book, a worker, a class and (with --tests) the tests take, in a fresh clone of
                        the last commit
      --first-step      only the first training step of this process, in milliseconds since its start

    TorchSharp's packages are 490 MB: 'dotnet build tests/TorchSharpPeer -c Release' fetches them, nothing else does.
    RNNCOURSE_SIMD=avx512|avx2|vector lowers the registers C# uses.
    """;

string[] usual =
[
    "rnn:64:1", "rnn:128:1", "rnn:512:1", "rnn:128:32", "rnn:512:32",
    "lstm:64:1", "lstm:128:1", "lstm:512:1", "lstm:128:32", "lstm:512:32",
    "gru:64:1", "gru:128:1", "gru:512:1", "gru:128:32", "gru:512:32",
    "rnn:128:1:dense", "lstm:128:1:dense", "lstm:128:32:dense", "gru:128:32:dense",
    "minchar:100:1", "minchar:100:1:double",
];

var (rounds, seconds, threads, json, usePeers, cpu, goals) = (5, 0.3, 2, false, true, false, false);
var report = false;
string? figure = null;
var python = Environment.GetEnvironmentVariable("RNNCOURSE_PYTHON") ?? "python3";
var names = new List<string>();
try
{
    for (var i = 0; i < args.Length; i++)
    {
        string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
        switch (args[i])
        {
            case "--help" or "-h":
                Console.WriteLine(help);
                return 0;
            case "--course": return CourseBenchmark.Run(tests: args.Contains("--tests"));
            case "--first-step": return FirstStep();
            case "--report": report = true; break;
            case "--goals": goals = true; break;
            case "--cpu": cpu = true; break;
            case "--json": json = true; break;
            case "--no-peer": usePeers = false; break;
            case "--growth":
                names.AddRange(Growth.Cases);
                threads = 1;
                break;
            case "--figure": figure = Value(); break;
            case "--threads": threads = int.Parse(Value(), CultureInfo.InvariantCulture); break;
            case "--rounds": rounds = int.Parse(Value(), CultureInfo.InvariantCulture); break;
            case "--seconds": seconds = double.Parse(Value(), CultureInfo.InvariantCulture); break;
            case "--python": python = Value(); break;
            case var option when option.StartsWith('-'):
                throw new ArgumentException(
                $"There is no option {option}; see --help.");
            default: names.Add(args[i]); break;
        }
    }

    if (report) return WholeReport.Run(python);
    return Measure([.. (names.Count > 0 ? names : [.. usual]).Select(TrainingCase.Parse)]);
}
catch (InvalidOperationException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (Exception e) when (e is ArgumentException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

int Measure(IReadOnlyList<TrainingCase> cases)
{
    var peers = usePeers ? Peer.Start(python) : [];
    if (cpu) threads = 1; // several threads share the time, so only one is fair
    var rate = 0.0;
    var rate2 = 0.0;
    var measurements = new List<Measurement>();
    foreach (var c in cases)
    {
        var measurement = new Measurement(c, peers, threads);
        for (var round = 0; round < rounds; round++) measurement.Round(seconds, cpu);
        rate = Math.Max(rate, MachineRate.LargeProduct(1));
        rate2 = Math.Max(rate2, MachineRate.LargeProduct(2));
        if (json) Console.WriteLine(measurement.Json());
        else Console.Error.WriteLine($"{c.Name} done");
        measurements.Add(measurement);
    }

    foreach (var peer in peers) peer.Dispose();
    if (!json) Print(measurements, peers, rate, rate2, goals);
    if (figure is not null) Growth.Draw(measurements, peers is [var first, ..] ? first.Name : null).Save(figure);
    return 0;
}

static void Print(List<Measurement> measurements, IReadOnlyList<Peer> peers, double rate, double rate2,
    bool goals)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{Report.Machine(peers)}; large products at {rate:F1} GFLOP/s on one "
            + $"thread, {rate2:F1} on two ({rate2 / rate:F2} times)\n"));
    foreach (var line in Report.ThreadForThread(measurements, "libtorch", rate)) Console.WriteLine(line);
    if (goals)
    {
        Console.WriteLine();
        foreach (var line in Goals.Table(measurements, "libtorch", rate)) Console.WriteLine(line);
    }

    foreach (var peer in peers.Where(p => p.Name != "libtorch"))
    {
        Console.WriteLine();
        foreach (var line in Report.AgainstTheBetter(measurements.Where(m => peer.Takes(m.Case)), peer.Name))
            Console.WriteLine(line);
    }
}

int FirstStep()
{
    var name = args.SkipWhile(a => a != "--first-step").Skip(1).FirstOrDefault() ?? "lstm:128:32";
    Compute.Threads = 1;
    var started = Process.GetCurrentProcess().StartTime;
    var entered = DateTime.Now;
    TrainingCase.Parse(name).Prepare()();
    var done = DateTime.Now;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {(done - entered).TotalMilliseconds:F0} ms from Main, "
            + $"{(done - started).TotalMilliseconds:F0} ms from the start of the process; "
            + $"{System.Runtime.JitInfo.GetCompiledMethodCount()} methods compiled in "
            + $"{System.Runtime.JitInfo.GetCompilationTime().TotalMilliseconds:F0} ms"));
    return 0;
}
