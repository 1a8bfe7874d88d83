namespace RnnCourse.Numerics;

/// <summary>softmax of every row: p = e^(o − max) / Σ e^(o − max), (4.4).</summary>
internal static unsafe class Softmax
{
    /// <summary>Fills p, a multiple of it, and what the logarithms of the sums are made of; by rows, on several threads
    /// if it is much.</summary>
    /// <param name="o">Logits, [M, C].</param>
    /// <param name="p">Probabilities, [M, C].</param>
    /// <param name="scaled">scale · p, [M, C].</param>
    /// <param name="scale">The factor.</param>
    /// <param name="max">The largest logit of each row, M.</param>
    /// <param name="sum">Σ_c e^(o_c − max) of each row, M.</param>
    public static void Of<T>(Mat<T> o, Mat<T> p, Mat<T> scaled, T scale, T[] max, T[] sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int operations = 16; // about what an exponential costs
        var parts = RowPart.Parts(o.Rows, (long)operations * o.Columns);
        Workers.Run(parts, new SoftmaxWork<T>(o, p, scaled, scale, max, sum, parts));
    }
}

internal readonly unsafe struct SoftmaxWork<T>(Mat<T> o, Mat<T> p, Mat<T> scaled, T scale, T[] max, T[] sum, int parts)
    : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int part)
    {
        var rows = RowPart.Of(o.Rows, part, parts);
        var offset = (nint)rows.First * o.Stride;
        fixed (T* firstMax = max, firstSum = sum)
        {
            var kernel = new SoftmaxKernel<T>(
                o.First + offset, p.First + offset, scaled.First + offset, scale, rows.Count, o.Columns, o.Stride,
                firstMax + rows.First, firstSum + rows.First);
            Compute.Run<T, SoftmaxKernel<T>>(ref kernel);
        }

        GC.KeepAlive(o);
        GC.KeepAlive(p);
        GC.KeepAlive(scaled);
    }
}

/// <summary>The softmax of every row, with its maximum and its sum of exponentials.</summary>
internal readonly unsafe struct SoftmaxKernel<T>(
    T* o, T* p, T* scaled, T scale, int rows, int columns, int stride, T* max, T* sum) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(AggressiveOptimization)]
    void IKernel<T>.Run<V, S>()
    {
        var padded = (columns + S.Width - 1) / S.Width * S.Width;
        var lanes = stackalloc T[S.Width];
        for (var r = 0; r < rows; r++)
        {
            var logits = o + ((nint)r * stride);
            var e = p + ((nint)r * stride);
            for (nint c = 0; c < padded; c += S.Width) S.Store(e + c, S.Load(logits + c));

            // The last register is filled up with numbers whose exponential is 0.
            for (var c = columns; c < padded; c++) e[c] = T.NegativeInfinity;

            var largest = S.Load(e);
            for (nint c = S.Width; c < padded; c += S.Width) largest = S.Max(largest, S.Load(e + c));
            S.Store(lanes, largest);
            var highest = lanes[0];
            for (var i = 1; i < S.Width; i++) highest = lanes[i] > highest || lanes[i] != lanes[i] ? lanes[i] : highest;

            var (total, shift) = (S.Zero, S.Broadcast(highest));
            for (nint c = 0; c < padded; c += S.Width)
            {
                var power = ElementaryFunctions.Exp<T, V, S>(S.Subtract(S.Load(e + c), shift));
                S.Store(e + c, power);
                total = S.Add(total, power);
            }

            S.Store(lanes, total);
            var all = lanes[0];
            for (var i = 1; i < S.Width; i++) all += lanes[i];

            var times = scaled + ((nint)r * stride);
            V inverse = S.Broadcast(T.One / all), factor = S.Broadcast(scale);
            for (nint c = 0; c < padded; c += S.Width)
            {
                var probability = S.Multiply(S.Load(e + c), inverse);
                S.Store(e + c, probability);
                S.Store(times + c, S.Multiply(probability, factor));
            }

            (max[r], sum[r]) = (highest, all);
        }
    }
}
