namespace RnnCourse.Lessons.Analysis;

/// <summary>How much of the error at one step reaches each earlier step.</summary>
public static class GradientFlow
{
    /// <summary>‖dE/dh_{t−lag}‖ for lag = 0 … t, when the error is seen at step t alone: the mean over the batch of the
    /// norm of each row.</summary>
    /// <param name="run">A run of any cell, or of a stack.</param>
    /// <param name="dEdHLast">∂⁺E/∂h_t at that step, [B, Outputs].</param>
    /// <param name="t">The step of the error; −1 is the last one.</param>
    /// <returns>[t + 1], element <c>lag</c>. Compare with <c>Math.Pow(rho, lag)</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    public static double[] ByLag<T>(Run<T> run, Mat<T> dEdHLast, int t = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(dEdHLast);
        if (t < -1 || t >= run.Count)
            throw new ArgumentOutOfRangeException(
                nameof(t), $"t is {t}; the run has steps 0 to {run.Count - 1}, and −1 for the last.");
        if (t == -1) t = run.Count - 1;

        var dEdH = new Steps<T>(run.Count, run.Batch, run.Cell.Outputs);
        dEdH[t].CopyFrom(dEdHLast);
        var gradient = run.Cell.Bptt(run, dEdH, inputGradient: false);
        return Enumerable.Range(0, t + 1).Select(lag => MeanRowNorm(gradient.dH[t - lag])).ToArray();
    }

    /// <summary>The mean slope φ′(a_t) of a plain cell at each step, over units and examples, [T]: with the singular
    /// values of Whh it predicts how ‖δ_t‖ shrinks or grows. At most 1 for tanh and ReLU, ¼ for the sigmoid.</summary>
    public static double[] MeanSlopes<T>(RnnRun<T> run) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(run);
        var ones = new Mat<T>(run.Batch, run.Cell.Hidden);
        ones.Fill(T.One);
        var slope = new Mat<T>(run.Batch, run.Cell.Hidden);
        return Enumerable.Range(0, run.Count).Select(t =>
        {
            ((VanillaRnn<T>)run.Cell).Activation.ApplySlope(run.H[t].Operand, ones.Operand, slope.Operand);
            GC.KeepAlive(run);
            GC.KeepAlive(ones);
            return slope.ToArray().Cast<T>().Average(double.CreateChecked);
        }).ToArray();
    }

    /// <summary>‖row‖ of every row of a matrix, averaged.</summary>
    public static double MeanRowNorm<T>(Mat<T> mat) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(mat);
        var sum = 0.0;
        for (var row = 0; row < mat.Rows; row++)
            sum += Reductions.Norm<T>(mat.RowSpan(row));

        return sum / mat.Rows;
    }
}
