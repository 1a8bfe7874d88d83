using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Xml.Linq;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Packaging;

/// <summary>The libraries as NuGet packages and the command as a .NET tool, as somebody gets them who has nothing else
/// of the course.</summary>
[Trait("Suite", "Slow")]
public sealed class PackagingTests(PackedCourse course) : IClassFixture<PackedCourse>
{
    private const string Notebook = """
        #!csharp

        #i "nuget: ../my packages"
        #r "nuget: RnnCourse.Lessons"

        using RnnCourse.Cells;
        using RnnCourse.Lessons.Claims;
        using RnnCourse.Figures;
        using RnnCourse.Losses;
        using RnnCourse.Models;
        using RnnCourse.Optimizers;
        using RnnCourse.Lessons.Tasks;
        using RnnCourse.Training;

        typeof(Lstm<>).Assembly.Location

        #!csharp

        var random  = new Random(1);
        var task    = new Recall(lag: 3);
        var model   = new SequenceModel<float>(new Lstm<float>(task.Inputs.Count, 4, random), task.Classes.Count, random, OutputAt.LastStep);
        var trainer = new Trainer<float>(model, new SoftmaxCrossEntropy<float>(Reduction.Mean), new Adam<float>(model));
        var history = trainer.Run(Batches.From<float>(task, 8, random, OutputAt.LastStep), steps: 5);
        Claim.That("packaging.steps", "Five steps have five losses.", history.Losses.Count, Bound.Exactly(5))

        #!csharp

        CourseFigures.ActivationSlopes()

        """;

    [Theory]
    [InlineData("RnnCourse", new[] { "MathNet.Numerics" }, new[] { "source/Cells/Lstm.cs" })]
    [InlineData("RnnCourse.Figures", new string[0],
        new[] { "source/Figure.cs", "RnnCourse.Figures.Display.upgrade.js" })]
    [InlineData("RnnCourse.Lessons", new[] { "MathNet.Numerics", "RnnCourse", "RnnCourse.Figures" },
        new[] { "source/Tasks/Recall.cs" })]
    public void A_library_package_has_the_portable_library_with_all_it_carries_its_documentation_and_its_readme(
        string name, string[] needs, string[] carries)
    {
        using var package = course.Open(name);
        string[] frameworks = ["net10.0", "net8.0"];
        Assert.Equal(["README.md", $"{name}.nuspec", "icon.png",
            .. frameworks.SelectMany(f => (string[])[$"lib/{f}/{name}.dll", $"lib/{f}/{name}.xml"])],
            Contents(package));

        var description = Description(package, name);
        Assert.Equal(("MIT", "README.md"), (Value(description, "license"), Value(description, "readme")));
        Assert.NotEmpty(Value(description, "tags"));
        Assert.NotEmpty(Value(description, "description"));
        Assert.Equal(needs,
            description.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value)
                .Distinct().Order(StringComparer.Ordinal));

