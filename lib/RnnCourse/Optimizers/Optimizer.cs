namespace RnnCourse.Optimizers;

/// <summary>Changes parameters by their gradients. It holds its moments, one set for every parameter it was made for.
/// Your own optimiser says how one matrix is updated: <c>weights.CopyFrom(weights - LearningRate *
/// gradient)</c>.</summary>
public abstract class Optimizer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    protected Optimizer(IParameters<T> model, double learningRate)
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
        get;
        set => field = Schedule.Rate(value);
    }

    /// <summary>Steps taken; in <see cref="Update"/> the number of this step, from 1.</summary>
    public int Steps { get; internal set; }

    /// <summary>One update.</summary>
    /// <param name="gradient">The gradient: the same names and shapes in the same order as the parameters.</param>
    /// <exception cref="ArgumentException">The gradient is of another model.</exception>
    public void Step(IParameters<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var gradients = gradient.Parameters;
        if (gradients.Count != Parameters.Count)
            throw new ArgumentException(
                $"The gradient has {gradients.Count} matrices, the model {Parameters.Count}.", nameof(gradient));
        for (var i = 0; i < gradients.Count; i++)
        {
            var ((name, g), (expected, w)) = (gradients[i], Parameters[i]);
            if (name != expected || g.Rows != w.Rows || g.Columns != w.Columns)
                throw new ArgumentException(
                    $"The gradient has {gradients[i]} where the model has {Parameters[i]}.", nameof(gradient));
        }

        Steps++;
        for (var i = 0; i < gradients.Count; i++) Update(i, Parameters[i].Value, gradients[i].Value);
        GC.KeepAlive(gradients);
        GC.KeepAlive(this);
    }

    /// <summary>Updates one parameter in place.</summary>
    /// <param name="i">Its number: where its moments are.</param>
    /// <param name="weights">The parameter.</param>
    /// <param name="gradient">dE/dw, the same shape.</param>
    protected internal abstract void Update(int i, Mat<T> weights, Mat<T> gradient);

    /// <summary>
    /// What it remembers from step to step, by name, such as <c>m.cell.Whh</c>: what a checkpoint keeps.
    /// </summary>
    public virtual IReadOnlyList<Parameter<T>> Moments => [];

    /// <summary>The moments of one kind, one for every parameter, under its name after a prefix.</summary>
    protected IEnumerable<Parameter<T>> Named(string prefix, Mat<T>[] moments) =>
        Parameters.Select((p, i) => new Parameter<T>($"{prefix}.{p.Name}", moments[i]));

    /// <summary>Matrices of zeros, one for every parameter.</summary>
    protected static Mat<T>[] Zeros(IParameters<T> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return [.. model.Parameters.Select(p => new Mat<T>(p.Value.Rows, p.Value.Columns))];
    }
}
