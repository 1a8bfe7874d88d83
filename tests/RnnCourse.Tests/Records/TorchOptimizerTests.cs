using System.Numerics;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;

namespace RnnCourse.Tests.Records;

/// <summary>Parameters after ten steps of each optimiser are PyTorch's: 1e-5 relative in float, 1e-10 in
/// double.</summary>
public class TorchOptimizerTests
{
    public static TheoryData<string> Names =>
        ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "adagrad_inside", "clip_norm",
            "clip_value"];

    [Theory, MemberData(nameof(Names))]
    public void Ten_steps_in_double_end_where_PyTorchs_do(string name) => Compare<double>(name);

    [Theory, MemberData(nameof(Names))]
    public void Ten_steps_in_float_end_where_PyTorchs_do(string name) => Compare<float>(name);

    private static void Compare<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var record = new TorchRecord<T>("optimiser");
        var (x, y) = (record.Matrix("x"), record.Matrix("y"));
        var (w, b) = (record.Matrix("w"), record.Matrix("b"));
        var optimizer = Make(name, new Weights<T>(w, b));
        for (var step = 0; step < 10; step++)
        {
            // E = Σ (tanh(x Wᵀ + b) − y)², its gradient written out.
            var h = x * w.Transpose();
            for (var r = 0; r < h.Rows; r++)
                for (var c = 0; c < h.Columns; c++)
                    h[r, c] = T.Tanh(h[r, c] + b[c]);
            var dA = 2 * (h - y) % (1 - h % h);
            var gradient = new Weights<T>(dA.Transpose() * x, new Mat<T>(1, 3).Map(_ => T.One));
            for (var c = 0; c < 3; c++)
            {
                gradient.B[c] = T.Zero;
                for (var r = 0; r < dA.Rows; r++)
                    gradient.B[c] += dA[r, c];
            }

            if (name == "clip_norm")
                Clip.ByNorm(gradient, 1.0);
            if (name == "clip_value")
                Clip.ByElement(gradient, 0.3);
            optimizer.Step(gradient);
        }

        record.AssertSame($"{name}/w", w);
        record.AssertSame($"{name}/b", b);
    }

    private static Optimizer<T> Make<T>(string name, Weights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> => name switch
        {
            "momentum" => new Momentum<T>(weights, 0.02),
            "nesterov" => new Momentum<T>(weights, 0.02, nesterov: true),
            "adagrad" => new AdaGrad<T>(weights, 0.1, 1e-8),
            "rmsprop" => new RmsProp<T>(weights, 0.01, 0.9, 1e-8),
            "adam" => new Adam<T>(weights, 0.05),
            "adamw" => new AdamW<T>(weights, 0.05, 0.1),
            "adagrad_inside" => new AdaGrad<T>(weights, 0.1, 1e-8, Epsilon.InsideRoot),
            _ => new Sgd<T>(weights, 0.02),
        };

    private sealed class Weights<T>(Mat<T> w, Mat<T> b) : IParameters<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Mat<T> B => b;

        public IReadOnlyList<Parameter<T>> Parameters { get; } = [new("w", w), new("b", b)];
    }
}
