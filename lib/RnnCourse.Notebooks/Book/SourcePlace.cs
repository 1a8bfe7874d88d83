using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>Says where in what an author wrote something stands, for a problem's message.</summary>
internal static class SourcePlace
{
    /// <summary>The cell and line of a text, as the end of a sentence; empty where it is not found.</summary>
    public static string Of(IReadOnlyList<SourcePiece> source, string text)
    {
        // A formula may have been written over several lines: the first line of it is enough.
        var start = text.Split('\n')[0].Trim();
        var words = start.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return "";
        var pattern = new Regex(string.Join("\\s+", words.Select(Regex.Escape)));
        foreach (var piece in source)
            if (pattern.Match(piece.Text) is { Success: true } found)
            {
                var line = piece.FirstLine + piece.Text.AsSpan(0, found.Index).Count('\n');
                return piece.Cell is { } cell ? $" (cell {cell}, line {line})" : $" (line {line})";
            }

        return "";
    }

    /// <summary>The same for a link: notebooks are linked by the name of their own files.</summary>
    public static string OfLink(IReadOnlyList<SourcePiece> source, string link) =>
        new[] { link, link.Replace(".html", ".dib", StringComparison.Ordinal),
            link.Replace(".html", ".md", StringComparison.Ordinal), Uri.UnescapeDataString(link) }
            .Select(spelling => Of(source, spelling)).FirstOrDefault(place => place.Length > 0) ?? "";
}
