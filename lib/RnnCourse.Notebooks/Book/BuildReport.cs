namespace RnnCourse.Notebooks.Book;

/// <summary>What <c>site/report.json</c> says: times and failures, for people and for CI.</summary>
internal static class BuildReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    public static string Json(IEnumerable<NotebookResult> runs, IEnumerable<BookProblem> problems) =>
        JsonSerializer.Serialize(new
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
            Problems = problems,
        }, Options) + "\n";
}
