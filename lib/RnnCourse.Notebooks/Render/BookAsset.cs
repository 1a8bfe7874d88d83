namespace RnnCourse.Notebooks.Render;

/// <summary>The files that all pages share: style sheet and scripts.</summary>
internal static class BookAsset
{
    /// <summary>The bytes of a file of the folder Assets.</summary>
    public static byte[] Bytes(string name)
    {
        using var resource = typeof(BookAsset).Assembly.GetManifestResourceStream($"book/{name}")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The text of a file of the folder Assets.</summary>
    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));
}
