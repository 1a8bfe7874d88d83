using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Verbs;

public class DataTests
{
    [Fact]
    public async Task A_generated_text_is_the_same_for_the_same_seed_and_replaces_nothing_unasked()
    {
        using var folder = new TemporaryFolder();
        var first = await CourseTool.RunAsync(folder.Path, "data", "generate", "story", "--length", "500", "--seed",
            "7", "--out", "-");
        Assert.Equal(0, first.Code);
        Assert.True(first.Output.Length >= 500);
        Assert.Equal(0,
            (await CourseTool.RunAsync(folder.Path, "data", "generate", "story", "--length", "500", "--seed",
                "7")).Code);
        var path = Path.Combine(folder.Path, "data", "story-7.txt");
        Assert.Equal(first.Output, File.ReadAllText(path));

        File.WriteAllText(path, "mine");
        Assert.Equal(2,
            (await CourseTool.RunAsync(folder.Path, "data", "generate", "story", "--length", "500", "--seed",
                "7")).Code);
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public async Task List_shows_what_is_there_with_its_hash_and_tells_a_false_shakespeare()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data/mine.txt", "abc");
        folder.Write("data/tinyshakespeare.txt", "To be");
        var result = await CourseTool.RunAsync(folder.Path, "data", "list");
        Assert.Equal(0, result.Code);
        Assert.Contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", result.Output,
            StringComparison.Ordinal);
        Assert.Contains("NOT tiny Shakespeare", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await CourseTool.RunAsync(folder.Path, "data", "fetch")).Code);
    }
}
