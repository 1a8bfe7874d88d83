using System.Collections.Concurrent;
using RnnCourse.Lessons.Exercises;

namespace RnnCourse.Lessons.Checks;

/// <summary>The instant checks of the homework: <c>Check.Run("h2.delta", Delta)</c> answers at once. They use small
/// inputs that you may see, in the file of checks beside the notebook; grading uses others.</summary>
public static class Check
{
    private static readonly ConcurrentDictionary<string, int> Failures = new();

    /// <summary>One of an exercise's three hints.</summary>
    /// <param name="id">The exercise: <c>h2.delta</c>.</param>
    /// <param name="stage">1 is a nudge, 3 nearly the answer.</param>
    /// <exception cref="ArgumentException">There is no such exercise or hint.</exception>
    public static string Hint(string id, int stage = 1) => PublicExercise.Find(id).Hint(stage);

    /// <summary>Checks an answer to an exercise.</summary>
    /// <param name="id">The exercise: <c>h2.delta</c>.</param>
    /// <exception cref="ArgumentException">There is no such exercise, or the method has other parameters or another
    /// result.</exception>
    /// <exception cref="FileNotFoundException">The file of checks does not lie beside the notebook.</exception>
    public static CheckResult Run(string id, Delegate answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var exercise = PublicExercise.Find(id);
        Type[] types = [.. answer.Method.GetParameters().Select(p => p.ParameterType)];
        if (types.Length != exercise.Parameters.Count)
            throw new ArgumentException($"The answer to {id} takes "
                + $"{exercise.Parameters.Count} argument{(exercise.Parameters.Count == 1 ? "" : "s")} "
                + $"({string.Join(", ", exercise.Parameters)}), not {types.Length}.", nameof(answer));
        foreach (var check in exercise.Checks.Take(1))
        {
            for (var i = 0; i < types.Length; i++)
                if (!Values.Fits(check.Arguments[i], types[i]))
                    throw new ArgumentException(
                        $"The answer to {id} has an argument '{exercise.Parameters[i]}' that is not a "
                        + $"{Values.Name(types[i])}: give the method the head that it had at first.", nameof(answer));
            if (!Values.Fits(check.Expected, answer.Method.ReturnType))
                throw new ArgumentException(
                    $"The answer to {id} does not return {Values.Name(answer.Method.ReturnType)}: "
                    + "give the method the head that it had at first.", nameof(answer));
        }

        var (type, names) = (answer.Method.ReturnType, exercise.Parameters);
        return Judge(exercise, type, exercise.Checks.Select(
            check => Outcome.Of(check.Arguments, types, names, type, arguments => Invoke(answer, arguments))));
    }

    /// <summary>Judges outcomes that were computed elsewhere, one a check.</summary>
    /// <param name="outcomes">What the answer did on each check's arguments; asked for one by one.</param>
    public static CheckResult Judge(PublicExercise exercise, Type type, IEnumerable<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(exercise);
        ArgumentNullException.ThrowIfNull(outcomes);
        if (exercise.Checks.Count == 0)
            return new(exercise.Id, ExerciseState.Open, [], null,
                "judged when it is graded: there is no one right answer to compare it with here.", null, null);
        var passed = new List<string>();
        CheckResult? failed = null;
        IEnumerable<string>? candidates = null;
        foreach (var (check, got) in exercise.Checks.Zip(outcomes))
        {
            if (got.Kind == nameof(NotImplementedException) && Other(exercise.Id, got) is { } other)
                return new(exercise.Id, ExerciseState.Wrong, passed, check.Name,
                    $"it calls the answer to {other}, which is not begun.", null, null);
            if (got.Kind == nameof(NotImplementedException))
                return new(exercise.Id, ExerciseState.Open, passed, null,
                    "not begun. Write your answer between the marks and run both cells again.", null, null);
            var expected = Values.Read(check.Expected, type);
            // A mistake that gives this very outcome, here and on the checks before; one that passes here gives the
            // right value.
            var here = Fitting(check, got, type, exercise.Tolerance);
            var difference = Agreement.Difference(got, expected, exercise.Tolerance, exercise.Parts);
            if (difference is null)
            {
                passed.Add(check.Name);
                candidates = (candidates ?? All(exercise)).Except(check.Mistakes.Select(m => m.Says)).ToList();
                continue;
            }

            candidates = (candidates ?? All(exercise)).Intersect(here).ToList() is { Count: > 0 } both ? both
                : failed is null ? here : candidates;
            failed ??= new(exercise.Id, ExerciseState.Wrong, passed, check.Name, Describe(exercise, check, difference),
                Agreement.GeneralMistake(got, expected), null);
        }

        if (failed is null)
            return new(exercise.Id, ExerciseState.Right, passed, null, $"right. All hold: {string.Join("; ", passed)}.",
                null, null);
        var stage = Math.Min(Failures.AddOrUpdate(exercise.Id, 1, (_, n) => n + 1), exercise.Hints.Count);
        return failed with
        {
            Likely = candidates?.FirstOrDefault() ?? failed.Likely,
            NextHint = exercise.Hints.Count == 0 ? null : $"run Check.Hint(\"{exercise.Id}\", {stage})",
        };
    }

    // An answer that is not begun throws its own id.
    private static string? Other(string id, Outcome got) => got.Problem?.Split(' ')[^1] is { } thrown && thrown != id
        && thrown.StartsWith(id.Split('.')[0] + ".", StringComparison.Ordinal) ? thrown : null;

    private static IEnumerable<string> All(PublicExercise exercise) =>
        exercise.Checks.SelectMany(c => c.Mistakes.Select(m => m.Says)).Distinct();

    private static List<string> Fitting(PublicCheck check, Outcome got, Type type, double tolerance) =>
        [.. check.Mistakes.Where(m => Agreement.Same(got, Outcome.FromJson(m.Outcome, type), tolerance))
            .Select(m => m.Says)];

    // The arguments of the failing check, when they are few enough to be read.
    private static string Describe(PublicExercise exercise, PublicCheck check, string difference)
    {
        var arguments = exercise.Parameters.Zip(check.Arguments, (name, value) => $"{name} = {Inputs.Text(value)}")
            .ToList();
        return $"For {string.Join(", ", arguments)}: {difference}{(difference[^1] is '.' or '?' or '!' ? "" : ".")}";
    }

    private static object? Invoke(Delegate answer, object[] arguments)
    {
        try
        {
            return answer.DynamicInvoke(arguments);
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(inner).Throw();
            throw;
        }
    }
}
