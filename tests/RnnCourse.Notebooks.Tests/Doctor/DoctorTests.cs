using RnnCourse.Notebooks.Doctor;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Doctor;

public class DoctorTests
{
    /// <summary>A machine that has what a test gives it.</summary>
    sealed class Machine : IMachine
    {
        internal Dictionary<string, string> Programs { get; } = [];

        internal Dictionary<string, DateTime> Files { get; } = [];

        internal List<string> Extensions { get; } = [];

        internal DateTime NewestSource { get; set; } = new(2026, 1, 1);

        internal bool IsOnline { get; set; }

        public string Home => "/home";

        public Task<string?> AskAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
            Task.FromResult(Programs.GetValueOrDefault($"{program} {arguments[0]}"));

        public bool HasFile(string path) => Files.ContainsKey(path);

        public DateTime? Written(string path) => Files.TryGetValue(path, out var written) ? written : null;

        public IReadOnlyList<string> Folders(string path) => path == Path.Combine("/home", ".vscode", "extensions") ? Extensions : [];

        public DateTime? Newest(string folder, string pattern) => NewestSource;

        public Task<bool> AnswersAsync(Uri address, CancellationToken cancellation) => Task.FromResult(IsOnline);
    }

    static Machine Complete()
    {
        var machine = new Machine { IsOnline = true };
        machine.Programs["dotnet --list-sdks"] = "8.0.100 [/x]\n10.0.401 [/x]";
        machine.Programs["dotnet nuget"] = "E https://feed.example/index.json\nD https://off.example/index.json";
        machine.Programs["dotnet tool"] = "Package Id   Version   Commands\n----\nmicrosoft.dotnet-interactive   1.0.7   dotnet-interactive";
        machine.Programs["node --version"] = "v20.1.0";
        machine.Programs["npm --version"] = "10.0.0";
        machine.Programs["chromium --version"] = "Chromium 156";
        machine.Programs["code --version"] = "1.99.0\nabc";
        machine.Programs["python3 -c"] = "7.0";
        machine.Extensions.Add("ms-dotnettools.dotnet-interactive-vscode-1.0.5");
        machine.Files[Path.Combine("/course", "lib", "RnnCourse", "bin", "RnnCourse.dll")] = new(2026, 2, 1);
        machine.Files[Path.Combine("/course", "lib", "RnnCourse", "bin", "MathNet.Numerics.dll")] = new(2026, 2, 1);
        return machine;
    }

    static async Task<Diagnosis> Diagnose(Machine machine, string name) =>
        Assert.Single(await CourseDoctor.ExamineAsync(machine, "/course", TestContext.Current.CancellationToken), d => d.Name == name);

    [Fact]
    public async Task On_a_complete_machine_everything_works_and_nothing_is_to_be_done()
    {
        var diagnoses = await CourseDoctor.ExamineAsync(Complete(), "/course", TestContext.Current.CancellationToken);
        Assert.Equal(8, diagnoses.Count);
        Assert.All(diagnoses, d => Assert.Equal((Health.Works, null), (d.Health, d.NextStep)));
        Assert.Contains(diagnoses, d => d.Found == "1.99.0, with Polyglot Notebooks 1.0.5");
        Assert.Contains(diagnoses, d => d.Found == "10.0.401");
    }

    [Fact]
    public async Task On_an_empty_machine_only_the_sdk_and_the_library_are_needed_and_each_has_a_next_step()
    {
        var diagnoses = await CourseDoctor.ExamineAsync(new Machine(), "/course", TestContext.Current.CancellationToken);
        Assert.Equal([".NET SDK", "course library"], diagnoses.Where(d => d.Health == Health.Missing).Select(d => d.Name));
        Assert.All(diagnoses, d => Assert.False(string.IsNullOrEmpty(d.NextStep), d.Name));
    }

    [Fact]
    public async Task An_sdk_that_is_too_old_is_not_enough()
    {
        var machine = Complete();
        machine.Programs["dotnet --list-sdks"] = "8.0.100 [/x]\n9.0.300 [/x]";
        var diagnosis = await Diagnose(machine, ".NET SDK");
        Assert.Equal(Health.Missing, diagnosis.Health);
        Assert.Contains("8.0.100, 9.0.300", diagnosis.Found, StringComparison.Ordinal);
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
        Assert.StartsWith("1 of 1 feeds do not answer", diagnosis.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_editor_without_the_extension_is_told_apart()
    {
        var machine = Complete();
        machine.Extensions.Clear();
        Assert.Contains("without Polyglot Notebooks", (await Diagnose(machine, "VS Code")).Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_missing_fails_or_hangs_gives_no_answer()
    {
        var machine = new ThisMachine();
        Assert.Null(await machine.AskAsync("no-such-program-at-all", ["--version"], TestContext.Current.CancellationToken));
        Assert.Null(await machine.AskAsync("dotnet", ["no-such-verb"], TestContext.Current.CancellationToken));
        Assert.NotNull(await machine.AskAsync("dotnet", ["--version"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_verb_prints_a_line_for_each_thing_without_colours_in_a_pipe()
    {
        var result = await CourseTool.RunAsync(CourseTool.Root, "doctor");
        Assert.Equal(0, result.Code);
        Assert.Contains(".NET SDK", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await CourseTool.RunAsync(Path.GetTempPath(), "doctor")).Code);
    }
}
