namespace RnnCourse.Cells;

/// <summary>The weights of a cell of gates, or their gradient under the same names: gate q has a pre-activation a_q =
/// Wxq·x[t] + Whq·h[t−1] + bq.</summary>
public class GateWeights<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <param name="gates">A letter for each gate, in their order.</param>
    internal GateWeights(string gates, int inputs, int hidden)
    {
        (Gates, Inputs, Hidden) = (gates, Expect.Positive(inputs), Expect.Positive(hidden));
        (Wx, Wh, b) = (Matrices(hidden, inputs), Matrices(hidden, hidden), Matrices(1, hidden));
        Parameters = [.. Named("Wx", Wx), .. Named("Wh", Wh), .. Named("b", b)];

        Mat<T>[] Matrices(int rows, int columns) => [.. gates.Select(_ => new Mat<T>(rows, columns))];
        IEnumerable<Parameter<T>> Named(string prefix, Mat<T>[] values) =>
            gates.Select((gate, k) => new Parameter<T>($"{prefix}{gate}", values[k]));
    }

    public IReadOnlyList<Parameter<T>> Parameters { get; private protected set; }

    /// <summary>A matrix by its name, such as <c>Whf</c>.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public Mat<T> this[string name] =>
        Parameters.FirstOrDefault(p => p.Name == name)?.Value ?? throw new ArgumentException(
        $"There is no {name}; there are {string.Join(", ", Parameters.Select(p => p.Name))}.", nameof(name));

    internal string Gates { get; }
    internal int Inputs { get; }
    internal int Hidden { get; }

    /// <summary>Input weights of each gate, [H, I].</summary>
    internal Mat<T>[] Wx { get; }

    /// <summary>Recurrent weights of each gate, [H, H].</summary>
    internal Mat<T>[] Wh { get; }

    /// <summary>Bias of each gate, [1, H].</summary>
    internal Mat<T>[] b { get; }
}
