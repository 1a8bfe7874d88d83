using System.Reflection;

namespace RnnCourse.Architecture.Tests;

public class ProjectTests
{
    /// <summary>What of ours, and which packages, an assembly may name.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["RnnCourse"] = ["MathNet.Numerics"],
        ["RnnCourse.Figures"] = [],
        ["RnnCourse.Lessons"] = ["RnnCourse", "RnnCourse.Figures", "MathNet.Numerics"],
        ["RnnCourse.Plotly"] = [
            "RnnCourse.Figures", "DynamicObj", "FSharp.Core", "Microsoft.DotNet.Interactive.Formatting",
            "Newtonsoft.Json", "Plotly.NET", "XPlot.Plotly",
        ],
        ["RnnCourse.Notebooks"] = [
            "RnnCourse", "RnnCourse.Figures", "RnnCourse.Lessons", "MathNet.Numerics", "AngleSharp", "Markdig",
            "Microsoft.CodeAnalysis",
            "Microsoft.CodeAnalysis.CSharp", "Microsoft.CodeAnalysis.CSharp.Workspaces",
            "Microsoft.CodeAnalysis.Workspaces",
            "Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.Documents",
            "Microsoft.DotNet.Interactive.Formatting",
        ],
        ["RnnCourse.Tool"] = [
            "RnnCourse", "RnnCourse.Figures", "RnnCourse.Lessons", "RnnCourse.Notebooks",
            "Microsoft.CodeAnalysis.CSharp", "Spectre.Console", "System.CommandLine",
        ],
    };

    [Theory]
    [MemberData(nameof(Projects.Names), MemberType = typeof(Projects))]
    public void A_project_uses_only_the_projects_below_it_and_its_own_packages(string project) =>
        Assert.Empty(NotAllowed(Projects.Named(project), Allowed[project]));

    [Fact]
    public void The_rule_finds_a_project_that_is_not_allowed()
    {
        Assert.Equal(["MathNet.Numerics"], NotAllowed(Projects.Networks, []));
        Assert.Contains("RnnCourse.Figures", NotAllowed(Projects.Lessons, Allowed["RnnCourse"]));
        Assert.Contains("RnnCourse.Notebooks", NotAllowed(Projects.Tool, Allowed["RnnCourse.Notebooks"]));
    }

    private static IEnumerable<string> NotAllowed(Assembly assembly, string[] allowed) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => !allowed.Contains(name) && (name == "System.CommandLine" || !IsOfTheFramework(name)))
            .Order(StringComparer.Ordinal);

    private static bool IsOfTheFramework(string name) =>
        name is "mscorlib" or "netstandard" or "System" or "Microsoft.AspNetCore"
            || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);
}
