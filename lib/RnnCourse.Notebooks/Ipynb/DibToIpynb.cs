namespace RnnCourse.Notebooks.Ipynb;

/// <summary>Writes a <c>.dib</c> notebook as a Jupyter notebook (nbformat 4.5) that .NET Interactive's kernel
/// <c>.net-csharp</c> runs. What Jupyter has no place for — the meta, the spelling of selectors, empty lines between
/// cells — is kept in the notebook's metadata, so that the way back gives the same bytes.</summary>
public static class DibToIpynb
{
    /// <summary>The name under which the notebook's metadata keeps what makes the way back lossless.</summary>
    internal const string Room = "rnncourse";

    /// <summary>Converts a notebook.</summary>
    /// <param name="outputs">The outputs of cells by place, from 0 (see <see cref="IpynbOutput"/>); cells not in it
    /// have none.</param>
    /// <exception cref="FormatException">The notebook's meta is not valid.</exception>
    public static IpynbDocument Convert(DibDocument document,
        IReadOnlyDictionary<int, IReadOnlyList<JsonObject>>? outputs = null)
    {
        if (document.Problem is { } problem)
            throw new FormatException($"The #!meta in line {document.Meta!.Line} is not valid: {problem}");
        var record = IpynbRecord.In(document);
        var (root, cells) = Make(document, record) ?? Make(document, null)!.Value;
        if (outputs is not null) Fill(cells, outputs);
        return new IpynbDocument(root);
    }

    /// <summary>The notebook's JSON and its cells, or null when the record was edited by hand and no longer
    /// fits.</summary>
    private static (JsonObject Root, JsonObject[] Cells)? Make(DibDocument document, IpynbRecord? record)
    {
        var texts = document.Cells.Where(c => c.Text.Length > 0).Select(c => (c.Kernel, c.Text)).ToArray();
        var ids = CellIds.For(texts);
        JsonObject[] cells = [.. texts.Select((c, i) => Cell(c.Kernel, c.Text, ids[i]))];
        var root = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells]),
            ["metadata"] = NotebookMetadata(document),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        try
        {
            record?.Restore(root, cells, texts);
            IpynbShape.Check(root);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {

            return null;
        }
        KeepLayout(root, document, cells, foreign: record is not null);
        return (root, cells);
    }

    internal static JsonObject Cell(string kernel, string text, string id)
    {
        if (kernel is KernelNames.Markdown or "raw")
            return new JsonObject
            {
                ["cell_type"] = kernel,
                ["id"] = id,
                ["metadata"] = new JsonObject(),
                ["source"] = MultilineText.Split(text),
            };
        return new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = id,
            ["metadata"] = new JsonObject
            {
                ["dotnet_interactive"] = new JsonObject { ["language"] = kernel },
                ["polyglot_notebook"] = new JsonObject { ["kernelName"] = kernel },
            },
            ["outputs"] = new JsonArray(),
            ["source"] = MultilineText.Split(text),
        };
    }

    private static JsonObject NotebookMetadata(DibDocument document) => new()
    {
        ["kernelspec"] = new JsonObject
        {
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["name"] = ".net-csharp",
        },
        ["language_info"] = new JsonObject
        {
            ["file_extension"] = ".cs",
            ["mimetype"] = "text/x-csharp",
            ["name"] = "C#",
            ["pygments_lexer"] = "csharp",
            ["version"] = "12.0",
        },
        ["polyglot_notebook"] = new JsonObject { ["kernelInfo"] = KernelInfo(document) },
    };

    private static JsonNode KernelInfo(DibDocument document)
    {
        if (document.Meta?.Value("kernelInfo") is { ValueKind: JsonValueKind.Object } listed
            && JsonTree.TryParse(listed.GetRawText()) is { } kernels)
            return kernels;
        var used =
            document.Cells.Select(c => c.Kernel).Append(KernelNames.CSharp).Distinct().Order(StringComparer.Ordinal);
        return new JsonObject
        {
            ["defaultKernelName"] = KernelNames.CSharp,
            ["items"] = new JsonArray([.. used.Select(name =>
                (JsonNode)new JsonObject { ["aliases"] = new JsonArray(), ["name"] = name })]),
        };
    }

    private static void KeepLayout(JsonObject root, DibDocument document, JsonObject[] cells, bool foreign)
    {
        var layout = DibLayout.Of(document, DibLayout.Keys(cells));
        if (!foreign || layout.ContainsKey("pieces"))
            ((JsonObject)root["metadata"]!)[Room] = new JsonObject { ["dib"] = layout };
    }

    private static void Fill(JsonObject[] cells, IReadOnlyDictionary<int, IReadOnlyList<JsonObject>> outputs)
    {
        var count = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            if ((string)cells[i]["cell_type"]! != "code") continue;
            count++;
            if (!outputs.TryGetValue(i, out var given)) continue;
            cells[i]["execution_count"] = count;
            cells[i]["outputs"] = new JsonArray([.. given.Select(o => o.DeepClone())]);
        }
    }
}
