namespace RnnCourse.Architecture.Tests;

public class FolderTests
{
    private const string Networks = """
        Numerics ← Cells Losses Optimizers Initialization Regularizers Models Analysis Training
        Cells ← Losses Optimizers Initialization Regularizers Models Analysis Training
        Losses ← Training
        Optimizers ← Training
        Initialization ← Training
        Regularizers ← Training
        Models ← Analysis Training
        """;

    private const string Lessons = """
        Analysis ← Experiments Exercises
        Texts ← Tasks Claims Experiments
        Tasks ← Experiments
        Exercises ← Checks
        """;

    private const string Notebooks = """
        Machine ← Dib Ipynb Execution Render Book Export Lint Doctor Homework
        Dib ← Ipynb Execution Render Book Export Lint Homework
        Ipynb ← Execution Book Export Homework
        Execution ← Render Book Export Lint Doctor Homework
        Render ← Book Export Doctor
        Lint ← Homework
        """;

    [Fact]
    public void The_networks_stand_on_numerics_then_cells_and_training_stands_on_all() => Holds("RnnCourse", Networks);

    [Fact]
    public void Experiments_stand_on_tasks_and_texts() => Holds("RnnCourse.Lessons", Lessons);

    [Fact]
    public void Notebooks_are_read_then_run_then_rendered_then_made_a_book() => Holds("RnnCourse.Notebooks", Notebooks);

    [Theory]
    [MemberData(nameof(Projects.Names), MemberType = typeof(Projects))]
    public void No_two_folders_use_each_other(string project) => Assert.Empty(Circles(Projects.Named(project)));

    [Fact]
    public void A_circle_of_folders_is_found_wherever_it_lies()
    {
        var circles = Circles(typeof(FolderTests).Assembly);
        Assert.Contains(circles,
            arrow => arrow is { From: "RnnCourse.Architecture.Tests.Wrong.Left", Example: "Egg uses Hen" });
        Assert.Contains(circles,
            arrow => arrow is { From: "RnnCourse.Architecture.Tests.Wrong.Right", Example: "Hen uses Egg" });
        Assert.DoesNotContain(circles, arrow => arrow.From.EndsWith("Above", StringComparison.Ordinal));
    }

    [Fact]
    public void An_arrow_that_is_not_allowed_is_found()
    {
        var arrows = Arrows.Of(typeof(FolderTests).Assembly);
        const string wrong = "RnnCourse.Architecture.Tests.Wrong";
        var found = Assert.Single(Arrows.NotAllowed(arrows, wrong, "Left ← Right Above\nRight ← Above"));
        Assert.Equal(new Arrow(wrong + ".Left", wrong + ".Right", "Egg uses Hen"), found);
    }

    [Fact]
    public void The_three_lists_can_be_broken()
    {
        Assert.NotEmpty(Arrows.NotAllowed(Arrows.Of(Projects.Networks), "RnnCourse",
            Networks.Replace("Losses ← Training", "Losses ← Models")));
        Assert.NotEmpty(Arrows.NotAllowed(Arrows.Of(Projects.Lessons), "RnnCourse.Lessons",
            Lessons.Replace("Tasks ← Experiments", "Tasks ← Texts")));
        Assert.NotEmpty(Arrows.NotAllowed(Arrows.Of(Projects.Notebooks), "RnnCourse.Notebooks",
            Notebooks.Replace("Render ← Book", "Render ← Lint")));
    }

    private static void Holds(string project, string allowed)
    {
        var arrows = Arrows.Of(Projects.Named(project));
        Assert.NotEmpty(arrows);
        Assert.Empty(Arrows.NotAllowed(arrows, project, allowed));
    }

    private static List<Arrow> Circles(System.Reflection.Assembly assembly)
    {
        var arrows = Arrows.Of(assembly);
        return [.. Arrows.Parents(arrows).SelectMany(parent => Arrows.Circles(Arrows.Between(arrows, parent)))];
    }
}
