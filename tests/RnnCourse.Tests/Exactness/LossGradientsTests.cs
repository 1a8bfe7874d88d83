using RnnCourse.Analysis;

namespace RnnCourse.Tests.Exactness;

/// <summary>∂E/∂o of every loss equals extrapolated central differences of E to 1e-8, relative to the largest entry,
/// with padding and without.</summary>
public class LossGradientsTests
{
    public static TheoryData<string> Names => [.. Losses.Names];

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_of_a_loss_equals_central_differences(string name) => Problem.ForAll(
        problem =>
        {
            const int Outputs = 3;
            var random = problem.Random();
            var y = Losses.Targets(name, problem.Steps, problem.Batch, Outputs, problem.Lengths(random), random);
            var o = Numbers.RandomSteps<double>(random, problem.Steps, problem.Batch, Outputs, scale: 3);
            var loss = Losses.Make(name);
            var dO = loss.Evaluate(o, y).dO.All.Clone();
            Gradients.AssertSame(name, "dO", dO, GradientCheck.CentralDifferences(o.All, () => loss.Evaluate(o, y).E),
                1e-8);
        },
        count: 15);
}
