using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RnnCourse.Benchmarks;

/// <summary>Every table of training steps in RESULTS.md, one after the other, each measured by a process of its own.
/// </summary>
internal static partial class WholeReport
{
    private static readonly string[] Narrower =
        ["rnn:128:1", "lstm:128:1", "gru:128:1", "rnn:128:32", "lstm:128:32", "rnn:512:32", "lstm:512:32"];

    public static readonly string[] FirstSteps = ["rnn:128:1", "gru:128:1", "lstm:128:1", "lstm:128:32"];

    public static int Run(string python)
    {
        string[] common = ["--python", python];
        Heading("Training step");
        Print(Itself([.. common, "--rounds", "3", "--seconds", "0.25", "--goals"]));
        Heading("Growth");
        Print(Itself([.. common, "--growth", "--rounds", "2", "--seconds", "0.2",
            "--figure", Path.Combine("tests", "benchmarks", "growth.svg")]));
        foreach (var registers in (string[])["avx2", "vector"])
        {
            Heading($"RNNCOURSE_SIMD={registers}");
            Print(Itself([.. common, "--rounds", "2", "--seconds", "0.25", .. Narrower],
                ("RNNCOURSE_SIMD", registers)));
        }

        return 0;
    }

    /// <summary>Milliseconds from Main of the first training step of a new process, the median of eight.</summary>
    public static double MedianFirstStep(string program, string[] before, string name) =>
        Enumerable.Range(0, 8).Select(_ => FirstStep(program, [.. before, "--first-step", name]))
            .Order().ElementAt(4);

    private static double FirstStep(string program, string[] arguments) => double.Parse(
        FromMain().Match(Output(program, arguments)).Groups[1].Value, CultureInfo.InvariantCulture);

    private static string Itself(string[] arguments, params (string Name, string Value)[] environment) =>
        Output(Environment.ProcessPath!, arguments, environment);

    private static string Output(
        string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static void Heading(string words) => Console.WriteLine($"\n## {words}\n");

    private static void Print(string words) => Console.WriteLine(words.TrimEnd());

    [GeneratedRegex(@": (\d+) ms from Main")]
    private static partial Regex FromMain();
}
