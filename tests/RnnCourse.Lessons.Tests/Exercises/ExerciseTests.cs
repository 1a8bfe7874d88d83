using RnnCourse.Lessons.Exercises;

namespace RnnCourse.Lessons.Tests.Exercises;

public class ExerciseTests
{
    [Fact]
    public void An_exercise_that_was_not_begun_is_open_not_wrong() =>
        Assert.Equal(ExerciseState.Open, Exercise.Check("1.1", () => throw new NotImplementedException(), [1.0]).State);

    [Fact]
    public void A_right_answer_is_right_up_to_rounding() =>
        Assert.Equal(ExerciseState.Right, Exercise.Check("1.1", () => 0.1 + 0.2, 0.3).State);

    [Fact]
    public void A_wrong_answer_names_the_entry_and_the_likely_mistake()
    {
        var exercise = Exercise.Check("1.1", () => [1.0, 5.0], [1.0, 2.0], ("the bias is missing", [0.0, 1.0]),
            ("the matrix is transposed", [1.0, 5.0]));

        Assert.Equal(ExerciseState.Wrong, exercise.State);
        Assert.Contains("entry 1: expected 2, got 5", exercise.Message, StringComparison.Ordinal);
        Assert.Contains("the matrix is transposed", exercise.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("bias", exercise.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    public void No_other_number_is_right(double answer) =>
        Assert.Equal(ExerciseState.Wrong, Exercise.Check("1.1", () => answer, 0.3).State);

    [Fact]
    public void Null_a_wrong_length_and_an_exception_are_wrong_and_say_so()
    {
        Assert.Contains("null", Exercise.Check("1.1", () => null!, [1.0]).Message, StringComparison.Ordinal);
        Assert.Contains("2 numbers; expected 1", Exercise.Check("1.1", () => [1.0, 2.0], [1.0]).Message,
            StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: no",
            Exercise.Check("1.1", () => throw new InvalidOperationException("no"), [1.0]).Message,
            StringComparison.Ordinal);
    }
}
