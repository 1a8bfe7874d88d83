using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

#pragma warning disable IDE0130
namespace Microsoft.DotNet.Interactive;

/// <summary>The helpers every C# cell can call without a <c>using</c>: its static members are imported.</summary>
// The names, lower case included, are the real kernel's.
#pragma warning disable CA1052, IDE1006
public class Kernel
{
    private Kernel()
    {
    }

    /// <summary>Shows a value in the MIME types named, or in the preferred ones of its type.</summary>
    public static DisplayedValue display(object? value, params string[] mimeTypes) =>
        KernelInvocationContext.Current is { } cell ? cell.Display(value, mimeTypes) : value.Display(mimeTypes);

    /// <summary>Text that is HTML already.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Runs a script where the notebook is shown.</summary>
    public static void Javascript(string scriptContent) =>
        $"<script type=\"text/javascript\">{scriptContent}</script>".DisplayAs(Mime.Html);

    /// <summary>Adds a style sheet where the notebook is shown.</summary>
    public static void CSS(string content) => $"<style type=\"text/css\">{content}</style>".DisplayAs(Mime.Html);

    /// <summary>Asks the reader. A run without a reader cannot: it throws.</summary>
    /// <exception cref="NotSupportedException">Always, in a run without a reader.</exception>
    public static Task<string> GetInputAsync(string prompt = "", string inputName = "") =>
        throw new NotSupportedException(
            $"The cell asks for input ('{prompt}'), but nobody is there to answer: this run has no reader. "
            + "Give the value in the code, or open the notebook in an editor.");

    /// <summary>Asks the reader. A run without a reader cannot: it throws.</summary>
    /// <exception cref="NotSupportedException">Always, in a run without a reader.</exception>
    public static Task<string> GetPasswordAsync(string prompt = "", string inputName = "") =>
        GetInputAsync(prompt, inputName);
}
