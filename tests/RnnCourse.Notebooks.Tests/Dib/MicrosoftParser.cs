using System.Text.Json;
using Microsoft.DotNet.Interactive.Documents;
using Microsoft.DotNet.Interactive.Documents.Jupyter;

namespace RnnCourse.Notebooks.Tests.Dib;

/// <summary>What .NET Interactive's own package reads out of a file: the oracle for what is read here.</summary>
internal static class MicrosoftParser
{
    private static KernelInfoCollection Kernels =>
    [
        new("csharp", "C#", ["c#", "cs"]), new("fsharp", "F#", ["f#", "fs"]), new("html", "HTML"), new("http", "HTTP"),
        new("javascript", "JavaScript", ["js"]), new("mermaid", "Mermaid"), new("pwsh", "PowerShell", ["powershell"]),
        new("value"), new("markdown", "Markdown", ["md"]),
    ];

    /// <summary>The cells of a <c>.dib</c> file, or null when it cannot be opened.</summary>
    internal static List<(string Kernel, string Text)>? Cells(byte[] dib)
    {
        try
        {
            return Cells(CodeSubmission.Read(new MemoryStream(dib), Kernels));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The cells of an <c>.ipynb</c> file.</summary>
    internal static List<(string Kernel, string Text)> CellsOfIpynb(byte[] ipynb) =>
        Cells(Notebook.Read(new MemoryStream(ipynb), Kernels));

    private static List<(string, string)> Cells(InteractiveDocument document) =>
        [.. document.Elements.Select(element => (element.KernelName ?? "csharp", element.Contents))];
}
