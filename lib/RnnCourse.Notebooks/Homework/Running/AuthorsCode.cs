using System.Reflection;
using System.Security.Cryptography;
using RnnCourse.Lessons.Checks;

namespace RnnCourse.Notebooks.Homework.Running;

/// <summary>A check with its arguments, the right value, and what each known wrong answer gives.</summary>
/// <param name="Judge">What is wrong with a value, where many are right.</param>
internal sealed record CheckCase(HomeworkCheck Check, JsonArray Arguments, object Expected,
    IReadOnlyList<(WrongAnswer Wrong, Outcome Outcome)> Mistakes, Func<object, string?>? Judge)
{
    /// <summary>Where an outcome differs from what is right, in a sentence; null when it does not.</summary>
    internal string? Difference(Outcome outcome, HomeworkExercise exercise) =>
        Judge is null ? Agreement.Difference(outcome, Expected, exercise.Hidden.Tolerance, exercise.Parts)
            : outcome.Value is { } value && outcome.Changed is null ? Judge(value)
            : Agreement.Difference(outcome, outcome.Value ?? 0.0);

    /// <summary>Whether an outcome is that of a mistake.</summary>
    internal bool Fits(Outcome outcome, int mistake, HomeworkExercise exercise) =>
        Judge is null ? Agreement.Same(outcome, Mistakes[mistake].Outcome, exercise.Hidden.Tolerance * 10)
            : Difference(outcome, exercise) == Difference(Mistakes[mistake].Outcome, exercise);
}

/// <summary>The authors' own code, compiled: solutions, known wrong answers, and what makes the checks' arguments. It
/// never leaves this process.</summary>
internal sealed class AuthorsCode
{
    private const string ChecksClass = "Checks";
    private readonly HomeworkSource _homework;
    private readonly Assembly _assembly;
    private readonly Dictionary<(string, string), CheckCase> _cases = [];

    private AuthorsCode(HomeworkSource homework, Assembly assembly) => (_homework, _assembly) = (homework, assembly);

    /// <exception cref="HomeworkException">Something of it does not compile.</exception>
    internal static AuthorsCode Of(HomeworkSource homework)
    {
        var files = new List<CodeFile> { new("given", homework.Frame.GivenFile(AnswerFrame.Class)) };
        var graded = homework.Exercises.Where(e => !e.Manual).ToList();
        foreach (var exercise in graded)
        {
            files.Add(new(exercise.Id, homework.Frame.AnswerFile(AnswerFrame.Class, exercise, exercise.Solution)));
            foreach (var (wrong, k) in exercise.Hidden.Wrongs.Select((w, k) => (w, k)))
                files.Add(new($"{exercise.Id}/{wrong.Name}",
                    homework.Frame.AnswerFile(WrongClass(exercise, k), exercise, wrong.Edit.Apply(exercise.Solution),
                        $"using static {AnswerFrame.Class};\n")));
        }

        files.Add(new("checks", ChecksFile(homework, graded)));
        var code = AnswerCompiler.Compile(files, "authors-" + Guid.NewGuid().ToString("N"));
        if (code.Errors.Count > 0) throw Located(homework, code.Errors[0]);
        return new(homework, Assembly.Load(code.Image, code.Symbols));
    }

    /// <summary>The types of an exercise's arguments and result.</summary>
    internal (IReadOnlyList<Type> Arguments, Type Result) Types(HomeworkExercise exercise)
    {
        var method = Method(AnswerFrame.Class, exercise.Method);
        Type[] types = [.. method.GetParameters().Select(p => p.ParameterType)];
        if (types.Append(method.ReturnType).FirstOrDefault(t => !Values.IsAllowed(t)) is { } bad)
            throw new HomeworkException(_homework.Document.Path!, exercise.Cell.Line,
                $"'{exercise.Id}' has the type {bad.Name} in its head; allowed are double, int, bool, "
                    + "string, Mat<double>, arrays and tuples of these");
        return (types, method.ReturnType);
    }

    /// <summary>A check's case for a seed; the same seed gives the same case.</summary>
    internal CheckCase Case(HomeworkExercise exercise, HomeworkCheck check, string seed)
    {
        var key = ($"{exercise.Id}/{check.Name}/{check.Public}", seed);
        lock (_cases)
            if (_cases.TryGetValue(key, out var known)) return known;
        var made = Make(exercise, check, seed);
        lock (_cases)
            return _cases[key] = made;
    }

    private CheckCase Make(HomeworkExercise exercise, HomeworkCheck check, string seed)
    {
        var (types, type) = Types(exercise);
        HomeworkException Wrong(string what) =>
            new(HiddenPath(_homework), check.Line, $"the check '{check.Name}' of '{exercise.Id}' {what}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{exercise.Id}/{check.Name}"));
        object[] drawn;
        try
        {
            drawn = (object[])Method(ChecksClass, CheckMethod(exercise, check))
                .Invoke(null, [new Random(BitConverter.ToInt32(hash) & int.MaxValue)])!;
        }
        catch (TargetInvocationException e)
        {
            throw Wrong($"threw while it made its arguments: {e.InnerException?.Message}");
        }

