using System.Numerics;
using RnnCourse.Numerics;

namespace RnnCourse.Cells;

/// <summary>
/// The part of a cell that does not depend on the previous step, W·x[t] + b: one product for all steps. For token ids,
/// W times a one-hot vector is a column of W, so it is a gather of rows of [Wᵀ + b].
/// </summary>
internal sealed class InputProjection<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Packed<T> _packed = new();
    private Mat<T>? _table; // [I, H]: row i = column i of W (+ b); then the sums of dA by token

    /// <summary>a[t] = W·x[t] + b for every t.</summary>
    /// <param name="x">T × [B, I] or ids.</param>
    /// <param name="w">[H, I].</param>
    /// <param name="b">[1, H].</param>
    /// <param name="a">T × [B, H].</param>
    public void Forward(Sequence<T> x, Mat<T> w, Mat<T> b, Steps<T> a)
    {
        var all = a.All;
        if (x.Dense is { } dense)
        {
            all.IsRows(b);
            all += dense.All * _packed.Transposed(w, dense.All.Rows);
            return;
        }

        var table = _table ??= new Mat<T>(w.Columns, w.Rows);
        table.IsRows(b);
        table.AddTransposed(w);
        all.Gather(table, x.Tokens);
    }

    /// <summary>dW = Σ_t δ[t]ᵀ·x[t] and db = Σ_t δ[t].</summary>
    /// <param name="x">T × [B, I] or ids.</param>
    /// <param name="dA">δ, T × [B, H].</param>
    /// <param name="dW">[H, I].</param>
    /// <param name="db">[1, H].</param>
    public void Backward(Sequence<T> x, Steps<T> dA, Mat<T> dW, Mat<T> db)
    {
        db.IsSumOfRows(dA.All);
        if (x.Dense is { } dense)
        {
            dW.Is(dA.All.Transposed * dense.All);
            return;
        }

        var table = _table ??= new Mat<T>(dW.Columns, dW.Rows);
        table.Clear();
        table.ScatterAdd(dA.All, x.Tokens);
        dW.IsTransposed(table);
    }

    /// <summary>dx[t] += Wᵀ·δ[t] for every t.</summary>
    /// <param name="dA">δ, T × [B, H].</param>
    /// <param name="w">[H, I].</param>
    /// <param name="dX">T × [B, I].</param>
    public void InputGradient(Steps<T> dA, Mat<T> w, Steps<T> dX)
    {
        var all = dX.All;
        all += dA.All * _packed.Plain(w, dA.All.Rows);
    }
}

/// <summary>The input projections of several gates that read the same sequence.</summary>
internal sealed class InputProjections<T>(int gates)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly InputProjection<T>[] _gates = [.. Enumerable.Range(0, gates).Select(_ => new InputProjection<T>())];

    /// <summary>a[t] = W·x[t] + b for every gate and t.</summary>
    public void Forward(Sequence<T> x, Mat<T>[] w, Mat<T>[] b, Steps<T>[] a)
    {
        for (var k = 0; k < _gates.Length; k++) _gates[k].Forward(x, w[k], b[k], a[k]);
    }

    /// <summary>dW = Σ_t δ[t]ᵀ·x[t] and db = Σ_t δ[t] for every gate.</summary>
    public void Backward(Sequence<T> x, Steps<T>[] dA, Mat<T>[] dW, Mat<T>[] db)
    {
        for (var k = 0; k < _gates.Length; k++) _gates[k].Backward(x, dA[k], dW[k], db[k]);
    }

    /// <summary>dx[t] = Σ_gates Wᵀ·δ[t] for every t.</summary>
    public void InputGradient(Steps<T>[] dA, Mat<T>[] w, Steps<T> dX)
    {
        dX.Clear();
        for (var k = 0; k < _gates.Length; k++) _gates[k].InputGradient(dA[k], w[k], dX);
    }
}
