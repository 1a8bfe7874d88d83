using RnnCourse.Lessons.Exercises;
using RnnCourse.Lessons.Exercises.Answers;

namespace RnnCourse.Lessons.Tests.Exercises;

public sealed class ExerciseTests
{
    public static TheoryData<string> Ids => [.. Answer.All().Select(answer => answer.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_right_answer_is_right(string id)
    {
        var exercise = Exercise.Check(id, Answer.Named(id).Right);
        Assert.True(exercise.State == ExerciseState.Right, exercise.Message);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void No_constant_is_right(string id)
    {
        var answer = Answer.Named(id);
        Assert.True(answer.Inputs.Count >= 2);
        var outcomes = answer.Inputs.Select(input => Answer.AsNumbers(Answer.Call(answer.Right, input))!).ToList();
        Assert.Contains(outcomes, outcome => outcome.Length != outcomes[0].Length
            || !Answer.Agree(outcome, outcomes[0]));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_likely_mistake_is_told_from_the_right_answer_and_from_every_other(string id)
    {
        var answer = Answer.Named(id);
        Assert.Equal(answer.Mistakes.Distinct(), answer.Mistakes);
        foreach (var mistake in answer.Mistakes)
        {
            var exercise = Exercise.Check(id, answer.Mistake(mistake));
            Assert.Equal(ExerciseState.Wrong, exercise.State);
            Assert.Contains(mistake, exercise.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_exercise_that_was_not_begun_is_open_not_wrong() => Assert.Equal(ExerciseState.Open,
        Exercise.Check("0.1", (Func<int, double>)(_ => throw new NotImplementedException())).State);

    [Fact]
    public void What_was_expected_is_shown_with_the_third_wrong_try_and_the_mistake_from_the_first()
    {
        Exercise.Forget("3.2");
        var right = Math.Log(65).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        var tries = Enumerable.Range(0, 4).Select(_ => Exercise.Check("3.2", (int count) => 1.0 / count).Message)
            .ToArray();
        Assert.All(tries, message => Assert.Contains("you gave the probability", message, StringComparison.Ordinal));
        Assert.All(tries[..2], message => Assert.DoesNotContain(right, message, StringComparison.Ordinal));
        Assert.All(tries[2..], message => Assert.Contains("; expected " + right, message, StringComparison.Ordinal));
        Assert.Contains("For count = 65, you got 0.015", tries[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Null_a_wrong_length_and_an_exception_are_wrong_and_say_so()
    {
        Assert.Contains("you got NaN", Exercise.Check("8.1", (double[,] _, double[] _) => double.NaN).Message,
            StringComparison.Ordinal);
        Assert.Contains("returned null", Exercise.Check("5.2", (int _, int _) => (double[])null!).Message,
            StringComparison.Ordinal);
        Assert.Contains("your answer has 2 numbers", Exercise.Check("5.2", (int _, int _) => new[] { 1.0, 2 }).Message,
            StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: no", Exercise.Check("0.1",
            (Func<int, double>)(_ => throw new InvalidOperationException("no"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_changes_its_argument_cannot_change_what_is_expected() =>
        Assert.Equal(ExerciseState.Right, Exercise.Check("0.2", (double[] p) =>
        {
            var loss = p.Average(one => -Math.Log(one));
            Array.Clear(p);
            return loss;
        }).State);

    [Fact]
    public void A_method_with_another_head_and_an_unknown_exercise_are_told()
    {
        Assert.Contains("takes (int) and returns double, but this method takes (double) and returns double",
            Assert.Throws<ArgumentException>(() => Exercise.Check("0.1", (double x) => x)).Message,
            StringComparison.Ordinal);
        Assert.Contains("There is no exercise '0.9'",
            Assert.Throws<ArgumentException>(() => Exercise.Check("0.9", (int x) => x)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_box_of_an_exercise_shows_its_message_and_no_placeholder()
    {
        var html = Shown.Html(new ExerciseFormatters(), Exercise.Check("0.1", (int n) => Math.Log(n)));
        Assert.Contains("Exercise 0.1", html, StringComparison.Ordinal);
        Assert.Contains("Right, for each of 2 inputs.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("{", html, StringComparison.Ordinal);
        Assert.Contains("Not begun. <span class=\"rnncourse-todo\">Write your answer in place of the throw",
            Shown.Html(new ExerciseFormatters(),
                Exercise.Check("0.1", double (int _) => throw new NotImplementedException())),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 2.0, "Measured, the rest: 2. You wrote no prediction")]
    [InlineData(2.0, 2.0, "You predicted 2: exactly so.")]
    [InlineData(8.0, 2.0, "You predicted 8: off by a factor of 4.")]
    [InlineData(0.5, 2.0, "off by a factor of 4.")]
    [InlineData(2.5, 2.0, "You predicted 2.5: off by 0.5.")]
    [InlineData(-1.0, 2.0, "You predicted −1: off by 3.")]
    public void A_prediction_is_compared_with_what_was_measured(double? guess, double measured, string says)
    {
        var prediction = Prediction.Compare("the rest", guess, measured);
        Assert.Contains(says, prediction.ToString(), StringComparison.Ordinal);
        Assert.Contains("Prediction</strong>", Shown.Html(new PredictionFormatters(), prediction),
            StringComparison.Ordinal);
    }
}
