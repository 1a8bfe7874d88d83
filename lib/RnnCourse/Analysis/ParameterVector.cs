using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Analysis;

/// <summary>Matrices under the names of some owner's parameters: a gradient made another way than by
/// <c>Bptt</c>.</summary>
public sealed class ParameterValues<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The given matrices.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public ParameterValues(IEnumerable<Parameter<T>> parameters)
    {
        Parameters = [.. parameters];
        if (Parameters.Any(p => p is null)) throw new ArgumentException(
            "One of the parameters is null; expected a name and a matrix for each.", nameof(parameters));
    }

    /// <summary>The matrices by name.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The matrix with this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists the names.</exception>
    public Mat<T> this[string name] => Parameters.FirstOrDefault(p => p.Name == name)?.Value
        ?? throw new KeyNotFoundException(
            $"There is no '{name}'; there are {string.Join(", ", Parameters.Select(p => p.Name))}.");
}

/// <summary>All parameters of an owner as one long vector θ [P]: matrix after matrix, row after row.</summary>
internal static class ParameterVector
{
    /// <summary>The vector θ, copied.</summary>
    public static Vector Of<T>(IParameters<T> owner) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector.Build.DenseOfEnumerable(owner.Parameters.SelectMany(p => Entries(p.Value)));

    /// <summary>Matrices of the owner's names and shapes with these numbers.</summary>
    public static ParameterValues<T> ToMatrices<T>(IParameters<T> owner, ReadOnlySpan<double> θ)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (numbers, next) = (θ.ToArray(), 0);
        return new ParameterValues<T>(owner.Parameters.Select(p => new Parameter<T>(
            p.Name, Mat<T>.Dense(p.Value.Rows, p.Value.Columns, (_, _) => T.CreateChecked(numbers[next++])))));
    }

    /// <summary>Where each parameter begins in θ.</summary>
    public static Dictionary<string, int> Offsets<T>(IParameters<T> owner) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var offsets = new Dictionary<string, int>();
        var next = 0;
        foreach (var p in owner.Parameters)
        {
            offsets[p.Name] = next;
            next += p.Count;
        }

        return offsets;
    }

    private static IEnumerable<double> Entries<T>(Mat<T> w) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var r = 0; r < w.Rows; r++)
            for (var c = 0; c < w.Columns; c++) yield return double.CreateChecked(w[r, c]);
    }
}
