// The same training step in TorchSharp, for tests/benchmarks. It writes one line that tells its versions and the cells
// it knows, then answers each line of JSON, {"cell": "lstm", "hidden": 128, "batch": 32, "steps": 64, "threads": 1,
// "seconds": 0.3, "cpu": false}, with {"ms": [milliseconds of each step]}, of processor time if asked.
using System.Diagnostics;
using System.Text.Json;
using RnnCourse.TorchSharpPeer;
using TorchSharp;

var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
var version = typeof(torch).Assembly.GetName().Version!;
Console.WriteLine(JsonSerializer.Serialize(new
{
    Name = "libtorch",
    Versions = $"libtorch {torch.__version__} by TorchSharp {version.ToString(3)}",
    Cells = "rnn lstm gru",
}, json));

Request? last = null;
TrainingStep? step = null;
while (Console.ReadLine() is { } line)
{
    var request = JsonSerializer.Deserialize<Request>(line, json)!;
    torch.set_num_threads(request.Threads);
    if (last is null || request.Network != last.Network)
    {
        step?.Dispose();
        (step, last) = (new TrainingStep(request.Cell, request.Hidden, request.Batch, request.Steps), request);
        step.Run();
    }

    var (ms, all) = (new List<double>(), Stopwatch.StartNew());
    while (ms.Count == 0 || all.Elapsed.TotalSeconds < request.Seconds)
    {
        var (before, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        step!.Run();
        ms.Add((request.Cpu ? Environment.CpuUsage.TotalTime - before : watch.Elapsed).TotalMilliseconds);
    }

    Console.WriteLine(JsonSerializer.Serialize(new { Ms = ms }, json));
}
