using System.Text.Json;
using RnnCourse.Notebooks.Execution;

namespace RnnCourse.Notebooks.Book;

/// <summary>What <c>site/report.json</c> says: times, claims and failures, for people and for CI.</summary>
internal static class BuildReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>The claims that an earlier build measured; none when there is no report, or no readable one.</summary>
    public static IReadOnlyList<MeasuredClaim> ReadClaims(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            using var report = JsonDocument.Parse(File.ReadAllText(path));
            return report.RootElement.GetProperty("claims").Deserialize<MeasuredClaim[]>(Options) ?? [];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    public static string Json(IEnumerable<NotebookResult> runs, IEnumerable<MeasuredClaim> claims,
        IEnumerable<BookProblem> problems) => JsonSerializer.Serialize(new
        {
            Notebooks = runs.Select(run => new
            {
                File = Path.GetFileName(run.Path),
                Status = run.Status.ToString(),
                run.Reason,
                Seconds = Math.Round(run.Cells.Sum(cell => cell.Time.TotalSeconds), 3),
                FromCache = run.Cells.All(cell => cell.FromCache || cell.Kernel == "markdown"),
                Cells = run.Cells.Where(cell => cell.Kernel != "markdown").Select(cell => new
                {
                    cell.Number,
                    cell.FirstLine,
                    Status = cell.Status.ToString(),
                    Seconds = Math.Round(cell.Time.TotalSeconds, 3),
                    cell.FromCache,
                    cell.Reason,
                }),
            }),
            Claims = claims,
            Problems = problems,
        }, Options) + "\n";
}
