using RnnCourse.Figures.Display;

namespace RnnCourse.Lessons.Exercises;

/// <summary>A "try it" exercise of a notebook, checked at once. An exercise that was not begun (it throws
/// <see cref="NotImplementedException"/>) is no failure: a notebook runs to its end with all its exercises
/// open.</summary>
/// <example>
/// <code>
/// double Step(double x, double h) => throw new NotImplementedException();
/// Exercise.Check("1.1", () => Step(0.5, 0.2), Math.Tanh(0.5 + 0.2), ("you forgot tanh", 0.5 + 0.2))
/// </code>
/// </example>
[TypeFormatterSource(typeof(ExerciseFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Exercise
{
    private Exercise(string id, ExerciseState state, string message) => (Id, State, Message) = (id, state, message);

    /// <summary>The exercise's name: "1.1".</summary>
    public string Id { get; }
    public ExerciseState State { get; }

    /// <summary>What the check found: which entry differs, what was expected and got, and the likely mistake.</summary>
    public string Message { get; }

    /// <summary>Checks an answer that is one number.</summary>
    /// <param name="mistakes">Likely mistakes, each with the answer it gives.</param>
    public static Exercise Check(string id, Func<double> attempt, double expected,
        params (string Mistake, double Gives)[] mistakes)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(mistakes);
        return Check(id, () => [attempt()], [expected], [.. mistakes.Select(m => (m.Mistake, new[] { m.Gives }))]);
    }

    /// <summary>Checks an answer of several numbers: a vector, or the numbers of a matrix row by row.</summary>
    /// <param name="expected">The right answer. Entries agree when they differ by less than 1e-9 of the
    /// largest.</param>
    /// <param name="mistakes">Likely mistakes, each with the answer it gives.</param>
    public static Exercise Check(string id, Func<double[]> attempt, double[] expected,
        params (string Mistake, double[] Gives)[] mistakes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(mistakes);
        double[]? got;
        try
        {
            got = attempt();
        }
        catch (NotImplementedException)
        {
            return new(id, ExerciseState.Open,
                "Not begun. Write your answer in place of the throw, and run the cell again.");
        }
        catch (Exception problem)
        {
            return new(id, ExerciseState.Wrong, $"Your code threw {problem.GetType().Name}: {problem.Message}");
        }

        if (got is null) return new(id, ExerciseState.Wrong, "Your code returned null.");
        if (got.Length != expected.Length)
            return new(id, ExerciseState.Wrong,
                $"Your answer has {got.Length} number{(got.Length == 1 ? "" : "s")}; expected {expected.Length}.");
        if (Agree(got, expected)) return new(id, ExerciseState.Right, "Right.");
        var at = Enumerable.Range(0, got.Length).First(n => !Near(got[n], expected[n], expected));
        var where = expected.Length == 1 ? "" : $"entry {at}: ";
        var likely = Array.Find(mistakes, mistake => mistake.Gives.Length == got.Length && Agree(got, mistake.Gives))
            .Mistake;
        return new(id, ExerciseState.Wrong,
            $"Not yet: {where}expected {Numbers.Short(expected[at])}, got {Numbers.Short(got[at])}."
            + (likely is null ? "" : $" This is the answer if {likely}."));
    }

    public override string ToString() => $"[exercise {Id}: "
        + $"{State switch { ExerciseState.Open => "open", ExerciseState.Right => "right", _ => "wrong" }}] {Message}";

    private static bool Agree(double[] got, double[] expected) =>
        Enumerable.Range(0, got.Length).All(n => Near(got[n], expected[n], expected));

    private static bool Near(double got, double expected, double[] all) =>
        Math.Abs(got - expected) <= 1e-9 * Math.Max(1e-300, all.Max(Math.Abs));
}

public enum ExerciseState
{
    Open,
    Right,
    Wrong,
}
