using RnnCourse.Lessons.Claims;
using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>Something wrong in the book: it is still written, and the command fails at the end.</summary>
public sealed record BookProblem(string Page, string Message);

/// <summary>A book that was built.</summary>
/// <param name="Chapters">Its pages, in reading order; none when the site was there already.</param>
/// <param name="Runs">The results of its notebooks, in reading order.</param>
/// <param name="Problems">What is wrong in it; empty when all is well.</param>
/// <param name="Mathematics">How formulas are shown, a sentence.</param>
/// <param name="Figures">How figures are shown, a sentence.</param>
public sealed record BuiltBook(
    string IndexPage, IReadOnlyList<Chapter> Chapters, IReadOnlyList<NotebookResult> Runs,
    IReadOnlyList<BookProblem> Problems, string Mathematics, string Figures)
{
    /// <summary>The claims its notebooks measured.</summary>
    public IReadOnlyList<Claim> Claims { get; } = [.. Runs.SelectMany(RunClaims.Of)];

    /// <summary>The notebooks that were not run, because something they need is not here.</summary>
    public IEnumerable<NotebookResult> Skipped =>
        Runs.Where(run => run.Status == CellStatus.Skipped);

    /// <summary>What was built, in a line: notebooks, cells, claims, problems.</summary>
    public string Summary
    {
        get
        {
            var runs = Runs.Where(run => run.Status != CellStatus.NotRun).ToList();
            var cells = runs.SelectMany(run => run.Cells).Where(cell => cell.Kernel != "markdown").ToList();
            return $"{Counted.Of(runs.Count, "notebook")}, {Counted.Of(cells.Count, "cell")} "
                + $"({cells.Count(cell => cell.FromCache)} unchanged), {Counted.Of(Claims.Count, "claim")}, "
                + Counted.Of(Problems.Count, "problem");
        }
    }
}