        foreach (var framework in frameworks)
        {
            using var library = Library(package, $"lib/{framework}/{name}.dll");
            AssertPortable(library, name + ".dll");
            var metadata = library.GetMetadataReader();
            var carried = metadata.ManifestResources
                .Select(r => metadata.GetString(metadata.GetManifestResource(r).Name)).ToHashSet();
            Assert.Superset(carries.ToHashSet(), carried);
        }
    }

    [Fact]
    public void The_tool_package_is_a_portable_tool_named_course_that_needs_ASP_NET()
    {
        using var package = course.Open("RnnCourse.Tool");
        const string folder = "tools/net10.0/any/";
        var files = Contents(package);
        Assert.All(["README.md", folder + "RnnCourse.Tool.dll", folder + "RnnCourse.Tool.runtimeconfig.json",
            folder + "RnnCourse.dll", folder + "RnnCourse.Figures.dll", folder + "RnnCourse.Lessons.dll",
            folder + "RnnCourse.Notebooks.dll"], file => Assert.Contains(file, files));
        // All at one level: no languages, no systems, no copies; no program of one system.
        Assert.All(files.Where(f => f.StartsWith("tools/", StringComparison.Ordinal)), file =>
            Assert.True(file.StartsWith(folder, StringComparison.Ordinal) && !file[folder.Length..].Contains('/')
                && Path.HasExtension(file), $"{file} should not be in the tool."));
        foreach (var file in files.Where(f => f.EndsWith(".dll", StringComparison.Ordinal)))
        {
            using var library = Library(package, file);
            AssertPortable(library, file);
        }

        Assert.Contains("DotnetTool",
            Description(package, "RnnCourse.Tool").Descendants().Where(e => e.Name.LocalName == "packageType")
                .Select(e => e.Attribute("name")!.Value));
        Assert.Contains("<Command Name=\"course\" EntryPoint=\"RnnCourse.Tool.dll\" Runner=\"dotnet\"",
            Text(package, folder + "DotnetToolSettings.xml"), StringComparison.Ordinal);
        Assert.Contains("Microsoft.AspNetCore.App", Text(package, folder + "RnnCourse.Tool.runtimeconfig.json"),
            StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(course.Packages,
            $"RnnCourse.Tool.{PackedCourse.Version}.nupkg")).Length < 12_000_000,
            "The tool has grown beyond 12 MB: what is in it that it does not need?");
    }

    [Fact]
    public async Task Without_a_version_of_ones_own_each_pack_has_a_new_one_and_the_assembly_is_the_same()
    {
        async Task<(string Version, byte[] Library)> PackAsync(string folder)
        {
            var to = Path.Combine(course.Elsewhere, folder);
            await course.RunAsync(CourseTool.Root, "dotnet", "pack", Path.Combine(CourseTool.Root, "lib",
                "RnnCourse.Lessons"), "-c", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "--no-build",
                "-m:1", "-o", to, $"-p:NuspecOutputPath={to}/");
            using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(to, "*.nupkg")));
            var description = Description(package, "RnnCourse.Lessons");
            var version = Value(description, "version");
            Assert.Matches(@"^\d+\.\d+\.\d+-dev\.\d{14}$", version);
            Assert.All(description.Descendants().Where(e => e.Name.LocalName == "dependency"
                && e.Attribute("id")!.Value.StartsWith("RnnCourse", StringComparison.Ordinal)), dependency =>
                Assert.Equal(version, dependency.Attribute("version")!.Value));
            using var library = new MemoryStream();
            await using (var stream = package.GetEntry("lib/net10.0/RnnCourse.Lessons.dll")!.Open())
                await stream.CopyToAsync(library, TestContext.Current.CancellationToken);
            return (version, library.ToArray());
        }

        var (one, two) = (await PackAsync("one"), await PackAsync("two"));
        Assert.True(string.CompareOrdinal(one.Version, two.Version) < 0, $"{one.Version}, then {two.Version}");
        Assert.Equal(one.Library, two.Library);
    }

    [Fact]
    public async Task The_installed_tool_runs_a_notebook_that_has_nothing_but_the_package()
    {
        var tools = Path.Combine(course.Elsewhere, "my tools");
        await course.RunAsync(course.Elsewhere, "dotnet", "tool", "install", "RnnCourse.Tool", "--tool-path", tools,
            "--add-source", course.Packages);
        var notebook = Path.Combine(course.Elsewhere, "only the package.dib");
        await File.WriteAllTextAsync(notebook, Notebook, TestContext.Current.CancellationToken);

        var output = await course.RunAsync(course.Elsewhere,
            Path.Combine(tools, OperatingSystem.IsWindows() ? "course.exe" : "course"), "run", notebook, "--json",
            "--no-cache");

        using var json = JsonDocument.Parse(output);
        var values = json.RootElement.GetProperty("notebooks")[0].GetProperty("cells").EnumerateArray()
            .Select(cell => Assert.Single(cell.GetProperty("events").EnumerateArray()).GetProperty("values")).ToArray();
        Assert.StartsWith(course.Unpacked, values[0].GetProperty("text/plain").GetString(), StringComparison.Ordinal);
        Assert.Contains("[holds]", values[1].GetProperty("text/plain").GetString(), StringComparison.Ordinal);
        Assert.Contains("<svg", values[2].GetProperty("text/html").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_elsewhere_restores_the_packages_and_trains_a_network()
    {
        var folder = Directory.CreateDirectory(Path.Combine(course.Elsewhere, "program")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RestoreAdditionalProjectSources>{course.Packages}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="RnnCourse.Lessons" Version="{PackedCourse.Version}" />
              </ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), """
            using RnnCourse.Cells;
            using RnnCourse.Lessons.Tasks;
            using RnnCourse.Losses;
            using RnnCourse.Models;
            using RnnCourse.Optimizers;
            using RnnCourse.Training;

            var random = new System.Random(1);
            var task = new Recall(lag: 3);
            var model = new SequenceModel<float>(
                new Gru<float>(task.Inputs.Count, 16, random), task.Classes.Count, random, OutputAt.LastStep);
            var trainer = new Trainer<float>(
                model, new SoftmaxCrossEntropy<float>(Reduction.Mean), new Adam<float>(model, 0.01));
            var history = trainer.Run(Batches.From<float>(task, 16, random, OutputAt.LastStep), steps: 200);
            System.Console.WriteLine(history.Losses[^1] < history.Losses[0] / 2 ? "learnt" : $"{history.Losses[^1]}");
            """, TestContext.Current.CancellationToken);

        var output = await course.RunAsync(folder, "dotnet", "run", "-c", "Release");

        Assert.Equal("learnt", output.Trim());
    }

    /// <summary>The files of a package without those that every package has.</summary>
    private static string[] Contents(ZipArchive package) => [.. package.Entries.Select(e => e.FullName)
        .Where(f => !f.StartsWith("_rels/", StringComparison.Ordinal)
            && !f.StartsWith("package/", StringComparison.Ordinal) && f != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)];

    private static XDocument Description(ZipArchive package, string name) =>
        XDocument.Parse(Text(package, name + ".nuspec"));

    private static string Value(XDocument description, string name) =>
        description.Descendants().Single(e => e.Name.LocalName == name).Value;

    private static string Text(ZipArchive package, string file)
    {
        using var reader = new StreamReader(package.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    private static PEReader Library(ZipArchive package, string file)
    {
        var copy = new MemoryStream();
        using (var stream = package.GetEntry(file)!.Open())
            stream.CopyTo(copy);
        copy.Position = 0;
        return new PEReader(copy);
    }

    private static void AssertPortable(PEReader library, string file) =>
        Assert.True(library.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size == 0,
            $"{file} in the package is compiled for one kind of machine; expected IL (see "
                + "lib/ReadyToRun.targets).");
}
