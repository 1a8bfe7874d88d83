namespace RnnCourse.Notebooks.Homework.Running;

/// <summary>A student's answers compiled together. One that does not compile is left out, and the rest goes
/// on.</summary>
/// <param name="Faults">What is wrong with those that are left out, by exercise.</param>
/// <param name="Missing">Those that do nothing but throw: who calls them fails by their fault.</param>
internal sealed record BuiltAnswers(CompiledCode Code, IReadOnlyDictionary<string, CodeError> Faults,
    IReadOnlyList<MissingAnswer> Missing);

/// <summary>An answer that does nothing but throw.</summary>
/// <param name="Compiles">Whether it is not begun; else it does not compile.</param>
internal sealed record MissingAnswer(HomeworkExercise Exercise, bool Compiles);

/// <summary>Puts answers into their frame and compiles them: the same way when a student's notebook is watched and when
/// it is graded. The authors' usings and given code come first; where answers do not compile without them, the
/// student's
/// own usings, methods, types and constants are added, those that compile and take no name that is given.</summary>
internal sealed partial class AnswerBuild(AnswerFrame frame, CompilerPool compilers)
{
    private const string YoursFile = "yours";
    private const int ItemLines = 10_000;

    /// <summary>The name of the exception that stands for an answer which does not compile.</summary>
    internal const string DoesNotCompile = "DoesNotCompile";

    /// <summary>What the notebook's cells can call to show a value: here nobody looks.</summary>
    private const string Shown = $$"""
        internal static partial class {{AnswerFrame.Class}} { internal static void display(object value, params string[] mimeTypes) { } }
        internal static class Shown { internal static T Display<T>(this T value, params string[] mimeTypes) => value; }
        internal sealed class {{DoesNotCompile}}(string id) : System.Exception(id);

        """;

    /// <summary>Compiles.</summary>
    /// <param name="answers">Each exercise with its answer; null where there is none.</param>
    /// <param name="student">What the student declares beside the answers.</param>
    /// <exception cref="AnswerLostException">No compiler could be kept alive.</exception>
    internal async Task<BuiltAnswers> RunAsync(IReadOnlyList<(HomeworkExercise Exercise, string? Answer)> answers,
        StudentCode student, CancellationToken cancellation)
    {
        var faults = new Dictionary<string, CodeError>();
        var bodies = answers.ToDictionary(a => a.Exercise, a => a.Answer);
        var yours = StudentCode.None;
        foreach (var (exercise, answer) in answers)
            if (answer is not null && await BodyFaultAsync(exercise.Id, answer, cancellation) is { } fault)
                Drop(exercise, fault);
        var untried = true;
        while (true)
        {
            var code = await TryAsync(Files(bodies, faults, yours), cancellation);
            if (code is { Errors.Count: 0 }) return new(code, faults, [.. answers.Where(a => bodies[a.Exercise] is null
                || AnswerText.Same(bodies[a.Exercise]!, a.Exercise.Start))
                .Select(a => new MissingAnswer(a.Exercise, !faults.ContainsKey(a.Exercise.Id)))]);
            // Only who needs it gets it: a class Math of one's own must not change what is right.
            if (untried && student.Usings.Count + student.Members.Count > 0)
            {
                (untried, yours) = (false, await YoursAsync(bodies.Keys, student, cancellation));
                continue;
            }

            var culprits = code is not null
                ? code.Errors.GroupBy(e => e.File).ToDictionary(g => g.Key, g => g.First())
                : await AloneAsync(bodies, faults, yours, cancellation);
            var left = bodies.Keys.Where(e => bodies[e] is not null).ToList();
            var guilty = left.Where(e => culprits.ContainsKey(e.Id)).ToList();
            if (left.Count == 0)
                throw new AnswerLostException("the given code does not compile"
                    + (code is null ? "" : $": {code.Errors[0].Message}"), fromOutside: true);
            foreach (var exercise in guilty.Count > 0 ? guilty : left)
                Drop(exercise, culprits.GetValueOrDefault(exercise.Id)
                    ?? new(exercise.Id, 1, "it does not compile together with the other answers"));
        }

        void Drop(HomeworkExercise exercise, CodeError fault)
        {
            bodies[exercise] = null;
            faults[exercise.Id] = Elsewhere(fault, student, yours);
        }
    }

    /// <summary>Why an answer fails that ran into another one: it calls an exercise which does not compile, or is not
    /// begun. Null when that is not so.</summary>
    /// <param name="kind">The exception's type, without namespace.</param>
    /// <param name="problem">What is said of the exception: it ends with the other's id.</param>
    internal static string? Calls(string id, string? kind, string? problem, IEnumerable<MissingAnswer> missing)
    {
        if (kind is not (DoesNotCompile or nameof(NotImplementedException)) || problem is null) return null;
        return missing.FirstOrDefault(m => m.Exercise.Id != id && m.Compiles == (kind != DoesNotCompile)
                && problem.EndsWith(": " + m.Exercise.Id, StringComparison.Ordinal)) is not { } other ? null
            : $"it calls {other.Exercise.Method} ({other.Exercise.Id}), which "
                + (other.Compiles ? "is not begun" : "does not compile");
    }

