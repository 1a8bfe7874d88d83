using RnnCourse.Cells;
using RnnCourse.Numerics;
using static RnnCourse.Numerics.Elementwise;

namespace RnnCourse.Lessons.Tests.OpenFamily;

/// <summary>The minimal gated unit (Zhou et al. 2016), as a student writes it.</summary>
internal sealed class Mgu(int inputs, int hidden, Random? random = null)
    : StepCell<double>("fh", inputs, hidden, random)
{
    protected override Mat<double> Forward(CellStep<double> s)
    {
        var f = s["f"] = Sigmoid(s.A('f', s.HPrev));
        var n = s["n"] = Tanh(s.A('h', f % s.HPrev));
        return (1 - f) % s.HPrev + f % n;
    }

    protected override Mat<double> Backward(CellStep<double> s, Mat<double> dH)
    {
        var (f, n) = (s["f"], s["n"]);
        var dQ = s.Delta('h', (1 - n % n) % f % dH);
        var dF = (n - s.HPrev) % dH + s.HPrev % dQ;
        return (1 - f) % dH + f % dQ + s.Delta('f', f % (1 - f) % dF);
    }
}

/// <summary>The library's LSTM written a second time, with the public language only.</summary>
internal sealed class OwnLstm(int inputs, int hidden) : StepCell<double>("ifgo", inputs, hidden, cellState: true)
{
    protected override Mat<double> Forward(CellStep<double> s)
    {
        var (i, f) = (s["i"] = Sigmoid(s.A('i', s.HPrev)), s["f"] = Sigmoid(s.A('f', s.HPrev)));
        var (g, o) = (s["g"] = Tanh(s.A('g', s.HPrev)), s["o"] = Sigmoid(s.A('o', s.HPrev)));
        s.C = f % s.CPrev + i % g;
        return o % Tanh(s.C);
    }

    protected override Mat<double> Backward(CellStep<double> s, Mat<double> dH)
    {
        var (i, f, g, o, tanhC) = (s["i"], s["f"], s["g"], s["o"], Tanh(s.C));
        var dC = s.dC + o % (1 - tanhC % tanhC) % dH;
        s.AddToCPrev(f % dC);
        return s.Delta('i', i % (1 - i) % g % dC) + s.Delta('f', f % (1 - f) % s.CPrev % dC)
            + s.Delta('g', (1 - g % g) % i % dC) + s.Delta('o', o % (1 - o) % tanhC % dH);
    }
}

/// <summary>A mistake in a cell of one's own: the slope of the candidate is missing.</summary>
internal sealed class WrongCell(int inputs, int hidden, Random? random) : StepCell<double>("h", inputs, hidden, random)
{
    protected override Mat<double> Forward(CellStep<double> s) => Tanh(s.A('h', s.HPrev));

    protected override Mat<double> Backward(CellStep<double> s, Mat<double> dH) => s.Delta('h', dH);
}
