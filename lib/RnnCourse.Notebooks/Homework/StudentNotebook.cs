using System.IO.Compression;
using System.Reflection;
using RnnCourse.Lessons.Checks;
using RnnCourse.Lessons.Sources;
using RnnCourse.Notebooks.Homework.Running;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Numerics;

namespace RnnCourse.Notebooks.Homework;

/// <summary>Makes what students receive of a homework.</summary>
public static partial class StudentNotebook
{
    /// <summary>The folder in the zip that holds the course tool and the library.</summary>
    public const string ToolFolder = "course";

    internal const string BeginAnswer = "//| begin answer", EndAnswer = "//| end answer";

    /// <summary>The notebook: no solution, the library beside it, and what it imports inside.</summary>
    /// <param name="library">The folder of the library, as the notebook names it.</param>
    public static DibDocument Of(HomeworkSource homework, string library = ToolFolder)
    {
        ArgumentNullException.ThrowIfNull(homework);
        var document = NotebookImports.Inline(homework.Document);
        for (var n = 0; n < document.Cells.Count; n++)
        {
            var cell = document.Cells[n];
            var text = homework.Exercises.FirstOrDefault(e => e.Cell.Index == n) is { } exercise
                ? $"{exercise.Before}\n{exercise.Indent}{BeginAnswer}\n{exercise.Start}\n"
                    + $"{exercise.Indent}{EndAnswer}\n{exercise.After}".TrimEnd('\n')
                : cell.Kernel == KernelNames.CSharp ? WithLibrary(cell.Text, library) : cell.Text;
            if (text != cell.Text) document = document.WithText(n, text);
        }

        return document;
    }

    /// <summary>What students may know of the homework, the file beside its notebook: small checks with expected
    /// results, likely mistakes, hints.</summary>
    public static string PublicJson(HomeworkSource homework) => PublicJson(homework, AuthorsCode.Of(homework));

    internal static string PublicJson(HomeworkSource homework, AuthorsCode authors) =>
        new CheckFile(homework.Name, homework.Title,
            [.. homework.Exercises.Select(exercise => Public(authors, exercise))])
        {
            Usings = homework.Frame.Usings,
            Given = homework.Frame.Given,
            GivenNames = [.. homework.Frame.GivenNames.Order(StringComparer.Ordinal)],
        }.ToJson();

    internal static PublicExercise Public(AuthorsCode authors, HomeworkExercise exercise) => new(
        exercise.Id, exercise.Parameters, exercise.Parts, exercise.Hidden.Tolerance, exercise.Hidden.Hints,
            exercise.Start,
        [.. exercise.Hidden.Checks.Where(c => c.Public).Select(c => Public(authors, exercise, c))]);

    /// <summary>The course's libraries, wherever the authors' notebook takes them from, are those that come with
    /// it.</summary>
    private static string WithLibrary(string code, string folder) =>
        FromPackage().Replace(FromFile().Replace(code, $"#r \"{folder}/$1\""),
            $"#r \"{folder}/RnnCourse.dll\"\n#r \"{folder}/RnnCourse.Figures.dll\"\n"
            + $"#r \"{folder}/RnnCourse.Lessons.dll\"");

    [GeneratedRegex(@"^#r ""(?:[^""\r\n]*[/\\])?(RnnCourse[\w.]*\.dll)""", RegexOptions.Multiline)]
    private static partial Regex FromFile();

    [GeneratedRegex(@"^#r ""nuget: *RnnCourse(?:\.Lessons)?(?: *,[^""\r\n]*)?""", RegexOptions.Multiline)]
    private static partial Regex FromPackage();

    /// <summary>The cell of an exercise with an answer between its marks.</summary>
    internal static string Cell(HomeworkExercise e, string? answer) =>
        $"{e.Before}\n{e.Indent}{BeginAnswer}\n{answer}\n{e.Indent}{EndAnswer}\n{e.After}".TrimEnd('\n');

    private static PublicCheck Public(AuthorsCode authors, HomeworkExercise exercise, HomeworkCheck check)
    {
        var @case = authors.Case(exercise, check, "public");
        var type = authors.Types(exercise).Result;
        var failing = @case.Mistakes.Where(m =>
            Agreement.Difference(m.Outcome, @case.Expected, exercise.Hidden.Tolerance, exercise.Parts) is not null);
        return new(check.Name, @case.Arguments, Values.Write(@case.Expected, type),
            [.. failing.Select(m => (m.Wrong.Says, m.Outcome.ToJson(type)))]);
    }

    /// <summary>Writes the zip with everything a student needs, and the same files beside it.</summary>
    public static string Make(HomeworkSource homework, string folder, string tool)
    {
        ArgumentNullException.ThrowIfNull(homework);
        var notebook = Of(homework);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [homework.FileName + ".dib"] = notebook.ToBytes(),
            [homework.FileName + ".ipynb"] = DibToIpynb.Convert(notebook).ToBytes(),
            [homework.FileName + ".statement.md"] = Encoding.UTF8.GetBytes(Statement(homework)),
            [homework.FileName + CheckFile.Ending] = Encoding.UTF8.GetBytes(PublicJson(homework)),
            ["README.md"] = Encoding.UTF8.GetBytes(Readme(homework)),
        };
        foreach (var (name, bytes) in Tool(tool))
        {
            Withhold(bytes);
            files[name] = bytes;
        }

