using System.Security.Cryptography;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Students' names: when two are the same, and the files that are named after them.</summary>
internal static class StudentNames
{
    private const int MaxLength = 80;

    /// <summary>What two ways to write a name have in common: white space and the encoding of accents do not
    /// count.</summary>
    internal static string Key(string name) => string.Join(' ', Normal(name)
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The same, and neither do capitals, accents, punctuation and the order of the parts.</summary>
    internal static string LooseKey(string name) => string.Concat(string.Join(' ', Parts(name).Order(
        StringComparer.Ordinal)));

    /// <summary>The letters of a name, in order and in reverse order of its parts: how Canvas makes file
    /// names.</summary>
    internal static IEnumerable<string> Runs(string name)
    {
        var parts = Parts(name);
        for (var i = 0; i < parts.Length; i++)
            yield return string.Concat(parts.Skip(i).Concat(parts.Take(i)));
    }

    private static string[] Parts(string name) =>
        new string([.. Decomposed(name).Where(c => CharUnicodeInfo.GetUnicodeCategory(c)
            != UnicodeCategory.NonSpacingMark).Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A student's name as a file's: letters of any script stay. A name that is changed for it, or that
    /// differs
    /// from another by capitals alone, gets a mark of its own, so that no two students share a file.</summary>
    internal static string File(string student)
    {
        var normal = Normal(student);
        var name = string.Concat(normal.Select(c =>
            char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ' or '(' or ')' ? c : '_')).Trim('.', ' ');
        if (name.Length > MaxLength) name = name[..MaxLength];
        return name == student && name.Length > 0 ? name
            : $"{name}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(student)))[..8]}";
    }

    /// <summary>The files of a class. Where capitals alone tell two names apart, both are marked: some file systems do
    /// not see capitals.</summary>
    internal static IReadOnlyDictionary<string, string> Files(IEnumerable<string> students) =>
        students.Distinct().GroupBy(s => File(s).ToUpperInvariant()).SelectMany(g => g.Count() == 1
            ? g.Select(s => (Student: s, File: File(s)))
            : g.Select(s => (Student: s, File: File(s + "\0")))).ToDictionary(p => p.Student, p => p.File);

    private static string Normal(string text) => Normalized(text, NormalizationForm.FormC);

    private static string Decomposed(string text) => Normalized(text, NormalizationForm.FormD);

    // Half a surrogate pair, as a broken file name has, cannot be normalized.
    private static string Normalized(string text, NormalizationForm form)
    {
        try
        {
            return text.Normalize(form);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
