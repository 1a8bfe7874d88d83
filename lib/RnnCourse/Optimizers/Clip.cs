namespace RnnCourse.Optimizers;

/// <summary>Gradient clipping, (7.n). Both change the gradient in place.</summary>
public static class Clip
{
    /// <summary>Scales the whole gradient, all matrices as one vector, down to a norm: g ← g · limit/‖g‖ if ‖g‖ exceeds
    /// the limit (Pascanu et al. 2013). The direction stays.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="limit">The largest norm allowed.</param>
    /// <returns>The norm before clipping; ∞ if it is more than a double holds.</returns>
    /// <exception cref="ArithmeticException">A number is NaN or infinite: scaling cannot repair that.</exception>
    public static double ByNorm<T>(IParameters<T> gradient, double limit) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradient);
        CheckLimit(limit);
        var norm = gradient.Norm();
        ByNorm(gradient, norm, limit);
        return norm;
    }

    /// <summary>The same for a gradient whose norm is known.</summary>
    internal static void ByNorm<T>(IParameters<T> gradient, double norm, double limit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (norm <= limit) return;
        var parameters = gradient.Parameters;
        var factor = Scalar<T>.Of(limit / norm);
        if (!T.IsNormal(factor))
        {
            ByLargest(parameters, limit);
            return;
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            var g = parameters[i].Value.Operand;
            g.Set(factor * g);
        }

        GC.KeepAlive(parameters);
    }

    // Of norms beyond the range of T, or NaN.
    private static void ByLargest<T>(IReadOnlyList<Parameter<T>> parameters, double limit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var finite = parameters.All(p => p.Value.IsFinite());
        if (!finite)
            throw new ArithmeticException(
                "The gradient holds NaN or infinity, so it cannot be clipped. Did training diverge? Lower the " +
                    "learning rate.");
        var largest = parameters.Max(p => p.Value.ToArray().Cast<T>().Max(x => Math.Abs(double.CreateChecked(x))));
        var ratio = Math.Sqrt(parameters.Sum(p =>
            p.Value.ToArray().Cast<T>().Sum(x => Math.Pow(double.CreateChecked(x) / largest, 2))));
        foreach (var (_, g) in parameters)
            g.CopyFrom(g.Map(x => T.CreateChecked(double.CreateChecked(x) / largest * (limit / ratio))));
    }

    /// <summary>Limits every number to −limit … limit. The direction changes.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="limit">The largest absolute value allowed.</param>
    public static void ByElement<T>(IParameters<T> gradient, double limit) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradient);
        CheckLimit(limit);
        var bound = Scalar<T>.Of(limit);
        var parameters = gradient.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            var g = parameters[i].Value.Operand;
            g.Set(Bounded(g, bound));
        }

        GC.KeepAlive(parameters);
    }

    internal static void CheckLimit(double limit)
    {
        if (!(limit > 0)) throw new ArgumentOutOfRangeException(
            nameof(limit), $"The limit is {limit}; it must be above 0.");
    }
}
