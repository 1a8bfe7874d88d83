namespace RnnCourse.Cells;

/// <summary>The function φ of a plain recurrent cell, h = φ(a).</summary>
public enum Activation
{
    /// <summary>tanh a; slope 1 − h².</summary>
    Tanh,

    /// <summary>max(0, a); slope 1 above 0, otherwise 0.</summary>
    Relu,

    /// <summary>1 / (1 + e⁻ᵃ); slope h(1 − h).</summary>
    Sigmoid,

    /// <summary>a itself; slope 1.</summary>
    Identity,
}

/// <summary>φ and φ′, element by element. The slope is computed from h = φ(a).</summary>
internal static class Activations
{
    /// <summary>h = φ(a).</summary>
    public static void Apply<T>(this Activation φ, Expression<T, Leaf<T>> a, Expression<T, Leaf<T>> h)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (φ == Activation.Tanh) h.Set(Tanh(a));
        else if (φ == Activation.Relu) h.Set(Relu(a));
        else if (φ == Activation.Sigmoid) h.Set(Sigmoid(a));
        else h.Set(a);
    }

    /// <summary>dA = φ′(a) ⊙ dH.</summary>
    public static void ApplySlope<T>(
        this Activation φ, Expression<T, Leaf<T>> h, Expression<T, Leaf<T>> dH, Expression<T, Leaf<T>> dA)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var one = Scalar<T>.One;
        if (φ == Activation.Tanh) dA.Set((one - h % h) % dH);
        else if (φ == Activation.Relu) dA.Set(Step(h) % dH);
        else if (φ == Activation.Sigmoid) dA.Set(h % (one - h) % dH);
        else dA.Set(dH);
    }
}
