using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace RnnCourse.Figures.Drawing;

/// <summary>Building blocks of plotly's JSON.</summary>
internal static class PlotlyJson
{
    // Escapes < > & and quotes, so that the text can stand inside a script element; other scripts stay readable.
    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Write(JsonNode node) => node.ToJsonString(Plain);

    /// <summary>Numbers; null where there is none to draw.</summary>
    public static JsonArray Array(IEnumerable<double> values, bool exact = false)
    {
        var array = new JsonArray();
        foreach (var value in values) array.Add(Value(value, exact));
        return array;
    }

    public static JsonArray Array(IEnumerable<string> values)
    {
        var array = new JsonArray();
        foreach (var value in values) array.Add((JsonNode?)JsonValue.Create(Label(value)));
        return array;
    }

    /// <summary>Rows of numbers.</summary>
    public static JsonArray Grid(double[,] values, bool exact = false)
    {
        var rows = new JsonArray();
        for (var r = 0; r < values.GetLength(0); r++)
        {
            var row = new JsonArray();
            for (var c = 0; c < values.GetLength(1); c++) row.Add(Value(values[r, c], exact));
            rows.Add((JsonNode)row);
        }
        return rows;
    }

    /// <summary>A label in plotly's small dialect of HTML: symbols have subscripts, the rest is shown as it
    /// is.</summary>
    public static string Label(string text) => MathLabel.Symbol().Replace(Escape(text), "$1<sub>$2$3</sub>");

    /// <summary>Text that plotly shows as it is.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private static JsonValue? Value(double value, bool exact) =>
        double.IsFinite(value) ? JsonValue.Create(exact ? value : Numbers.Compact(value)) : null;
}
