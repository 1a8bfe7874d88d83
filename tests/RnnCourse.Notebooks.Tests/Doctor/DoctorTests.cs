using System.Text.Json;
using RnnCourse.Notebooks.Doctor;
using RnnCourse.Notebooks.Machine;
using RnnCourse.Notebooks.Render;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Doctor;

public class DoctorTests
{
    private static Machine Complete() => Machine.Complete();

    private static async Task<Diagnosis> Diagnose(Machine machine, string name) =>
        Assert.Single(await CourseDoctor.ExamineAsync(machine, "/course", TestContext.Current.CancellationToken),
            d => d.Name == name);

    [Fact]
    public async Task On_a_complete_machine_everything_works_and_nothing_is_to_be_done()
    {
        var diagnoses = await CourseDoctor.ExamineAsync(Complete(), "/course", TestContext.Current.CancellationToken);
        Assert.Equal(9, diagnoses.Count);
        Assert.All(diagnoses, d => Assert.Equal((Health.Works, null), (d.Health, d.NextStep)));
        Assert.Contains(diagnoses, d => d.Found == "1.99.0, with Polyglot Notebooks 1.0.5");
        Assert.Contains(diagnoses, d => d.Found == "10.0.401");
    }

    [Fact]
    public async Task On_an_empty_machine_only_the_sdk_and_the_library_are_needed_and_each_has_a_next_step()
    {
        var diagnoses =
            await CourseDoctor.ExamineAsync(new Machine(), "/course", TestContext.Current.CancellationToken);
        Assert.Equal([".NET SDK", "course library"],
            diagnoses.Where(d => d.Health == Health.Missing).Select(d => d.Name));
        Assert.All(diagnoses.Where(d => d.Health != Health.Works),
            d => Assert.False(string.IsNullOrEmpty(d.NextStep), d.Name));
    }

    [Fact]
    public async Task Caches_that_cannot_be_written_are_named_with_what_is_lost()
    {
        var machine = Complete();
        machine.ReadOnly.Add("/course");
        var diagnosis = await Diagnose(machine, "folders to write");
        Assert.Equal(Health.Optional, diagnosis.Health);
        Assert.Contains("every cell runs each time", diagnosis.Found, StringComparison.Ordinal);
        machine.ReadOnly.Add(System.IO.Path.GetTempPath());
        Assert.Equal(Health.Missing, (await Diagnose(machine, "folders to write")).Health);
    }

