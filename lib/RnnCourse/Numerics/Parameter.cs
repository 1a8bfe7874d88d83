namespace RnnCourse.Numerics;

/// <summary>A named matrix of weights, or its gradient under the same name.</summary>
/// <param name="Name">The name in the equations, such as <c>Whh</c>; in a larger model with its place, such as
/// <c>cell.Whh</c>.</param>
/// <param name="Value">The numbers, shared with the cell: writing to them changes it.</param>
public sealed record Parameter<T>(string Name, Mat<T> Value) where T : unmanaged, IFloatingPointIeee754<T>
{
    public Mat<T> Value { get; init; } = Value ?? throw new ArgumentNullException(nameof(Value));
    public int Count => Value.Rows * Value.Columns;

    /// <summary>The same matrix with a prefix before its name.</summary>
    /// <param name="prefix">Such as <c>encoder</c>: the name becomes <c>encoder.Whh</c>.</param>
    public Parameter<T> Under(string prefix) => new($"{prefix}.{Name}", Value);

    public override string ToString() => $"{Name} {Value.Shape}";
}

/// <summary>Anything with parameters: cells, layers, models, and gradients (same names, same order).</summary>
public interface IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The parameters by name, in a fixed order.</summary>
    IReadOnlyList<Parameter<T>> Parameters { get; }
}

/// <summary>What can be said of any list of parameters.</summary>
public static class ParameterLists
{
    /// <param name="owner">A cell, model or gradient.</param>
    public static long ParameterCount<T>(this IParameters<T> owner) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(owner);
        return owner.Parameters.Sum(p => (long)p.Count);
    }

    /// <summary>The norm of all numbers as one vector, √Σ x².</summary>
    /// <param name="owner">A cell, model or gradient.</param>
    public static double Norm<T>(this IParameters<T> owner) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(owner);
        var sum = 0.0;
        var parameters = owner.Parameters;
        for (var i = 0; i < parameters.Count; i++) sum += Reductions.SumOfSquares(parameters[i].Value);
        return Reductions.InRange<T>(sum) ? Math.Sqrt(sum)
            : Reductions.ScaledNorm(parameters.Select(p => p.Value.Norm()));
    }

    /// <summary>The parameters of a model made of parts; throws if a part is there twice.</summary>
    internal static IReadOnlyList<Parameter<T>> Distinct<T>(params IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var seen = new Dictionary<Mat<T>, string>(ReferenceEqualityComparer.Instance);
        foreach (var (name, value) in parameters)
            if (!seen.TryAdd(value, name))
                throw new ArgumentException(
                    $"{name} and {seen[value]} are one matrix: a part was given twice. Make a part of its own for " +
                        "each place.",
                    nameof(parameters));
        return parameters;
    }

    /// <summary>Throws if a parameter holds a NaN or an infinity, and names it.</summary>
    internal static void ThrowIfNotFinite<T>(this IParameters<T> owner, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var parameters = owner.Parameters;
        for (var i = 0; i < parameters.Count; i++)
            if (!parameters[i].Value.IsFinite())
                throw new ArithmeticException(
                    $"{what}: {parameters[i].Name} holds NaN or infinity. Did training diverge? Lower the learning " +
                        "rate or clip the gradient, and start from weights that are finite.");
    }

    /// <summary>Fills all parameters from U(−bound, bound), in order; nothing without a generator.</summary>
    internal static void FillUniform<T>(this IParameters<T> owner, Random? random, double bound)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        FillUniform(owner.Parameters, random, bound);

    /// <summary>The same for some parameters.</summary>
    internal static void FillUniform<T>(IEnumerable<Parameter<T>> parameters, Random? random, double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (random is null) return;
        foreach (var (_, value) in parameters)
            for (var r = 0; r < value.Rows; r++)
                foreach (ref var x in value.RowSpan(r)) x = Scalar<T>.Of(bound * ((2 * random.NextDouble()) - 1));
    }

    internal static void Clear<T>(this IParameters<T> owner) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var parameters = owner.Parameters;
        for (var i = 0; i < parameters.Count; i++) parameters[i].Value.Clear();
    }
}
