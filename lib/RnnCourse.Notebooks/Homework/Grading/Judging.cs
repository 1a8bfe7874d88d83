using RnnCourse.Lessons.Checks;
using RnnCourse.Notebooks.Homework.Running;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Turns what an answer did on each check into a grade.</summary>
internal static class Judging
{
    internal static ExerciseGrade Nothing(HomeworkExercise exercise, string reason) =>
        new(exercise.Id, exercise.Points, 0, [], reason, null);

    /// <summary>A part whose process was lost by no fault of the answer: it has no grade.</summary>
    internal static ExerciseGrade Ungraded(HomeworkExercise exercise, string reason) =>
        Nothing(exercise, $"could not be graded: {reason}") with { Ungraded = true };

    internal static ExerciseGrade Judge(HomeworkExercise exercise, IReadOnlyList<CheckCase> cases,
        IReadOnlyList<Outcome> outcomes, IReadOnlyList<MissingAnswer> missing)
    {
        var weights = cases.Sum(c => c.Check.Weight);
        var checks = cases.Zip(outcomes, (c, outcome) =>
        {
            var difference = AnswerBuild.Calls(exercise.Id, outcome.Kind, outcome.Problem, missing)
                ?? (outcome.Kind == nameof(NotImplementedException) ? "not finished: it throws NotImplementedException"
                    : c.Difference(outcome, exercise));
            return new CheckGrade(c.Check.Name, difference is null,
                Math.Round(exercise.Points * c.Check.Weight / weights, 4), difference);
        }).ToList();
        var failed = checks.FindIndex(c => !c.Passed);
        var earned = failed < 0 ? exercise.Points : Math.Round(checks.Where(c => c.Passed).Sum(c => c.Points), 2);
        return new(exercise.Id, exercise.Points, earned, checks,
            failed < 0 ? null : $"the check '{checks[failed].Name}' fails: {checks[failed].Reason}",
            failed < 0 ? null : Likely(exercise, cases, outcomes, failed));
    }

    /// <summary>The known mistake that gives just these outcomes; else the one that gives that of the first failed
    /// check, and would have passed where the answer did; else what is wrong in general.</summary>
    private static string? Likely(HomeworkExercise exercise, IReadOnlyList<CheckCase> cases,
        IReadOnlyList<Outcome> outcomes, int failed)
    {
        bool Fits(int wrong, int k) => cases[k].Fits(outcomes[k], wrong, exercise);
        var wrongs = Enumerable.Range(0, exercise.Hidden.Wrongs.Count).ToList();
        var all = wrongs.FindIndex(w => Enumerable.Range(0, cases.Count).All(k => Fits(w, k)));
        bool Passes(int k) => cases[k].Difference(outcomes[k], exercise) is null;
        var one = all >= 0 ? all : wrongs.FindIndex(w => Fits(w, failed)
            && Enumerable.Range(0, cases.Count).All(k => !Passes(k) || Fits(w, k)));
        return one >= 0 ? exercise.Hidden.Wrongs[one].Says
            : exercise.Hidden.Judge is not null ? null
            : Agreement.GeneralMistake(outcomes[failed], cases[failed].Expected);
    }
}
