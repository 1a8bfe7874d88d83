using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;
using static RnnCourse.Numerics.Equations;

namespace RnnCourse.Optimizers;

/// <summary>Stochastic gradient descent: w ← w − η g.</summary>
/// <param name="model">Whose parameters to change.</param>
/// <param name="learningRate">η.</param>
public sealed class Sgd<T>(IParameters<T> model, double learningRate) : Optimizer<T>(model, learningRate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected internal override void Update(int i, Mat<T> weights, Mat<T> gradient)
    {
        var (w, g, η) = (weights.Operand, gradient.Operand, Number(LearningRate));
        w.Set(w - η * g);
    }
}
