using static RnnCourse.Numerics.Elementwise;

namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>The unit of exercises 11.6 and 11.7, right or with one of its likely mistakes.</summary>
internal sealed class MinimalGatedUnit(bool keeps, bool readsAll)
    : StepCell<double>("fn", inputs: 3, hidden: 4, new Random(5))
{
    public static double[] States(int[] tokens, bool keeps = false, bool readsAll = false) =>
        [.. new MinimalGatedUnit(keeps, readsAll).Unroll(tokens).H.SelectMany(h => h.ToArray().Cast<double>())];

    /// <summary>Every gradient, parameter by parameter, of Σ h[t]·(1, −2, ½, 1).</summary>
    public static double[] Gradient(int[] tokens)
    {
        var cell = new MinimalGatedUnit(false, false);
        var run = cell.Unroll(tokens);
        Steps<double> dEdH = run.H.Select(_ => Mat<double>.Row(1, -2, 0.5, 1)).ToArray();
        return [.. cell.Bptt(run, dEdH).Parameters.SelectMany(p => p.Value.ToArray().Cast<double>())];
    }

    protected override Mat<double> Forward(CellStep<double> s)
    {
        var f = s["f"] = Sigmoid(s.A('f', s.HPrev));                       // (11.21)
        var n = s["n"] = Tanh(s.A('n', readsAll ? s.HPrev : f % s.HPrev)); // (11.22)
        return keeps ? f % s.HPrev + (1 - f) % n : (1 - f) % s.HPrev + f % n;   // (11.23)
    }

    protected override Mat<double> Backward(CellStep<double> s, Mat<double> dH)
    {
        var (f, n) = (s["f"], s["n"]);
        var dQ = s.Delta('n', (1 - n % n) % f % dH);
        var dF = (n - s.HPrev) % dH + s.HPrev % dQ;
        return (1 - f) % dH + f % dQ + s.Delta('f', f % (1 - f) % dF);
    }
}
