using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCourse.Lessons.Exercises.Answers;

namespace RnnCourse.Notebooks.Homework;

/// <summary>The pages that only lecturers have: solutions of exercises and homework, what students get wrong, and what
/// each notebook takes. They are made of what checks and grades, so that they cannot be out of date.</summary>
public static partial class LecturerEdition
{
    /// <summary>The pages, each a Markdown text.</summary>
    /// <param name="paths">The notebooks, in reading order.</param>
    /// <param name="homework">The folder of the homework; it may be missing.</param>
    /// <param name="answers">The source of the exercises' answers; without it only what they give is shown.</param>
    /// <param name="runs">What was run of the notebooks.</param>
    /// <exception cref="HomeworkException">A homework cannot be read.</exception>
    public static IReadOnlyList<(string File, string Markdown)> Pages(IEnumerable<string> paths, string homework,
        string answers, IReadOnlyList<NotebookResult> runs)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(runs);
        var notebooks = paths.Select(path => new Notebook(Path.GetFileName(path), NotebookSource.Load(path))).ToList();
        List<HomeworkSource> sources = !Directory.Exists(homework) ? []
            : [.. Directory.EnumerateFiles(homework, "H*.dib").Order(StringComparer.Ordinal)
                .Select(HomeworkSource.Load)];
        return
        [
            ("solutions.html", Solutions(notebooks, Code(answers))),
            ("homework-solutions.html", HomeworkSolutions(sources)),
            ("misconceptions.html", Misconceptions(notebooks, sources)), ("running.html", Running(runs)),
        ];
    }

    private sealed record Notebook(string File, NotebookSource Source)
    {
        public string Title { get; } = Heading().Match(string.Join('\n', Source.Cells.Select(cell => cell.Source)))
            .Groups["title"].Value;

        /// <summary>The exercises that it asks, in order.</summary>
        public IReadOnlyList<Answer> Exercises { get; } =
            [.. Source.Cells.SelectMany(cell => Asked().Matches(cell.Source))
                .Select(asked => Answer.Named(asked.Groups[1].Value))];

        /// <summary>What an exercise asks, in the notebook's words.</summary>
        public string Asks(string id) => Source.Cells.Select(cell => Regex.Match(cell.Source,
            $@"^\*\*{Regex.Escape(id)}\*\* .*?(?=\n\n|\z)", RegexOptions.Multiline | RegexOptions.Singleline))
            .FirstOrDefault(match => match.Success)?.Value ?? $"**{id}**";
    }

    private static string Solutions(List<Notebook> notebooks, Dictionary<string, string> code)
    {
        var text = new StringBuilder("# Solutions of the exercises\n\nFor lecturers. Each is what the check compares "
            + "with: the method, the inputs, and the likely mistakes with what they say.\n");
        foreach (var notebook in notebooks.Where(notebook => notebook.Exercises.Count > 0))
        {
            text.Append($"\n## [{notebook.Title}]({notebook.File})\n");
            foreach (var exercise in notebook.Exercises)
            {
                text.Append($"\n{notebook.Asks(exercise.Id)}\n\n");
                if (code.TryGetValue(exercise.Id, out var lines)) text.Append($"```csharp\n{lines}\n```\n\n");
                foreach (var input in exercise.Inputs)
                    text.Append($"- `{exercise.Show(input)}` gives "
                        + $"`{Answer.Text(Answer.Call(exercise.Right, input))}`\n");
            }
        }

        return text.ToString();
    }

    private static string HomeworkSolutions(List<HomeworkSource> homework)
    {
        var text = new StringBuilder("# Solutions of the homework\n\nFor lecturers. The methods that the grader "
            + "compares with, and the rubrics of the answers in words.\n");
        foreach (var source in homework)
        {
            text.Append($"\n## {source.Title}\n");
            foreach (var exercise in source.Exercises)
            {
                text.Append($"\n**{exercise.Id}**, {Counted.Of(exercise.Points, "point")}\n\n```csharp\n"
                    + $"{exercise.Before}\n{exercise.Solution}\n{exercise.After}".Trim('\n') + "\n```\n\n");
                foreach (var hint in exercise.Hidden.Hints) text.Append($"- Hint: {Plain(hint)}\n");
                foreach (var item in exercise.Hidden.Rubric)
                    text.Append($"- {Counted.Of(item.Points, "point")}: {Plain(item.What)}\n");
            }
        }

        return text.ToString();
    }

    private static string Misconceptions(List<Notebook> notebooks, List<HomeworkSource> homework)
    {
        var text = new StringBuilder("# Misconceptions\n\nFor lecturers. What students are told when an answer gives "
            + "what a known mistake gives. After a class was graded, `statistics.html` beside the grades says how "
            + "often each occurred.\n");
        foreach (var notebook in notebooks.Where(notebook => notebook.Exercises.Count > 0))
        {
            text.Append($"\n## [{notebook.Title}]({notebook.File})\n\n");
            foreach (var exercise in notebook.Exercises)
                foreach (var mistake in exercise.Mistakes) text.Append($"- {exercise.Id}: {Plain(mistake)}\n");
        }

        foreach (var source in homework)
        {
            text.Append($"\n## {source.Title}\n\n");
            foreach (var exercise in source.Exercises)
                foreach (var says in exercise.Hidden.Wrongs.Select(wrong => wrong.Says).Distinct())
                    text.Append($"- {exercise.Id}: {Plain(says)}\n");
        }

        return text.ToString();
    }

    private static string Running(IReadOnlyList<NotebookResult> runs)
    {
        var text = new StringBuilder("# What each notebook takes\n\nFor lecturers. Seconds that the cells computed "
            + "when they last ran, on the machine that made this book; a cell that was kept counts what it took then. "
            + "Memory is the most that the notebook's process held. The sizes are those of the notebook, and of its "
            + "outputs.\n\n| notebook | cells | seconds | memory, MB | notebook, kB | outputs, kB |\n"
            + "|---|--:|--:|--:|--:|--:|\n");
        foreach (var run in runs.Where(run => run.Status != CellStatus.NotRun))
        {
            var outputs = run.Cells.SelectMany(cell => cell.Events).SelectMany(shown => shown.Values)
                .Sum(value => value.Value.Length);
            text.Append(string.Create(CultureInfo.InvariantCulture,
                $"| [{Path.GetFileNameWithoutExtension(run.Path)}]({Path.GetFileName(run.Path)}) | {run.Cells.Count} | "
                + $"{run.Cells.Sum(cell => cell.Time.TotalSeconds):0.0} | "
                + $"{run.Cells.Max(cell => cell.Memory) / 1e6:0} | {new FileInfo(run.Path).Length / 1000.0:0} | "
                + $"{outputs / 1000.0:0} |\n"));
        }

        return text.ToString();
    }

    /// <summary>Each answer as it stands in the library's source.</summary>
    private static Dictionary<string, string> Code(string folder)
    {
        var code = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.cs") : [])
            foreach (var call in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()
                .OfType<InvocationExpressionSyntax>().Where(call => call.Expression.ToString() == "Answer.Of"))
                code[((LiteralExpressionSyntax)call.ArgumentList.Arguments[0].Expression).Token.ValueText] =
                    Outdented(call.ToString());
        return code;
    }

    /// <summary>A sentence as it stands, whatever Markdown makes of its letters.</summary>
    internal static string Plain(string sentence) => Markup().Replace(sentence, "\\$0");

    // Lines after the first stand as deep as the source has them.
    private static string Outdented(string text) => string.Join('\n', text.Split('\n').Select((line, n) =>
        n > 0 && line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line));

    [GeneratedRegex(@"[\\`*_<>\[\]$|~]")]
    private static partial Regex Markup();

    [GeneratedRegex("^# (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("Exercise\\.Check\\(\"([^\"]+)\"")]
    private static partial Regex Asked();
}
