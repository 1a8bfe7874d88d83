using RnnCourse.Cells;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Optimizers;

public sealed class OptimizerTests
{
    [Fact]
    public void Sgd_takes_the_step_of_its_formula() => Follows(
        model => new Sgd<double>(model, 0.1), (w, g, _) => w - (0.1 * g));

    [Fact]
    public void Momentum_takes_the_step_of_its_formula() => Follows(
        model => new Momentum<double>(model, 0.1, 0.8),
        (w, g, s) => w - (0.1 * (s[0] = (0.8 * s[0]) + g)));

    [Fact]
    public void Nesterov_takes_the_step_of_its_formula() => Follows(
        model => new Momentum<double>(model, 0.1, 0.8, nesterov: true),
        (w, g, s) => w - (0.1 * (g + (0.8 * (s[0] = (0.8 * s[0]) + g)))));

    [Fact]
    public void AdaGrad_takes_the_step_of_its_formula() => Follows(
        model => new AdaGrad<double>(model, 0.1, 1e-6),
        (w, g, s) => w - (0.1 * g / (Math.Sqrt(s[0] += g * g) + 1e-6)));

    [Fact]
    public void RmsProp_takes_the_step_of_its_formula() => Follows(
        model => new RmsProp<double>(model, 0.1, 0.9, 1e-6),
        (w, g, s) => w - (0.1 * g / (Math.Sqrt(s[0] = (0.9 * s[0]) + (0.1 * g * g)) + 1e-6)));

    [Fact]
    public void Adam_takes_the_step_of_its_formula() => Follows(
        model => new Adam<double>(model, 0.1, 0.8, 0.9, 1e-6),
        (w, g, s) =>
        {
            s[0] = (0.8 * s[0]) + (0.2 * g);
            s[1] = (0.9 * s[1]) + (0.1 * g * g);
            s[2]++;
            var (m, v) = (s[0] / (1 - Math.Pow(0.8, s[2])), s[1] / (1 - Math.Pow(0.9, s[2])));
            return w - (0.1 * m / (Math.Sqrt(v) + 1e-6));
        });

    [Fact]
    public void A_gradient_of_another_model_is_refused()
    {
        var rnn = new VanillaRnn<double>(2, 3);
        var error =
            Assert.Throws<ArgumentException>(() => new Sgd<double>(rnn, 0.1).Step(new VanillaRnn<double>(2, 4)));
        Assert.Contains("Wxh [4, 2] where the model has Wxh [3, 2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clipping_by_norm_keeps_the_direction()
    {
        var gradient = new VanillaRnn<double>(3, 4, Activation.Tanh, new Random(1));
        var before = gradient.W.Whh.ToArray();
        var norm = Clip.ByNorm(gradient, 0.5);
        Assert.True(norm > 0.5);
        Assert.Equal(0.5, gradient.Norm(), 1e-12);
        Assert.Equal(before[1, 2] * 0.5 / norm, gradient.W.Whh[1, 2], 1e-15);
        Assert.Equal(0.5, Clip.ByNorm(gradient, 2), 1e-12);
        gradient.W.bh[0] = double.NaN;
        Assert.Throws<ArithmeticException>(() => Clip.ByNorm(gradient, 1));
    }

    [Fact]
    public void Clipping_by_element_limits_every_number()
    {
        var gradient = new VanillaRnn<double>(3, 4, Activation.Tanh, new Random(1));
        var before = gradient.W.Whh.ToArray();
        Clip.ByElement(gradient, 0.1);
        for (var r = 0; r < 4; r++)
            for (var c = 0; c < 4; c++)
                Assert.Equal(Math.Clamp(before[r, c], -0.1, 0.1), gradient.W.Whh[r, c]);
    }

    [Fact]
    public void Schedules_have_the_rates_they_name()
    {
        Assert.Equal(0.025, Schedule.Decay(0.1, 0.5, 10)(29), 1e-15);
        Assert.Equal(0.1, Schedule.Cosine(0.1, 10)(0), 1e-15);
        Assert.Equal(0.05, Schedule.Cosine(0.1, 10)(5), 1e-15);
        Assert.Equal(0.01, Schedule.Cosine(0.1, 10, 0.01)(99), 1e-15);
        Assert.Equal(0.05, Schedule.WarmUp(4, Schedule.Constant(0.1))(1), 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd<double>(new VanillaRnn<double>(1, 1), double.NaN));
    }

    /// <summary>Five steps equal the formula, applied to every number with a memory of its own.</summary>
    private static void Follows(Func<IParameters<double>, Optimizer<double>> make,
        Func<double, double, double[], double> formula)
    {
        var random = new Random(2);
        var model = new VanillaRnn<double>(3, 5, Activation.Tanh, random);
        var expected = model.Parameters.Select(p => p.Value.ToArray()).ToList();
        var memory = expected.ConvertAll(w => w.Cast<double>().Select(_ => new double[3]).ToArray());
        var optimizer = make(model);
        for (var step = 0; step < 5; step++)
        {
            var gradient = new VanillaRnn<double>(3, 5, Activation.Tanh, random);
            optimizer.Step(gradient);
            for (var i = 0; i < expected.Count; i++)
                for (var r = 0; r < expected[i].GetLength(0); r++)
                    for (var c = 0; c < expected[i].GetLength(1); c++)
                        expected[i][r, c] = formula(
                            expected[i][r, c], gradient.Parameters[i].Value[r, c],
                            memory[i][(r * expected[i].GetLength(1)) + c]);
        }

        for (var i = 0; i < expected.Count; i++)
            Gradients.AssertSame($"{optimizer.GetType().Name} after 5 steps", model.Parameters[i].Name,
                model.Parameters[i].Value, expected[i], 1e-14);
    }
}
