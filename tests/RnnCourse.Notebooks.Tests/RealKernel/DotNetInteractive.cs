using System.Diagnostics;
using System.Text.Json;
using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.RealKernel;

/// <summary>What the real kernel made of a cell.</summary>
/// <param name="Warnings">What the compiler had to say, as codes such as CS1701.</param>
internal sealed record KernelCell(string Source, string? Failure, IReadOnlyList<CellEvent> Events,
    IReadOnlyList<string> Warnings);

/// <summary>
/// .NET Interactive's own kernel: <c>dotnet-interactive stdio</c>, one JSON message a line, started in the notebook's
/// folder as VS Code does. It is the program that <c>KERNEL_UNDER_TEST</c> names, or the one on the PATH.
/// </summary>
internal sealed class DotNetInteractive : IDisposable
{
    // Not RNNCOURSE_…: those are part of every cell's key in the cache.
    private const string Variable = "KERNEL_UNDER_TEST", Program = "dotnet-interactive";

    private static readonly string? Found = Find();

    private readonly Process _process;

    private DotNetInteractive(string program, string folder)
    {
        var start = new ProcessStartInfo(program, ["stdio"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1" },
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Why a test of the real kernel cannot run here, or null.</summary>
    internal static string? Missing => Found is null
        ? "The real kernel is not here: install the tool Microsoft.dotnet-interactive, or name its program "
            + $"in {Variable}." : null;

    /// <summary>Runs a notebook's C# cells from top to bottom; as there, a failed cell does not end the run.</summary>
    internal static async Task<IReadOnlyList<KernelCell>> RunAsync(NotebookSource notebook)
    {
        using var kernel = new DotNetInteractive(Found!, notebook.Folder);
        await kernel.ReadyAsync();
        var cells = new List<KernelCell>();
        foreach (var cell in notebook.Cells.Where(cell => cell.Kernel == "csharp"))
            cells.Add(await kernel.SubmitAsync(cell.Source, token: $"cell-{cells.Count + 1}"));
        return cells;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        return named is { Length: > 0 } ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(folder => new[] { Path.Combine(folder, Program), Path.Combine(folder, Program + ".exe") })
                .FirstOrDefault(File.Exists);
    }

    private async Task ReadyAsync()
    {
        while (true)
        {
            using var message = await ReadAsync();
            if (Type(message) == "KernelReady")
                return;
        }
    }

    private async Task<KernelCell> SubmitAsync(string code, string token)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(
            new { commandType = "SubmitCode", command = new { code, targetKernelName = "csharp" }, token }));
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var events = new List<CellEvent>();
        var warnings = new List<string>();
        while (true)
        {
            using var message = await ReadAsync();
            var content = message.RootElement.GetProperty("event");
            var ends = message.RootElement.TryGetProperty("command", out var command)
                && command.ValueKind == JsonValueKind.Object
                && command.GetProperty("token").GetString() == token;
            if (Type(message) == "CommandSucceeded" && ends)
                return new(code, null, events, warnings);
            if (Type(message) == "CommandFailed" && ends)
                return new(code, content.GetProperty("message").GetString(), events, warnings);
            if (Type(message) == "DiagnosticsProduced")
                warnings.AddRange(content.GetProperty("diagnostics").EnumerateArray()
                    .Select(diagnostic => diagnostic.GetProperty("code").GetString() ?? ""));
            if (Kind(Type(message)) is { } kind)
                events.Add(new(kind, content.GetProperty("valueId").GetString(),
                    [.. content.GetProperty("formattedValues").EnumerateArray()
                    .Select(value => new MimeValue(value.GetProperty("mimeType").GetString()!,
                        value.GetProperty("value").GetString()!))]));
        }
    }

    /// <summary>The next message. What the program says before its first one, in plain lines, is passed over.</summary>
    private async Task<JsonDocument> ReadAsync()
    {
        while (true)
        {
            var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                ?? throw new EndOfStreamException("The real kernel has ended.");
            if (line.StartsWith('{'))
                return JsonDocument.Parse(line);
        }
    }

    private static string Type(JsonDocument message) => message.RootElement.GetProperty("eventType").GetString()!;

    private static EventKind? Kind(string eventType) => eventType switch
    {
        "StandardOutputValueProduced" => EventKind.Stdout,
        "StandardErrorValueProduced" => EventKind.Stderr,
        "DisplayedValueProduced" => EventKind.Display,
        "DisplayedValueUpdated" => EventKind.Update,
        "ReturnValueProduced" => EventKind.Return,
        _ => null,
    };
}
