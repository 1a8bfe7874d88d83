using System.Text.Encodings.Web;

namespace RnnCourse.Notebooks.Export;

/// <summary>A notebook's cells as JSON: kernel and text of each, and where it stands. Nothing runs.</summary>
public static class CellsJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One notebook is an object, several are an array of such objects.</summary>
    public static string Write(IReadOnlyList<DibDocument> notebooks) => notebooks is [var one]
        ? JsonSerializer.Serialize(Notebook(one), Options)
        : JsonSerializer.Serialize(notebooks.Select(Notebook), Options);

    private static object Notebook(DibDocument notebook) => new
    {
        notebook.Path,
        notebook.Problem,
        Cells = notebook.Cells.Select(c => new { c.Index, c.Kernel, c.Selector, c.Line, c.Text }),
    };
}