        if (drawn.Length != types.Count || !drawn.Zip(types).All(p => p.Second.IsInstanceOfType(p.First)))
            throw Wrong($"gives ({string.Join(", ", drawn.Select(d => Values.Name(d.GetType())))}); the arguments are "
                + $"({string.Join(", ", types.Select(Values.Name))})");
        var arguments = new JsonArray([.. drawn.Select((d, i) => Values.Write(d, types[i]))]);
        var right = Call(AnswerFrame.Class, exercise, arguments, types, type);
        if (right.Value is null || right.Changed is not null)
            throw Wrong("has no expected value: the solution failed "
                + $"({right.Problem ?? "it changed its argument " + right.Changed})");
        var judge = exercise.Hidden.Judge is null ? null : JudgeOf(exercise, check, arguments, types);
        if (judge?.Invoke(right.Value) is { } fault) throw Wrong($"is not passed by the solution: {fault}");
        return new(check, arguments, right.Value,
            [.. exercise.Hidden.Wrongs.Select((w, k) =>
                (w, Call(WrongClass(exercise, k), exercise, arguments, types, type)))], judge);
    }

    /// <summary>The authors' judge of one check. The value is a student's: whatever the judge does with it is said of
    /// it.</summary>
    private Func<object, string?> JudgeOf(HomeworkExercise exercise, HomeworkCheck check, JsonArray arguments,
        IReadOnlyList<Type> types) => value =>
    {
        try
        {
            object?[] given = [check.Name, .. types.Select((t, i) => Values.Read(arguments[i], t)), value];
            return (string?)Method(ChecksClass, JudgeMethod(exercise)).Invoke(null, given);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            return $"the result cannot be judged: {inner.Message.Split('\n')[0]}";
        }
    };

    private Outcome Call(string type, HomeworkExercise exercise, JsonArray arguments, IReadOnlyList<Type> types,
        Type result)
    {
        var method = Method(type, exercise.Method);
        return Outcome.Of(arguments, types, exercise.Parameters, result, given =>
        {
            try
            {
                return method.Invoke(null, given);
            }
            catch (TargetInvocationException e) when (e.InnerException is { } inner)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
                throw;
            }
        });
    }

    private MethodInfo Method(string type, string name) =>
        _assembly.GetType(type, throwOnError: true)!.GetMethod(name,
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;

    private static string ChecksFile(HomeworkSource homework, IReadOnlyList<HomeworkExercise> exercises)
    {
        var text = new StringBuilder($"{homework.Frame.Usings}using RnnCourse.Notebooks.Homework;\nusing static "
            + $"{AnswerFrame.Class};\ninternal static class {ChecksClass}\n{{\n#line "
            + $"1\n{homework.HiddenPrelude}\n");
        foreach (var exercise in exercises.Where(e => e.Hidden.Judge is not null))
        {
            var parameters = exercise.Head.Parameters.Length > 0 ? exercise.Head.Parameters + ", " : "";
            text.Append($"internal static string {JudgeMethod(exercise)}(string check, {parameters}"
                + $"{exercise.Head.Result} answer) {{\n#line {exercise.Hidden.Judge!.Line}\n"
                + $"{exercise.Hidden.Judge.Code}\n}}\n");
        }

        foreach (var exercise in exercises)
            foreach (var check in exercise.Hidden.Checks)
            {
                var body = check.Arguments.Trim();
                text.Append(body.EndsWith(';') || body.EndsWith('}')
                    ? $"internal static object[] {CheckMethod(exercise, check)}(Random r) {{\n#line "
                        + $"{check.Line}\n{check.Arguments}\n}}\n"
                    : $"internal static object[] {CheckMethod(exercise, check)}(Random r) =>\n#line "
                        + $"{check.Line}\n{check.Arguments}\n;\n");
            }

        return text.Append("}\n").ToString();
    }

    private static string CheckMethod(HomeworkExercise exercise, HomeworkCheck check) =>
        string.Concat($"{exercise.Id}_{(check.Public ? "p" : "g")}_{check.Name}".Select(c =>
            char.IsAsciiLetterOrDigit(c) ? c.ToString() : $"_{(int)c:x}_"));

    private static string JudgeMethod(HomeworkExercise exercise) =>
        "Judge_" + string.Concat(exercise.Id.Where(char.IsAsciiLetterOrDigit));

    private static string WrongClass(HomeworkExercise exercise, int k) =>
        FormattableString.Invariant($"Wrong_{string.Concat(exercise.Id.Where(char.IsAsciiLetterOrDigit))}_{k}");

    internal static string HiddenPath(HomeworkSource homework) =>
        Path.ChangeExtension(homework.Document.Path!, ".hidden.cs");

    private static HomeworkException Located(HomeworkSource homework, CodeError error)
    {
        if (error.File == "checks") return new(HiddenPath(homework), error.Line, error.Message);
        var id = error.File.Split('/')[0];
        if (homework[id] is not { } exercise)
            return new(homework.Document.Path!, 0, $"the given code: {error.Message}");
        if (error.File.Contains('/', StringComparison.Ordinal))
            return new(HiddenPath(homework), exercise.Hidden.Wrongs.First(w => error.File == $"{id}/{w.Name}").Line,
                $"the wrong answer does not compile, in its line {error.Line}: {error.Message}");
        return new(homework.Document.Path!,
            exercise.Cell.LineInFile(exercise.Before.Split('\n').Length + 1 + error.Line), error.Message);
    }
}
