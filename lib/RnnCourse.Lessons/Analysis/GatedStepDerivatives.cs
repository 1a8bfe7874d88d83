using MathNet.Numerics.LinearAlgebra;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Lessons.Analysis;

/// <summary>Step derivatives of a cell made of gates: each gate q has a pre-activation a_q = Wxq x + Whq y_q + b_q,
/// where y is h⁻ or something made of it, and what matters is ∂s/∂a_q.</summary>
internal abstract class GatedStepDerivatives<T>(Run<T> run) : StepDerivatives<T>(run)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>One gate at one step: ∂s/∂a_q [S, H], ∂s/∂(Whq y_q) [S, H], and y_q [H].</summary>
    protected sealed record Gate(char Name, Matrix<double> OnA, Matrix<double> OnProduct, Vector Y);

    protected abstract IEnumerable<Gate> Gates(int t, int b);

    protected override IEnumerable<Block> RealBlocks(int t, int b)
    {
        foreach (var gate in Gates(t, b))
        {
            yield return new Block(gate.OnA, Input(t, b).ToArray(), Offsets[$"Wx{gate.Name}"]);
            yield return new Block(gate.OnProduct, gate.Y.ToArray(), Offsets[$"Wh{gate.Name}"]);
            yield return new Block(gate.OnA, [1], Offsets[$"b{gate.Name}"]);
            if (Offsets.TryGetValue($"b{gate.Name}{gate.Name}", out var ofProduct))
                yield return new Block(gate.OnProduct, [1], ofProduct);
        }
    }

    protected override Matrix<double> RealInputJacobian(int t, int b) =>
        Gates(t, b).Select(gate => gate.OnA * Weights($"Wx{gate.Name}")).Aggregate((sum, term) => sum + term);

    protected static Matrix<double> Diagonal(Vector entries) => Matrix<double>.Build.DenseOfDiagonalVector(entries);

    /// <summary>x ⊙ y.</summary>
    protected static Vector Times(Vector x, Vector y) => x.PointwiseMultiply(y);

    /// <summary>σ′ from σ: s ⊙ (1 − s).</summary>
    protected static Vector SigmoidSlope(Vector s) => Times(s, 1 - s);

    /// <summary>tanh′ from tanh: 1 − y ⊙ y.</summary>
    protected static Vector TanhSlope(Vector y) => 1 - Times(y, y);
}

/// <summary>c = f ⊙ c⁻ + i ⊙ g, h = o ⊙ tanh c; the state is [h; c].</summary>
internal sealed class LstmStepDerivatives<T>(LstmRun<T> run) : GatedStepDerivatives<T>(run)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override int States => 2 * Hidden;

    protected override Matrix<double> RealJacobian(int t, int b)
    {
        var (f, o, tanhC) = (Row(run.F[t], b), Row(run.O[t], b), Row(run.TanhC[t], b));
        var byC = OnState(dhdc: Times(o, TanhSlope(tanhC)), dc: f);                 // ∂s/∂c⁻
        var byH = Gates(t, b).Select(gate => gate.OnA * Weights($"Wh{gate.Name}")).Aggregate((sum, term) => sum + term);
        return byH.Append(byC);
    }

    protected override IEnumerable<Gate> Gates(int t, int b)
    {
        var (i, f, g, o) = (Row(run.I[t], b), Row(run.F[t], b), Row(run.G[t], b), Row(run.O[t], b));
        var (cPrev, hPrev, tanhC) = (Row(run.C[t - 1], b), Row(run.H[t - 1], b), Row(run.TanhC[t], b));
        var dhdc = Times(o, TanhSlope(tanhC));
        Gate Of(char name, Matrix<double> onA) => new(name, onA, onA, hPrev);

        yield return Of('i', OnState(dhdc, Times(SigmoidSlope(i), g)));
        if (((Lstm<T>)run.Cell).HasForgetGate)
            yield return Of('f', OnState(dhdc, Times(SigmoidSlope(f), cPrev)));
        yield return Of('g', OnState(dhdc, Times(TanhSlope(g), i)));
        yield return Of('o', Diagonal(Times(SigmoidSlope(o), tanhC)).Stack(Diagonal(0 * o)));
    }

    // What moves c by dc moves h by ∂h/∂c ⊙ dc: [diag(dhdc ⊙ dc); diag(dc)].
    private static Matrix<double> OnState(Vector dhdc, Vector dc) => Diagonal(Times(dhdc, dc)).Stack(Diagonal(dc));
}

/// <summary>Both variants of the gated recurrent unit.</summary>
internal sealed class GruStepDerivatives<T>(GruRun<T> run) : GatedStepDerivatives<T>(run)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override int States => Hidden;
    private bool ResetBefore => ((Gru<T>)run.Cell).Variant == GruVariant.ResetBefore;

    protected override Matrix<double> RealJacobian(int t, int b)
    {
        var (z, r) = (Row(run.Z[t], b), Row(run.R[t], b));
        var jacobian = Diagonal(ResetBefore ? 1 - z : z);
        foreach (var gate in Gates(t, b))
        {
            var byY = gate.OnProduct * Weights($"Wh{gate.Name}");
            jacobian += gate.Name == 'h' && ResetBefore ? byY * Diagonal(r) : byY; // there y = r ⊙ h⁻
        }

        return jacobian;
    }

    protected override IEnumerable<Gate> Gates(int t, int b)
    {
        var (z, r, hNew, q) = (Row(run.Z[t], b), Row(run.R[t], b), Row(run.Candidate[t], b), Row(run.Q[t], b));
        var hPrev = Row(run.H[t - 1], b);
        var onZ = Diagonal(Times(SigmoidSlope(z), ResetBefore ? hNew - hPrev : hPrev - hNew));
        var onH = Diagonal(Times(ResetBefore ? z : 1 - z, TanhSlope(hNew)));
        var onR = ResetBefore
            ? onH * Weights("Whh") * Diagonal(Times(SigmoidSlope(r), hPrev))
            : onH * Diagonal(Times(SigmoidSlope(r), q));

        yield return new Gate('z', onZ, onZ, hPrev);
        yield return new Gate('r', onR, onR, hPrev);
        yield return ResetBefore ? new Gate('h', onH, onH, q) : new Gate('h', onH, onH * Diagonal(r), hPrev);
    }
}
