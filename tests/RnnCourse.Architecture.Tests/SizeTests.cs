namespace RnnCourse.Architecture.Tests;

/// <summary>The library of the networks stays small: what grows must earn it.</summary>
public sealed class SizeTests
{
    [Fact]
    public void RnnCourse_is_small() => Assert.InRange(Lines("lib/RnnCourse"), 1, 9_500);

    [Fact]
    public void A_lecturer_reads_cells_losses_and_optimisers_in_an_hour() =>
        Assert.InRange(
            Lines("lib/RnnCourse/Cells") + Lines("lib/RnnCourse/Losses") + Lines("lib/RnnCourse/Optimizers"), 1, 1_800);

    [Fact]
    public void RnnCourse_shows_at_most_120_types() =>
        Assert.InRange(Projects.Networks.GetExportedTypes().Length, 1, 120);

    private static int Lines(string folder) =>
        Projects.CSharpFiles(folder).Sum(file => File.ReadLines(Path.Combine(Projects.Root, file)).Count());
}
