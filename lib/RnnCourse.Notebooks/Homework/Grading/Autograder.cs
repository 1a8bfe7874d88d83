using System.IO.Compression;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Makes the zip that Gradescope calls an autograder: it grades one submission at a time in a container of
/// Gradescope's.</summary>
public static class Autograder
{
    private const string Setup = """
        #!/usr/bin/env bash
        # Gradescope runs this once, when it builds the container: .NET's runtime, and setpriv and prlimit.
        set -euo pipefail
        apt-get update
        apt-get install -y util-linux software-properties-common
        apt-get install -y aspnetcore-runtime-10.0 ||
          { add-apt-repository -y ppa:dotnet/backports; apt-get update; apt-get install -y aspnetcore-runtime-10.0; }

        """;

    private const string Run = """
        #!/usr/bin/env bash
        # Gradescope runs this, as root, for each submission. The answer runs as another user, from whom these folders are hidden.
        set -euo pipefail
        root=${AUTOGRADER:-/autograder}
        chmod 700 "$root/source" "$root/submission" "$root/results"
        work=$(mktemp -d)
        mkdir "$work/class"
        cp -rP "$root/submission" "$work/class/student"
        grade() {
          dotnet "$root/source/course/RnnCourse.Tool.dll" homework grade HOMEWORK "$work/class" \
            --source "$root/source/notebooks/homework" --out "$work/grades" --in-container
        }
        # Exit code 1: something could not be graded. It is tried once more; what was graded is kept.
        code=0
        grade || { code=$?; [ $code -ne 1 ] || { code=0; grade || code=$?; }; }
        [ $code -le 1 ] || exit $code
        cp "$work/grades/gradescope/student/results.json" "$root/results/results.json"
        [ $code -eq 0 ] || echo 'Some parts could not be graded: run the autograder again for this submission.'
        exit $code

        """;

    private const int Program = 0b111_101_101 << 16, File = 0b110_100_100 << 16;

    /// <summary>Writes the zip, <c>H2-autograder.zip</c>. It holds solutions and hidden checks: it is for Gradescope
    /// alone.</summary>
    /// <param name="tool">The folder of the tool.</param>
    /// <returns>Its path.</returns>
    public static string Make(HomeworkSource homework, string folder, string tool)
    {
        ArgumentNullException.ThrowIfNull(homework);
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, homework.Name + "-autograder.zip");
        using var stream = System.IO.File.Create(path);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        void Add(string name, byte[] bytes, int mode)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
            entry.ExternalAttributes = mode;
            using var part = entry.Open();
            part.Write(bytes);
        }

        Add("setup.sh", Encoding.UTF8.GetBytes(Setup.ReplaceLineEndings("\n")), Program);
        Add("run_autograder", Encoding.UTF8.GetBytes(Run.ReplaceLineEndings("\n")
            .Replace("HOMEWORK", homework.Name, StringComparison.Ordinal)), Program);
        var home = Path.GetDirectoryName(Path.GetFullPath(homework.Document.Path!))!;
        foreach (var file in Directory.EnumerateFiles(home, homework.FileName + ".*")
            .Concat(Directory.EnumerateFiles(home, "*.dib").Where(NotebookImports.IsSetup)))
            Add("notebooks/homework/" + Path.GetFileName(file), System.IO.File.ReadAllBytes(file), File);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(home)!, "*.dib")
            .Where(NotebookImports.IsSetup))
            Add("notebooks/" + Path.GetFileName(file), System.IO.File.ReadAllBytes(file), File);
        foreach (var (name, bytes) in StudentNotebook.Tool(tool)) Add(name, bytes, File);
        return path;
    }
}
