using System.Collections.Concurrent;
using RnnCourse.Figures.Display;
using RnnCourse.Lessons.Exercises.Answers;

namespace RnnCourse.Lessons.Exercises;

/// <summary>A "try it" exercise of a notebook, checked at once on inputs that the library has. An exercise that was
/// not begun (it throws <see cref="NotImplementedException"/>) is not a failure: a notebook runs to its end with all
/// its exercises open.</summary>
/// <example>
/// <code>
/// double CostOfGuessing(int symbols) => throw new NotImplementedException();
/// Exercise.Check("0.1", CostOfGuessing)
/// </code>
/// </example>
[TypeFormatterSource(typeof(ExerciseFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Exercise
{
    /// <summary>What to do in a notebook; a page of the book has a link in its place.</summary>
    internal const string ToDo = "Write your answer in place of the throw, and run the cell again.";

    /// <summary>From which wrong try on the expected value is shown.</summary>
    private const int Shown = 3;

    // Wrong tries of each exercise since the kernel started.
    private static readonly ConcurrentDictionary<string, int> Tries = new();

    private Exercise(string id, ExerciseState state, string message) => (Id, State, Message) = (id, state, message);

    /// <summary>The exercise's name: "1.1".</summary>
    public string Id { get; }
    public ExerciseState State { get; }

    /// <summary>What the check found: for which input the answer is wrong, what was got, the likely mistake; from the
    /// third try on, what was expected.</summary>
    public string Message { get; }

    /// <summary>Checks an answer.</summary>
    /// <param name="id">The exercise's name, which stands beside it: "6.1".</param>
    /// <param name="answer">The method that the notebook asks for, with the head that it had at first.</param>
    /// <exception cref="ArgumentException">There is no such exercise, or the method has another head.</exception>
    public static Exercise Check(string id, Delegate answer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(answer);
        var right = Answer.Named(id);
        if (right.HeadFault(answer) is { } fault)
            throw new ArgumentException($"The answer to {id} {fault}. Give the method the head that it had at first.",
                nameof(answer));

        var likely = right.Mistakes;
        foreach (var input in right.Inputs)
        {
            object? given;
            double[]? got;
            try
            {
                given = Answer.Call(answer, input);
                got = Answer.AsNumbers(given);
            }
            catch (NotImplementedException)
            {
                return new(id, ExerciseState.Open, $"Not begun. {ToDo}");
            }
            catch (Exception problem)
            {
                return new(id, ExerciseState.Wrong, $"For {right.Show(input)}, your code threw "
                    + $"{problem.GetType().Name}: {problem.Message}");
            }

            if (got is null)
                return new(id, ExerciseState.Wrong, $"For {right.Show(input)}, your code returned null.");
            var truth = Answer.Call(right.Right, input)!;
            var expected = Answer.AsNumbers(truth)!;
            if (Answer.Agree(got, expected))
            {
                likely = [.. likely.Where(mistake => right.Gives(mistake, input, expected))];
                continue;
            }

            likely = [.. likely.Where(mistake => right.Gives(mistake, input, got))];
            var (isText, said) = (truth is string, $"Not yet. For {right.Show(input)}, ");
            return Wrong(right.Id, said + (isText ? $"you got \"{given}\"" : Difference(expected, got)),
                isText ? $"\"{truth}\"" : Expected(expected, got), likely.Count == 0 ? null : likely[0]);
        }

        return new(id, ExerciseState.Right, $"Right, for each of {right.Inputs.Count} inputs.");
    }

    /// <summary>Forgets the wrong tries of an exercise.</summary>
    internal static void Forget(string id) => Tries.TryRemove(id, out _);

    public override string ToString() => $"[exercise {Id}: "
        + $"{State switch { ExerciseState.Open => "open", ExerciseState.Right => "right", _ => "wrong" }}] {Message}";

    private static Exercise Wrong(string id, string said, string expected, string? likely)
    {
        var isLast = Tries.AddOrUpdate(id, 1, (_, before) => before + 1) >= Shown;
        return new(id, ExerciseState.Wrong, said + (isLast ? $"; expected {expected}." : ".")
            + (likely is null ? "" : $" This is the answer if {likely}.")
            + (isLast ? "" : " The third wrong try shows what was expected."));
    }

    private static string Difference(double[] expected, double[] got)
    {
        if (got.Length != expected.Length) return $"your answer has {got.Length} number{(got.Length == 1 ? "" : "s")}";
        var at = FirstOff(expected, got);
        return $"{(got.Length == 1 ? "" : $"entry {at}: ")}you got {Numbers.Short(got[at])}";
    }

    private static string Expected(double[] expected, double[] got) => got.Length == expected.Length
        ? Numbers.Short(expected[FirstOff(expected, got)])
        : $"{expected.Length} number{(expected.Length == 1 ? "" : "s")}";

    private static int FirstOff(double[] expected, double[] got) =>
        Enumerable.Range(0, got.Length).First(n => !Answer.Near(got[n], expected[n], expected));
}

public enum ExerciseState
{
    Open,
    Right,
    Wrong,
}
