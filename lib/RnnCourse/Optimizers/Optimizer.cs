using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Optimizers;

/// <summary>Changes parameters by their gradients. It holds its moments, one set for every parameter it was made for.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected Optimizer(IParameters<T> model, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(model);
        Parameters = model.Parameters;
        LearningRate = learningRate;
    }

    /// <summary>The parameters it changes.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>η. It may be changed between steps (a schedule).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number of 0 or more.</exception>
    public double LearningRate
    {
        get => _learningRate;
        set => _learningRate = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"The learning rate is {value}; it must be a finite number, 0 or more.");
    }

    private double _learningRate;

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>One update.</summary>
    /// <param name="gradient">The gradient: the same names and shapes in the same order as the parameters.</param>
    /// <exception cref="ArgumentException">The gradient is of another model.</exception>
    public void Step(IParameters<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var gradients = gradient.Parameters;
        if (gradients.Count != Parameters.Count)
            throw new ArgumentException($"The gradient has {gradients.Count} matrices, the model {Parameters.Count}.", nameof(gradient));
        for (var i = 0; i < gradients.Count; i++)
            if (gradients[i].Name != Parameters[i].Name
                || gradients[i].Value.Rows != Parameters[i].Value.Rows || gradients[i].Value.Columns != Parameters[i].Value.Columns)
                throw new ArgumentException($"The gradient has {gradients[i]} where the model has {Parameters[i]}.", nameof(gradient));
        Steps++;
        for (var i = 0; i < gradients.Count; i++) Update(i, Parameters[i].Value, gradients[i].Value);
    }

    /// <summary>Matrices of zeros, one for every parameter.</summary>
    private protected static Mat<T>[] Moments(IParameters<T> model) =>
        [.. model.Parameters.Select(p => new Mat<T>(p.Value.Rows, p.Value.Columns))];

    /// <summary>A number in the precision of the parameters.</summary>
    private protected static T Number(double value) => Scalar<T>.Of(value);

    /// <summary>Updates parameter number <paramref name="i"/>.</summary>
    internal abstract void Update(int i, Mat<T> w, Mat<T> g);
}
