using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Newtonsoft.Json;
using Plotly.NET;

namespace RnnCourse.Plotly;

/// <summary>Writes a chart of Plotly.NET as plotly's JSON, data, layout and config. Unlike Plotly.NET's own writer it
/// can stand inside a script element, writes no template that nobody asked for, and says null where there is no
/// number.</summary>
internal static class ChartJson
{
    private static readonly JsonWriterOptions Plain =
        new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    internal static string Write(GenericChart chart)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var trace in GenericChart.getTraces(chart)) Write(json, trace);
            json.WriteEndArray();
            json.WritePropertyName("layout");
            Write(json, GenericChart.getLayout(chart));
            json.WritePropertyName("config");
            Write(json, GenericChart.getConfig(chart));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or double.NaN or double.PositiveInfinity or double.NegativeInfinity
                or float.NaN or float.PositiveInfinity or float.NegativeInfinity:
                json.WriteNullValue();
                break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case double number: json.WriteNumberValue(number); break;
            case float number: json.WriteNumberValue(number); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case Member part: WriteMembers(json, part); break;
            case IDictionary members:
                json.WriteStartObject();
                foreach (DictionaryEntry member in members)
                {
                    json.WritePropertyName(Convert.ToString(member.Key, CultureInfo.InvariantCulture)!);
                    Write(json, member.Value);
                }
                json.WriteEndObject();
                break;
            case double[] numbers:
                json.WriteStartArray();
                foreach (var number in numbers)
                    if (double.IsFinite(number)) json.WriteNumberValue(number);
                    else json.WriteNullValue();
                json.WriteEndArray();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items) Write(json, item);
                json.WriteEndArray();
                break;
            // Colours, dates and other values that Plotly.NET says how to write.
            default:
                Write(json, JsonNode.Parse(JsonConvert.SerializeObject(value)));
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, JsonNode? node)
    {
        if (node is null) json.WriteNullValue();
        else node.WriteTo(json, new JsonSerializerOptions { Encoder = Plain.Encoder });
    }

    private static void WriteMembers(Utf8JsonWriter json, Member part)
    {
        var standard = part is Layout && part.Properties.GetValueOrDefault("template") is { } template
            && Equals(template, Defaults.DefaultTemplate);
        json.WriteStartObject();
        if (part is Trace trace) json.WriteString("type", trace.type);
        foreach (var (name, value) in part.Properties)
            if (!standard || !(name == "template" || (name == "width" && Equals(value, Defaults.DefaultWidth))
                || (name == "height" && Equals(value, Defaults.DefaultHeight))))
            {
                json.WritePropertyName(name);
                Write(json, value);
            }
        json.WriteEndObject();
    }
}