    /// <summary>What of the student's own code can stand beside the answers.</summary>
    private async Task<StudentCode> YoursAsync(IEnumerable<HomeworkExercise> exercises, StudentCode student,
        CancellationToken cancellation)
    {
        var taken = exercises.Select(e => e.Method).Concat(frame.GivenNames).Append("display").ToHashSet();
        // A cell that declares a name again replaces what an earlier one declared.
        var last = student.Members.GroupBy(m => m.Name).ToDictionary(g => g.Key, g => g.Max(m => m.Cell));
        var yours = new StudentCode([.. student.Usings.Where(u => !frame.Usings.Contains(u + "\n",
            StringComparison.Ordinal))], [.. student.Members.Where(m => m.Helper && !taken.Contains(m.Name)
                && last[m.Name] == m.Cell)]);
        var stubs = exercises.ToDictionary(e => e, _ => (string?)null);
        while (yours.Usings.Count + yours.Members.Count > 0)
        {
            var code = await TryAsync(Files(stubs, [], yours), cancellation);
            if (code is null) return StudentCode.None;
            var wrong = code.Errors.Where(e => e.File == YoursFile).Select(e => (e.Line / ItemLines) - 1).ToHashSet();
            if (wrong.Count == 0) return code.Errors.Count == 0 ? yours : StudentCode.None;
            yours = new([.. yours.Usings.Where((_, i) => !wrong.Contains(i))],
                [.. yours.Members.Where((_, i) => !wrong.Contains(yours.Usings.Count + i))]);
        }

        return yours;
    }

    private List<CodeFile> Files(Dictionary<HomeworkExercise, string?> bodies, Dictionary<string, CodeError> faults,
        StudentCode yours)
    {
        var usings = string.Concat(yours.Usings.Select(u => u + "\n"));
        List<CodeFile> files = [new("given", frame.GivenFile(AnswerFrame.Class)), new("shown", Shown)];
        if (yours.Usings.Count + yours.Members.Count > 0)
            files.Add(new(YoursFile, string.Concat(yours.Usings.Select(Item))
                + $"#line hidden\n{frame.Usings}internal static partial class {AnswerFrame.Class}\n{{\n"
                + string.Concat(yours.Members.Select((m, i) => Item(m.Text, yours.Usings.Count + i)))
                + "#line hidden\n}\n"));
        files.AddRange(bodies.Select(b => new CodeFile(b.Key.Id, frame.AnswerFile(AnswerFrame.Class, b.Key, b.Value
            ?? $"throw new {(faults.ContainsKey(b.Key.Id) ? DoesNotCompile : nameof(NotImplementedException))}"
                + $"(\"{b.Key.Id}\");", usings))));
        return files;
    }

    // An error's line says in which item it is: first the usings, then the members.
    private static string Item(string text, int index) =>
        FormattableString.Invariant($"#line {(index + 1) * ItemLines}\n{text}\n");

    /// <summary>Which answers keep the compiler from ending, each tried alone.</summary>
    private async Task<Dictionary<string, CodeError>> AloneAsync(Dictionary<HomeworkExercise, string?> bodies,
        Dictionary<string, CodeError> faults, StudentCode yours, CancellationToken cancellation)
    {
        var culprits = new Dictionary<string, CodeError>();
        foreach (var (exercise, body) in bodies.Where(b => b.Value is not null))
        {
            var code = await TryAsync(
                Files(bodies.Keys.ToDictionary(e => e, e => e == exercise ? body : null), faults, yours), cancellation);
            if (code is null)
                culprits[exercise.Id] = new(exercise.Id, 1, AnswerCompiler.TooComplex);
            else if (code.Errors.FirstOrDefault(e => e.File == exercise.Id) is { } error)
                culprits[exercise.Id] = error;
        }

        return culprits;
    }

    /// <summary>A name that is missing, where it is declared in another cell but cannot be taken from there.</summary>
    private static CodeError Elsewhere(CodeError fault, StudentCode student, StudentCode yours) =>
        Missing().Match(fault.Message) is { Success: true } missing && missing.Groups["name"].Value is var name
            && student.Members.Any(m => m.Name == name) && yours.Members.All(m => m.Name != name)
            ? fault with
            {
                Message = $"{name} is declared in another cell; move it between the marks of this answer"
            } : fault;

    [GeneratedRegex(@"^(?:The (?:type or namespace )?name|.* does not contain a definition for) '(?<name>\w+)'.*"
        + @"\(CS(?:0103|0246|1061)\)$")]
    private static partial Regex Missing();

    /// <summary>Why an answer cannot stand inside its method, or null.</summary>
    private async Task<CodeError?> BodyFaultAsync(string id, string answer, CancellationToken cancellation)
    {
        try
        {
            return await compilers.AskAsync((c, limit) => c.BodyErrorAsync(id, answer, limit, cancellation),
                cancellation);
        }
        catch (AnswerLostException e) when (!e.FromOutside)
        {
            return new(id, 1, AnswerCompiler.TooComplex);
        }
    }

    private async Task<CompiledCode?> TryAsync(IReadOnlyList<CodeFile> files, CancellationToken cancellation)
    {
        try
        {
            return await compilers.AskAsync((c, limit) => c.CompileAsync(files, limit, cancellation), cancellation);
        }
        catch (AnswerLostException e) when (!e.FromOutside)
        {
            return null;
        }
    }
}
