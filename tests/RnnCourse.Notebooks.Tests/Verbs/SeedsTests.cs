using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Verbs;

public class SeedsTests
{
    private static readonly string Library =
        Path.Combine(CourseTool.Root, "lib", "RnnCourse.Lessons", "bin", "RnnCourse.Lessons.dll").Replace('\\', '/');

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_claim_that_depends_on_the_seed_is_named_with_the_seed_that_breaks_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.dib", $"""
            #!csharp

            #r "{Library}"
            using RnnCourse.Lessons.Claims;
            Claim.That("one.seed", "The seed is below 3", RunSettings.Seed, Bound.Below(3))

            #!csharp

            Claim.That("one.always", "Five seeds are five numbers", RunSettings.Seeds(5).Distinct().Count(), Bound.Between(5, 5))
            """);
        var result = await CourseTool.RunAsync(folder.Path, "run", "one.dib", "--seeds", "3");
        Assert.Equal(1, result.Code);
        var lines = result.Output.Split('\n');
        Assert.Contains(lines,
            line => line.Contains("one.seed", StringComparison.Ordinal)
                && line.Contains("2 of 3, not with seed 3", StringComparison.Ordinal)
                && line.Contains("1 … 3", StringComparison.Ordinal));
        Assert.Contains(lines,
            line => line.Contains("one.always", StringComparison.Ordinal)
                && line.Contains("3 of 3", StringComparison.Ordinal));
        Assert.Contains("1 of 2 claims hold with every one of 3 seeds.", result.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await CourseTool.RunAsync(folder.Path, "run", "one.dib", "--seeds", "2")).Code);
        Assert.Contains("2 of 2 claims hold with the one seed.",
            (await CourseTool.RunAsync(folder.Path, "run", "one.dib", "--seeds", "1")).Output,
            StringComparison.Ordinal);
        Assert.Equal(2, (await CourseTool.RunAsync(folder.Path, "run", "one.dib", "--seeds", "0")).Code);
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task With_a_notebook_that_reads_the_ledger_the_spread_over_the_seeds_is_recorded()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.dib", $"""
            #!csharp

            #r "{Library}"
            using RnnCourse.Lessons.Claims;
            Claim.That("one.seed", "The seed is below 3", RunSettings.Seed, Bound.Below(3))
            """);
        folder.Write("two.dib", $"""
            #!csharp

            //| needs: ledger
            #r "{Library}"
            using RnnCourse.Lessons.Claims;
            Ledger.Read()
            """);
        await CourseTool.RunAsync(folder.Path, "run", "one.dib", "--seeds", "3");
        var path = Path.Combine(folder.Path, "data", "results", "seeds.json");
        Assert.False(File.Exists(path));
        await CourseTool.RunAsync(folder.Path, "run", "one.dib", "two.dib", "--seeds", "3");
        var spread = Assert.Single(RnnCourse.Lessons.Claims.SeedSpreads.Read(path).Claims);
        Assert.Equal(("one.dib", "one.seed", "1 … 3, 2 of 3 seeds"),
            (spread.Notebook, spread.Id, spread.ToString()));
        var again = await CourseTool.RunAsync(folder.Path, "run", "one.dib", "two.dib", "--json");
        Assert.Contains("1 … 3, 2 of 3 seeds", again.Output, StringComparison.Ordinal);

        // A record that was cut or edited is named where it is shown, and kept aside by the next run.
        var edited = File.ReadAllText(path).Replace("\"held\": 2", "\"held\": 3", StringComparison.Ordinal);
        File.WriteAllText(path, edited);
        Assert.Contains("something in it was changed since it was written",
            (await CourseTool.RunAsync(folder.Path, "run", "two.dib")).Output, StringComparison.Ordinal);
        var anew = await CourseTool.RunAsync(folder.Path, "run", "one.dib", "two.dib", "--seeds", "2");
        Assert.Contains($"It is kept as {path}.damaged", anew.Error, StringComparison.Ordinal);
        Assert.Equal(edited, File.ReadAllText(path + ".damaged"));
        Assert.Equal(2, Assert.Single(RnnCourse.Lessons.Claims.SeedSpreads.Read(path).Claims).Seeds);
    }
}
