using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

public class GradeVerbTests
{
    [Fact]
    [Trait("Suite", "Slow")]
    public async Task One_group_of_like_submissions_is_told_in_the_singular()
    {
        using var folder = new TemporaryFolder();
        var submissions = Directory.CreateDirectory(Path.Combine(folder.Path, "submissions")).FullName;
        var solution = Directory.GetFiles(Path.Combine(CourseTool.Root, "notebooks", "homework"), "H1-*.dib").Single();
        foreach (var student in (string[])["anna", "ben"])
            File.Copy(solution, Path.Combine(submissions, student + ".dib"));
        var result = await CourseTool.RunAsync(CourseTool.Root, "homework", "grade", "H1", submissions,
            "--out", Path.Combine(folder.Path, "grades"));
        Assert.Contains("\n1 group of submissions is suspiciously similar; review similar.csv.\n",
            result.Output, StringComparison.Ordinal);
    }
}
