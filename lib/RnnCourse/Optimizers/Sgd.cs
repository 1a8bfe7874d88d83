namespace RnnCourse.Optimizers;

/// <summary>Stochastic gradient descent: w ← w − η g.</summary>
public sealed class Sgd<T>(IParameters<T> model, double learningRate) : Optimizer<T>(model, learningRate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    protected internal override void Update(int i, Mat<T> weights, Mat<T> gradient)
    {
        var (w, g, η) = (weights.Operand, gradient.Operand, Scalar<T>.Of(LearningRate));
        w.Set(w - η * g);
    }
}
