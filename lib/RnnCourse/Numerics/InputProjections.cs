namespace RnnCourse.Numerics;

/// <summary>The part of a cell that does not depend on the previous step, W·x[t] + b: one product for all steps and
/// each gate. For token ids, W times a one-hot vector is a column of W, so it is a gather of rows of [Wᵀ +
/// b].</summary>
internal sealed class InputProjections<T>(int gates) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Packed<T>[] _packed = Packed<T>.Several(gates);
    private readonly Mat<T>?[] _tables = new Mat<T>?[gates]; // [I, H]: row i = column i of W (+ b); then Σ dA by token

    /// <summary>a[t] = W·x[t] + b for every gate and t.</summary>
    /// <param name="x">T × [B, I] or ids.</param>
    /// <param name="w">Of each gate, [H, I].</param>
    /// <param name="b">Of each gate, [1, H].</param>
    /// <param name="a">Of each gate, T × [B, H].</param>
    public void Forward(Sequence<T> x, Mat<T>[] w, Mat<T>[] b, Steps<T>[] a)
    {
        for (var k = 0; k < gates; k++)
            if (x.Dense is { } dense)
            {
                var all = a[k].All.Operand;
                all.SetRows(b[k]);
                all += dense.All.Operand * _packed[k].Transposed(w[k], dense.All.Rows);
            }
            else
            {
                var table = _tables[k] ??= new Mat<T>(w[k].Columns, w[k].Rows);
                table.Operand.SetRows(b[k]);
                table.AddTransposed(w[k]);
                a[k].All.Gather(table, x.Tokens);
            }
    }

    /// <summary>dW = Σ_t δ[t]ᵀ·x[t] and db = Σ_t δ[t] for every gate.</summary>
    /// <param name="x">T × [B, I] or ids.</param>
    /// <param name="dA">δ of each gate, T × [B, H].</param>
    /// <param name="dW">Of each gate, [H, I].</param>
    /// <param name="db">Of each gate, [1, H].</param>
    public void Backward(Sequence<T> x, Steps<T>[] dA, Mat<T>[] dW, Mat<T>[] db)
    {
        for (var k = 0; k < gates; k++)
        {
            db[k].SetSumOfRows(dA[k].All);
            if (x.Dense is { } dense)
            {
                dW[k].Operand.Set(dA[k].All.Operand.Transposed * dense.All.Operand);
                continue;
            }

            var table = _tables[k] ??= new Mat<T>(dW[k].Columns, dW[k].Rows);
            table.Clear();
            table.ScatterAdd(dA[k].All, x.Tokens);
            dW[k].SetTransposed(table);
        }
    }

    /// <summary>dx[t] = Σ_gates Wᵀ·δ[t] for every t.</summary>
    /// <param name="dA">δ of each gate, T × [B, H].</param>
    /// <param name="w">Of each gate, [H, I].</param>
    /// <param name="dX">T × [B, I].</param>
    public void InputGradient(Steps<T>[] dA, Mat<T>[] w, Steps<T> dX)
    {
        dX.Clear();
        var all = dX.All.Operand;
        for (var k = 0; k < gates; k++) all += dA[k].All.Operand * _packed[k].Plain(w[k], dX.All.Rows);
    }
}