        var target = Path.Combine(folder, homework.Name);
        if (Directory.Exists(target)) FolderRemoval.MakeWritable(target);
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(target, name);
            AtomicFile.Write(path, bytes);
            if (name.EndsWith(".statement.md", StringComparison.Ordinal)
                || name.EndsWith(CheckFile.Ending, StringComparison.Ordinal))
                File.SetAttributes(path, FileAttributes.ReadOnly);
        }
        // A library of an earlier version would be loaded beside the new ones.
        foreach (var old in Directory.EnumerateFiles(Path.Combine(target, ToolFolder))
            .Where(file => !files.ContainsKey($"{ToolFolder}/{Path.GetFileName(file)}")))
            File.Delete(old);

        var zip = Path.Combine(folder, homework.Name + ".zip");
        AtomicFile.Write(zip, Zip(homework.Name, files));
        return zip;
    }

    /// <summary>The files of the tool and the library, as they run on any machine.</summary>
    internal static IEnumerable<(string Name, byte[] Bytes)> Tool(string tool)
    {
        foreach (var file in Directory.EnumerateFiles(tool).Where(f => Path.GetExtension(f) is ".dll" or ".json"))
        {
            var name = Path.GetFileName(file);
            // What was compiled ahead for this machine is handed out as it was before.
            var portable = Path.Combine(tool, "portable", name);
            yield return ($"{ToolFolder}/{name}", File.ReadAllBytes(File.Exists(portable) ? portable : file));
        }
    }

    /// <summary>The libraries carry their own source, to show it in notebooks. It is blanked in what a student gets:
    /// the build must not print an answer that homework asks for.</summary>
    private static void Withhold(byte[] file)
    {
        foreach (var library in (Assembly[])[typeof(Mat<>).Assembly, typeof(SourceCode).Assembly])
            foreach (var name in library.GetManifestResourceNames().Where(n =>
                n.StartsWith("source/", StringComparison.Ordinal)))
            {
                using var text = new MemoryStream();
                library.GetManifestResourceStream(name)!.CopyTo(text);
                var at = file.AsSpan().IndexOf(text.ToArray());
                if (at >= 0) file.AsSpan(at, (int)text.Length).Fill((byte)' ');
            }
    }

    private static byte[] Zip(string folder, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
            foreach (var (name, bytes) in files)
            {
                var entry = archive.CreateEntry($"{folder}/{name}", CompressionLevel.Optimal);
                // The same content gives the same zip.
                entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var part = entry.Open();
                part.Write(bytes);
            }
        return stream.ToArray();
    }

    private static string Statement(HomeworkSource homework)
    {
        var text = new StringBuilder();
        foreach (var cell in homework.Document.Cells)
            if (cell.IsMarkdown)
                text.Append(cell.Text).Append("\n\n");
            else if (cell.Text.StartsWith("//| given\n", StringComparison.Ordinal))
                text.Append("```csharp\n").Append(cell.Text["//| given\n".Length..]).Append("\n```\n\n");
            else if (cell.Text.StartsWith("Diagram.", StringComparison.Ordinal))
                text.Append("*(The notebook draws it here.)*\n\n");
            else if (homework.Exercises.FirstOrDefault(e => e.Cell.Index == cell.Index) is { } exercise)
                text.Append("```csharp\n").Append(exercise.Before).Append('\n').Append(exercise.Start).Append('\n')
                    .Append(exercise.After).Append("\n```\n\n");
        return text.ToString();
    }

    private static string Readme(HomeworkSource homework) => $"""
        # {homework.Title}

        Everything to write, run and check your answers is in this folder; the .NET SDK 10 is all that must be installed. The notebooks that the text names are the course's,
        which your teacher shares with you.

        The notebook is here twice, with the same cells. Choose one, work in that one alone, and hand it in.

        | in | open | then |
        |---|---|---|
        | any text editor | `{homework.FileName}.dib` | the command below |
        | Jupyter Notebook or Lab | `{homework.FileName}.ipynb` | run the cells |
        | VS Code, with its Jupyter extension | `{homework.FileName}.ipynb` | choose the kernel ".NET (C#)", run the cells |
        | VS Code, with Polyglot Notebooks | `{homework.FileName}.dib` | run the cells |

        Open it in this folder: it loads the library beside it. Jupyter, and VS Code with its Jupyter extension, need .NET Interactive's kernel once:

            dotnet tool install --global Microsoft.dotnet-interactive
            dotnet interactive jupyter install

        Whatever you work in, this command in a terminal in this folder checks your answers each time you save, with the compiler that grades them. Run it once before you hand in.

            dotnet {ToolFolder}/RnnCourse.Tool.dll homework watch {homework.FileName}.dib

        It takes `{homework.FileName}.ipynb` as well. Type `hint ID` there for a hint, `reset ID` to begin an exercise anew.
        `dotnet {ToolFolder}/RnnCourse.Tool.dll run {homework.FileName}.dib` (or `.ipynb`) runs all cells and prints what they show.

        Write between `//| begin answer` and `//| end answer`. Methods and types of your own may stand in cells of their own; variables that an answer needs must
        stand inside it.
        `{homework.FileName}.statement.md` is the text to read, `{homework.FileName}.checks.json` what the checks compare with.

        """.ReplaceLineEndings("\n");
}
