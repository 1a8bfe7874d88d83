namespace RnnCourse.Models;

/// <summary>The output layer o[t] = Why·h[t] + by, (4.3): the same at every step, so one product for all.</summary>
public sealed class Linear<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer whose weights are 0, or drawn from U(−1/√I, 1/√I) if a generator is given.</summary>
    /// <param name="inputs">I, the size of h.</param>
    /// <param name="outputs">O, the size of o: classes, or 1 for a binary or real target.</param>
    public Linear(int inputs, int outputs, Random? random = null)
    {
        (Why, by) = (new(Expect.Positive(outputs), Expect.Positive(inputs)), new(1, outputs));
        Parameters = [new(nameof(Why), Why), new(nameof(by), by)];
        this.FillUniform(random, 1 / Math.Sqrt(inputs));
    }

    private Linear(Mat<T> why)
    {
        (Why, by) = (why, new(1, why.Rows));
        Parameters = [new(nameof(Why), Why), new(nameof(by), by)];
    }

    /// <summary>
    /// A layer whose weights are the vectors of an embedding: a class scores high where h is like the vector of its
    /// token (weight tying; Press and Wolf 2017). Its bias is 0.
    /// </summary>
    /// <param name="embedding">V vectors of size I: the layer has V outputs.</param>
    public static Linear<T> Tied(Embedding<T> embedding)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        return new Linear<T>(embedding.E);
    }

    /// <summary>Weights, [O, I].</summary>
    public Mat<T> Why { get; }

    /// <summary>Bias, [1, O].</summary>
    public Mat<T> by { get; }
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>o = h·Whyᵀ + by for every row. (4.3)</summary>
    /// <param name="h">[M, I].</param>
    /// <param name="o">[M, O], overwritten.</param>
    public void Forward(Mat<T> h, Mat<T> o) => Forward(h, o, new Packed<T>());

    /// <summary>The same, with the memory of the caller's run: a layer has none of its own, so threads may share
    /// it.</summary>
    internal void Forward(Mat<T> h, Mat<T> o, Packed<T> packed)
    {
        ArgumentNullException.ThrowIfNull(h);
        ArgumentNullException.ThrowIfNull(o);
        this.ThrowIfNotFinite("The output layer");
        var output = o.Operand;
        output.SetRows(by);
        output += h.Operand * packed.Transposed(Why, h.Rows);
        GC.KeepAlive(h);
        GC.KeepAlive(o);
    }

    /// <summary>The gradient of the weights, (4.7), and of the inputs, (4.8), both overwritten.</summary>
    /// <param name="h">The inputs, [M, I].</param>
    /// <param name="dO">∂E/∂o, [M, O].</param>
    /// <param name="gradient">dE/dWhy and dE/dby.</param>
    /// <param name="dH">∂⁺E/∂h, [M, I], overwritten; null if not wanted.</param>
    public void Backward(Mat<T> h, Mat<T> dO, Linear<T> gradient, Mat<T>? dH) =>
        Backward(h, dO, gradient, dH, new Packed<T>());

    internal void Backward(Mat<T> h, Mat<T> dO, Linear<T> gradient, Mat<T>? dH, Packed<T> packed)
    {
        ArgumentNullException.ThrowIfNull(h);
        ArgumentNullException.ThrowIfNull(dO);
        ArgumentNullException.ThrowIfNull(gradient);
        gradient.Why.Operand.Set(dO.Operand.Transposed * h.Operand);    // (4.7)
        gradient.by.SetSumOfRows(dO);
        dH?.Operand.Set(dO.Operand * packed.Plain(Why, dO.Rows));       // (4.8)
        GC.KeepAlive(h);
        GC.KeepAlive(dO);
        GC.KeepAlive(gradient);
        GC.KeepAlive(dH);
    }

    /// <summary>A layer of zeros of the same shape, for a gradient.</summary>
    internal Linear<T> Zeros() => new(Why.Columns, Why.Rows);
}
