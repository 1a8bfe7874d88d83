using System.Security.Cryptography;

namespace RnnCourse.Notebooks.Ipynb;

/// <summary>Identifiers of cells made from their content, so that the same notebook always gets the same
/// ones.</summary>
internal static class CellIds
{
    internal static string[] For(IEnumerable<(string Kernel, string Text)> cells)
    {
        var seen = new Dictionary<(string, string), int>();
        return [.. cells.Select(cell =>
        {
            var times = seen[cell] = seen.GetValueOrDefault(cell) + 1;
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{times}\n{cell.Kernel}\n{cell.Text}"));
            return Convert.ToHexStringLower(hash)[..8];
        })];
    }
}
