using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCourse.Lessons.Checks;
using RnnCourse.Notebooks.Ipynb;

namespace RnnCourse.Notebooks.Homework.Doing;

/// <summary>An exercise in a student's notebook.</summary>
/// <param name="Exercise">Its cell, taken apart; the answer stands where the authors' solution would.</param>
/// <param name="Result">The declared type of the result; null for an answer in words.</param>
/// <param name="Public">What the file of checks beside the notebook says of it.</param>
internal sealed record StudentExercise(HomeworkExercise Exercise, Type? Result, PublicExercise Public)
{
    internal bool IsBegun => !AnswerText.Same(Exercise.Solution, Public.Start);
}

/// <summary>A student's notebook while it is worked on.</summary>
internal sealed class StudentCopy
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private StudentCopy(DibDocument document, AnswerFrame frame, IReadOnlyList<StudentExercise> exercises,
        IReadOnlyList<string> missing, IReadOnlyList<string> problems, IReadOnlyList<string> cells) =>
        (Document, Frame, Exercises, Missing, Problems, Cells) =
            (document, frame, exercises, missing, problems, cells);

    /// <summary>The C# of its cells, without the answers.</summary>
    internal IReadOnlyList<string> Cells { get; }

    internal DibDocument Document { get; }
    internal AnswerFrame Frame { get; }
    internal IReadOnlyList<StudentExercise> Exercises { get; }

    /// <summary>The homework's other exercises: they are not in the notebook any more.</summary>
    internal IReadOnlyList<string> Missing { get; }

    /// <summary>What is wrong with the notebook, by line.</summary>
    internal IReadOnlyList<string> Problems { get; }

    /// <exception cref="IOException">The file cannot be read, or the file of checks is not beside it.</exception>
    internal static StudentCopy Load(string path)
    {
        var document = NotebookFiles.Read(path);
        var (frame, exercises, problems) = (new AnswerFrame(path), new List<StudentExercise>(), new List<string>());
        foreach (var cell in document.Cells.Where(c => c.Kernel == KernelNames.CSharp))
            try
            {
                frame.Add(cell);
                if (Read(cell, path) is { } exercise) exercises.Add(exercise);
            }
            catch (Exception e) when (e is HomeworkException or FormatException or ArgumentException)
            {
                problems.Add(e.Message);
            }

        if (exercises.Count == 0 && problems.Count == 0)
            problems.Add("the notebook holds no exercise: is it the homework, and saved whole?");
        if (exercises.Count == 0) return new(document, frame, exercises, [], problems, []);
        var checks = CheckFile.With(exercises[0].Exercise.Id, Path.GetDirectoryName(Path.GetFullPath(path)));
        List<string> missing = [.. checks.Exercises.Select(p => p.Id)
            .Where(id => exercises.All(e => e.Exercise.Id != id))];
        problems.AddRange(missing.Where(id => !problems.Exists(said => said.Contains(id, StringComparison.Ordinal)))
            .Select(id => $"{id} is not in the notebook any more: its cell or its marks are gone"));
        // Answers are graded with the course's own given code: here it is the same.
        var own = AnswerFrame.Made(path, checks.Usings, checks.Given, checks.GivenNames);
        if (AnswerText.Words(frame.Given) != AnswerText.Words(own.Given))
            problems.Add("the given code was changed; your answers are checked, and graded, with the course's own");
        return new(document, own, exercises, missing, problems, [.. document.Cells
            .Where(c => c.Kernel == KernelNames.CSharp).Select(c => Grading.Submission.Code(
                exercises.Find(e => e.Exercise.Cell.Index == c.Index) is { } e
                    ? e.Exercise.Before + "\n" + e.Exercise.After : c.Text))]);
    }

    /// <summary>The notebook with an exercise as it was at first.</summary>
    internal DibDocument Reset(StudentExercise exercise)
    {
        var e = exercise.Exercise;
        return Document.WithText(e.Cell.Index, StudentNotebook.Cell(e, exercise.Public.Start));
    }

    private static StudentExercise? Read(DibCell cell, string path)
    {
        var lines = cell.Text.Split('\n');
        var marks = lines.Select(Marks.Of).ToList();
        var head = marks.FindIndex(m => m is { Word: "exercise" });
        if (head < 0) return null;
        var id = marks[head]!.Value.Text.Split(' ', '\t')[0];
        var (begin, end) =
            (marks.FindIndex(m => m is { Word: "begin answer" }), marks.FindIndex(m => m is { Word: "end answer" }));
        if (begin < head || end < begin)
            throw new HomeworkException(path, cell.LineInFile(head + 1),
                $"the marks of {id} are broken: '{StudentNotebook.BeginAnswer}' and "
                    + $"'{StudentNotebook.EndAnswer}' must stand around your answer");
        var indent = lines[begin][..^lines[begin].TrimStart().Length];
        var manual = marks[head]!.Value.Text.EndsWith("manual", StringComparison.Ordinal);
        var exercise = new HomeworkExercise(
            id, 0, manual, cell, string.Join('\n', lines[..begin]), string.Join('\n', lines[(begin + 1)..end]),
            string.Join('\n', lines[(end + 1)..]), indent);
        var shown = PublicExercise.Find(id, Path.GetDirectoryName(Path.GetFullPath(path)));
        if (manual) return new(exercise, null, shown);
        // The head alone: what the answer holds may not even be C#.
        var method = CSharpSyntaxTree.ParseText(exercise.Before + "\n}", Script)
            .GetCompilationUnitRoot().Members.OfType<MethodDeclarationSyntax>().FirstOrDefault()
            ?? throw new HomeworkException(path, cell.LineInFile(head + 1),
                $"the head of {id}'s method was changed; type 'reset {id}' to have it back");
        return new(exercise with
        {
            Method = method.Identifier.ValueText,
            Parameters = [.. method.ParameterList.Parameters.Select(p => p.Identifier.ValueText)]
        },
            TypeNames.Parse(method.ReturnType), shown);
    }
}