    [Fact]
    public async Task An_sdk_that_is_older_newer_or_a_preview_does_not_do_what_global_json_asks()
    {
        var machine = Complete();
        machine.Programs["dotnet --list-sdks"] =
            "8.0.100 [/x]\n9.0.300 [/x]\n10.0.100-rc.2.25502.107 [/x]\n11.0.100 [/x]";
        var diagnosis = await Diagnose(machine, ".NET SDK");
        Assert.Equal(Health.Missing, diagnosis.Health);
        Assert.Contains("8.0.100, 9.0.300, 10.0.100-rc.2.25502.107, 11.0.100; the course needs version 10",
            diagnosis.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_older_than_its_sources_is_told()
    {
        var machine = Complete();
        machine.NewestSource = new(2026, 3, 1);
        Assert.Contains("have changed", (await Diagnose(machine, "course library")).Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_network_what_is_lost_is_said()
    {
        var machine = Complete();
        machine.IsOnline = false;
        var diagnosis = await Diagnose(machine, "NuGet packages");
        Assert.Equal(Health.Optional, diagnosis.Health);
        Assert.StartsWith("no answer from feed.example: what is built works", diagnosis.Found,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Platform.Windows, "winget")]
    [InlineData(Platform.MacOS, "brew")]
    [InlineData(Platform.Fedora, "dnf")]
    [InlineData(Platform.Debian, "apt-get")]
    [InlineData(Platform.Ubuntu, "apt-get")]
    [InlineData(Platform.Other, "https://")]
    public async Task What_is_missing_is_got_in_the_way_of_the_system(Platform platform, string way)
    {
        var diagnoses = await CourseDoctor.ExamineAsync(new Machine { Platform = platform }, "/course",
            TestContext.Current.CancellationToken);
        Assert.Contains(way, diagnoses.Single(d => d.Name == "Node and npm").NextStep, StringComparison.Ordinal);
        // .NET is not in Debian's archive, and Ubuntu's Chromium sees no temporary files.
        Assert.Contains(platform == Platform.Debian ? "https://" : way,
            diagnoses.Single(d => d.Name == ".NET SDK").NextStep, StringComparison.Ordinal);
        Assert.Contains(platform == Platform.Ubuntu ? "https://" : way,
            diagnoses.Single(d => d.Name == "Chromium browser").NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n", Platform.Ubuntu)]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", Platform.Ubuntu)]
    [InlineData("ID=debian", Platform.Debian)]
    [InlineData("ID=\"rocky\"\r\nID_LIKE=\"rhel centos fedora\"\r\n", Platform.Fedora)]
    [InlineData("ID=arch", Platform.Other)]
    [InlineData("", Platform.Other)]
    public void A_linux_is_known_by_its_own_name_or_that_of_its_kin(string osRelease, Platform platform) =>
        Assert.Equal(platform, Platforms.FromOsRelease(osRelease));

    [Fact]
    public async Task Jupyter_runs_the_notebooks_only_where_the_kernel_is_registered_and_opens_them_where_an_editor_is()
    {
        var machine = Complete();
        Assert.Equal("Lab 4.2.0, nbconvert 7.0, kernel .net-csharp", (await Diagnose(machine, "Jupyter")).Found);
        machine.Programs["jupyter kernelspec"] = """{"kernelspecs": {"python3": {}}}""";
        var unregistered = await Diagnose(machine, "Jupyter");
        Assert.Equal(Health.Optional, unregistered.Health);
        Assert.Contains("dotnet interactive jupyter install", unregistered.NextStep, StringComparison.Ordinal);
        machine.Programs.Remove("jupyter lab");
        Assert.Contains("neither Lab nor Notebook", (await Diagnose(machine, "Jupyter")).Found,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_sdk_the_feeds_are_not_said_to_be_missing()
    {
        var machine = Complete();
        machine.Programs.Remove("dotnet nuget");
        var diagnosis = await Diagnose(machine, "NuGet packages");
        Assert.Contains("the .NET SDK, which lists them, does not answer", diagnosis.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_alone_is_not_enough_and_without_npms_registry_it_is_said_what_is_lost()
    {
        var machine = Complete();
        machine.Programs.Remove("npm --version");
        Assert.StartsWith("npm not found", (await Diagnose(machine, "Node and npm")).Found, StringComparison.Ordinal);

        machine = Complete();
        machine.IsOnline = false;
        var diagnosis = await Diagnose(machine, "Node and npm");
        Assert.Equal(Health.Optional, diagnosis.Health);
        Assert.Contains("registry registry.example does not answer", diagnosis.Found, StringComparison.Ordinal);
        Assert.Contains("typeset in the reader's browser", diagnosis.Found, StringComparison.Ordinal);

        machine.Npm.Add(MathTypesetter.KaTeX);
        Assert.Equal(Health.Works, (await Diagnose(machine, "Node and npm")).Health);
    }

    [Fact]
    public async Task A_browser_is_found_where_windows_keeps_it_and_where_the_variable_says()
    {
        var machine = new Machine { Platform = Platform.Windows };
        machine.Variables["ProgramFiles(x86)"] = @"C:\Program Files (x86)";
        machine.Variables["PATH"] = @"C:\Windows;""D:\My tools\""";
        const string edge = @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe";
        machine.Files[edge] = default;
        Assert.Equal(Diagnosis.Works("Chromium browser", edge), await Diagnose(machine, "Chromium browser"));
        machine.Files[@"D:\My tools\chrome.exe"] = default;
        Assert.Equal(@"D:\My tools\chrome.exe", (await Diagnose(machine, "Chromium browser")).Found);

        machine.Variables[Browser.Chosen] = @"E:\gone.exe";
        var diagnosis = await Diagnose(machine, "Chromium browser");
        Assert.Contains(@"RNNCOURSE_BROWSER names 'E:\gone.exe', which is not there", diagnosis.Found,
            StringComparison.Ordinal);
        Assert.NotNull(diagnosis.NextStep);
    }

    [Theory]
    [InlineData("1.0.455704", "1.0.455704+abc", "1.0.455704 is too old")]
    [InlineData(null, "1.0.350406+abc", "1.0.350406 is too old")]
    [InlineData("1.0.350406", null, "1.0.350406 is too old")]
    [InlineData("1.0.617701", "1.0.617701+abc", "1.0.617701 is too old")]
    [InlineData("1.0.712001", null, "1.0.712001 is installed, but does not start")]
    public async Task A_kernel_that_is_too_old_or_does_not_start_is_to_be_updated(string? listed, string? answer,
        string found)
    {
        var machine = Complete();
        machine.Programs["dotnet tool"] =
            listed is null ? "" : $"microsoft.dotnet-interactive   {listed}   dotnet-interactive";
        machine.Programs.Remove("dotnet-interactive --version");
        if (answer is not null)
            machine.Programs["dotnet-interactive --version"] = answer;
        var diagnosis = await Diagnose(machine, ".NET Interactive");
        Assert.Equal(Health.Optional, diagnosis.Health);
        Assert.StartsWith(found, diagnosis.Found, StringComparison.Ordinal);
        Assert.Contains("dotnet tool update --global", diagnosis.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_sdk_of_the_version_learns_how_to_get_it_before_anything_can_run()
    {
        // The host of .NET 10 shows this text where no SDK fits global.json.
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(CourseTool.Root, "global.json"),
            TestContext.Current.CancellationToken));
        var sdk = json.RootElement.GetProperty("sdk");
        Assert.StartsWith("10.0.", sdk.GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.Equal("latestFeature", sdk.GetProperty("rollForward").GetString());
        foreach (var way in (string[])["winget install", "brew install", "https://dotnet.microsoft.com/download"])
            Assert.Contains(way, sdk.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_editor_without_the_extension_is_told_apart()
    {
        var machine = Complete();
        machine.Extensions.Clear();
        Assert.Contains("without Polyglot Notebooks", (await Diagnose(machine, "VS Code")).Found,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_missing_fails_or_hangs_gives_no_answer()
    {
        var machine = new ThisMachine(AppContext.BaseDirectory);
        Assert.Null(await machine.AskAsync("no-such-program-at-all", ["--version"],
            TestContext.Current.CancellationToken));
        Assert.Null(await machine.AskAsync("dotnet", ["no-such-verb"], TestContext.Current.CancellationToken));
        Assert.NotNull(await machine.AskAsync("dotnet", ["--version"], TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task The_verb_prints_a_line_for_each_thing_without_colours_in_a_pipe()
    {
        var result = await CourseTool.RunAsync(CourseTool.Root, "doctor");
        Assert.Equal(0, result.Code);
        Assert.Contains(".NET SDK", result.Output, StringComparison.Ordinal);
        Assert.Contains("The course runs. Next: 'dotnet run --project lib/RnnCourse.Tool -c Release -- book'",
            result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await CourseTool.RunAsync(Path.GetTempPath(), "doctor")).Code);
    }
}
