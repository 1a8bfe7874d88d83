using System.Text.Json.Nodes;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Documents;

/// <summary>The notebook that is kept with its outputs, for those who look at the repository in a browser.</summary>
public class ExecutedNotebookTests
{
    private const string Executed = "notebooks/00-start-here.executed.ipynb";

    private const string Remake =
        "It is not what the notebook gives now. Make it anew: course export notebooks/00-start-here.dib "
            + "--pictures --force --out " + Executed;

    private static readonly string Kept = Path.Combine(CourseTool.Root, Executed);

    [Fact]
    public void It_is_the_notebook_of_today_and_every_cell_has_run()
    {
        var now = DibToIpynb.Convert(
            DibDocument.Load(Path.Combine(CourseTool.Root, "notebooks", "00-start-here.dib"))).Cells;
        var kept = IpynbDocument.Load(Kept).Cells;
        Assert.True(now.Select(cell => (cell.Type, cell.Source)).SequenceEqual(
            kept.Select(cell => (cell.Type, cell.Source))), Remake);
        Assert.All(kept.Where(cell => cell.Type == "code"), cell =>
            Assert.All(cell.Outputs, output => Assert.NotEqual("error", (string?)output["output_type"])));
    }

    [Fact]
    public void Its_figures_are_pictures_which_GitHub_shows()
    {
        var outputs = Outputs(Kept);
        Assert.True(outputs.Count(output =>
            output["data"] is JsonObject data && data.ContainsKey("image/png")) >= 3, Remake);
        // GitHub prefers HTML, and drops a drawing in it.
        Assert.DoesNotContain(outputs, output => output.ToJsonString() is var json
            && (json.Contains("image/svg+xml", StringComparison.Ordinal)
                || json.Contains("\\u003Csvg", StringComparison.Ordinal)
                || json.Contains("<svg", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task It_has_the_outputs_of_a_run_in_kind_and_number()
    {
        Assert.SkipWhen(RnnCourse.Notebooks.Machine.Browser.Find() is null, "Pictures need a Chromium browser.");
        using var folder = new TemporaryFolder();
        var made = Path.Combine(folder.Path, "now.ipynb");
        var result = await CourseTool.RunAsync(CourseTool.Root, "export", "notebooks/00-start-here.dib", "--pictures",
            "--out", made);
        Assert.True(result.Code == 0, result.Error);
        Assert.True(Kinds(made).SequenceEqual(Kinds(Kept)), Remake);
    }

    private static List<JsonObject> Outputs(string path) =>
        [.. IpynbDocument.Load(path).Cells.SelectMany(cell => cell.Outputs)];

    private static IEnumerable<string> Kinds(string path) => Outputs(path).Select(output =>
        $"{output["output_type"]}: {string.Join(", ", output["data"]?.AsObject().Select(data => data.Key) ?? [])}");
}
