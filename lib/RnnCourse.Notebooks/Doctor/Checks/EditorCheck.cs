namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>VS Code with Polyglot Notebooks opens the notebooks; the <c>course</c> tool runs them without it.</summary>
internal sealed class EditorCheck : ICheck
{
    private const string Name = "VS Code";
    private const string Extension = "ms-dotnettools.dotnet-interactive-vscode-";

    private static readonly string[] Homes = [".vscode", ".vscode-insiders", ".vscode-oss", ".vscode-server"];

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var extension = Homes
            .SelectMany(home => machine.Folders(Path.Combine(machine.Home, home, "extensions")))
            .FirstOrDefault(name => name.StartsWith(Extension, StringComparison.OrdinalIgnoreCase));
        var version = await machine.AskAsync("code", ["--version"], cancellation);
        if (version is null && extension is null)
            return new(Name, Health.Optional,
                "not found: 'course run' runs the notebooks, 'course book' makes pages of them, any editor "
                    + "edits them",
                $"to run cells one by one: {machine.Platform.InstallEditor()}, and in it the extension "
                    + $"{Extension.TrimEnd('-')}");
        var editor = version?.Split('\n')[0].Trim() ?? "installed";
        return extension is null
            ? new(Name, Health.Optional, $"{editor}, without Polyglot Notebooks: cells cannot be run in it",
                "run 'code --install-extension ms-dotnettools.dotnet-interactive-vscode' (deprecated by "
                    + "Microsoft, but it works)")
            : Diagnosis.Works(Name, $"{editor}, with Polyglot Notebooks {extension[Extension.Length..]}");
    }
}
