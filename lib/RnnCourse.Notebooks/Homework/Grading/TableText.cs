namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>The text of a table that a person saved from a spreadsheet, whatever its encoding: UTF-8 or UTF-16 as the
/// file says; else the encoding of a country in which every name is one that is known.</summary>
internal static class TableText
{
    // Korean, western, central European, Cyrillic, Turkish, Japanese, simplified and traditional Chinese: what Excel
    // writes as "CSV" where these are spoken.
    private static readonly int[] CodePages = [949, 1252, 1250, 1251, 1254, 932, 936, 950];

    static TableText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="FormatException">The encoding is not sure.</exception>
    internal static string Read(string path, IReadOnlyCollection<string> names)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            return CodePages.Select(page => Decode(bytes, page, names)).FirstOrDefault(text => text is not null)
                ?? throw new FormatException($"{path}:{bytes.Take(Math.Max(0, e.Index)).Count(b => b == '\n') + 1}: "
                    + "the letters of this file are not UTF-8, and with no other encoding every name is one of the "
                    + "students'. Save it as 'CSV UTF-8'. Nothing was changed.");
        }
    }

    /// <summary>The text, if every row that holds other letters than ASCII begins with a known name; else
    /// null.</summary>
    private static string? Decode(byte[] bytes, int page, IReadOnlyCollection<string> names)
    {
        try
        {
            var text = Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                .GetString(bytes);
            var telling = Csv.Rows(text).Where(r => r.Cells[0].Any(c => c > 127)).ToList();
            var known = names.Select(StudentNames.Key).ToHashSet();
            return telling.Count > 0 && telling.All(r => known.Contains(StudentNames.Key(r.Cells[0]))) ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
