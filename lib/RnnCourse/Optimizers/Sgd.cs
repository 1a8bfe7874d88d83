using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Optimizers;

/// <summary>Stochastic gradient descent: w ← w − η g.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="model">Whose parameters to change.</param>
/// <param name="learningRate">η.</param>
public sealed class Sgd<T>(IParameters<T> model, double learningRate) : Optimizer<T>(model, learningRate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal override void Update(int i, Mat<T> w, Mat<T> g)
    {
        var η = T.CreateChecked(LearningRate);
        w.Is(w - η * g);
    }
}
