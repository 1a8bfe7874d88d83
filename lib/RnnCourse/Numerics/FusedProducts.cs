namespace RnnCourse.Numerics;

/// <summary>target += A · W, not yet computed: one of several in <see cref="Equations.Fused{T}"/>.</summary>
internal readonly struct Addition<T>(Leaf<T> target, Leaf<T> a, Packed<T> w)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly Leaf<T> Target = target, A = a;
    public readonly Packed<T> W = w;

    public void Run() => new PackedProduct<T>(A, W).Into(Target, add: true);
}

/// <summary>target += a · W of four products, each of a single row and of a W that lies as it is, [K, N], all of
/// one shape, by columns. Targets may be the same matrix.</summary>
internal unsafe struct FusedProducts<T> : IWork where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Four = 4;

    /// <summary>More columns than these are better read row by row.</summary>
    private const int MostColumns = 256;

    private readonly int _k, _n, _stride, _parts;
    private readonly bool _fromLast;
    private fixed long _a[Four], _w[Four], _target[Four];

    public FusedProducts(ReadOnlySpan<Addition<T>> products, int parts)
    {
        var w = products[0].W;
        (_k, _n, _stride, _fromLast, _parts) = (w.K, w.N, w.Direct!.Stride, w.FromLast(), parts);
        for (var i = 0; i < products.Length; i++)
        {
            var product = products[i];
            product.W.Check(product.A, product.Target);
            (_a[i], _w[i]) = ((long)product.A.First, (long)product.W.Direct!.First);
            _target[i] = (long)product.Target.First;
        }
    }

    /// <summary>Whether there are four of a single row and one shape.</summary>
    public static bool Takes(ReadOnlySpan<Addition<T>> products)
    {
        foreach (var product in products)
            if (product.W.Direct is null || product.W.K != products[0].W.K || product.W.N != products[0].W.N)
                return false;
        return products.Length == Four;
    }

    public readonly void Run(int part)
    {
        var (first, end) = ColumnPart.Of<T>(_n, part, _parts);
        if (_n <= MostColumns)
        {
            var kernel = new FusedRowKernel<T>(_k, end - first, _stride, _fromLast);
            for (var i = 0; i < Four; i++)
                kernel.Set(i, (T*)_a[i], (T*)_w[i] + first, (T*)_target[i] + first);
            Compute.Run<T, FusedRowKernel<T>>(ref kernel);
            return;
        }

        for (var i = 0; i < Four; i++)
        {
            var kernel = new RowKernel<T>(
                (T*)_a[i], (T*)_w[i] + first, _stride, _k, end - first, (T*)_target[i] + first, _fromLast);
            Compute.Run<T, RowKernel<T>>(ref kernel);
        }
    }
}

/// <summary>target += a · W of four products: two registers of columns of each stay in registers while k runs, so that
/// eight sums are under way at once. The columns go from the first to the last, or back, in turns: what one product read
/// last is read first by the next.</summary>
internal unsafe struct FusedRowKernel<T>(int k, int n, int stride, bool fromLast) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private fixed long _a[4], _w[4], _target[4];

    public void Set(int i, T* a, T* w, T* target) => (_a[i], _w[i], _target[i]) = ((long)a, (long)w, (long)target);

    [MethodImpl(AggressiveOptimization)]
    void IKernel<T>.Run<V, S>()
    {
        var registers = (n + S.Width - 1) / S.Width;
        var pairs = registers / 2;
        if (registers % 2 == 1) Columns<V, S, One>(2 * pairs * S.Width);
        for (var pair = 0; pair < pairs; pair++)
            Columns<V, S, Two>(2 * (fromLast ? pairs - 1 - pair : pair) * S.Width);
    }

    [MethodImpl(AggressiveOptimization)]
    private void Columns<V, S, C>(nint c) where V : struct where S : struct, ISimd<T, V>
        where C : struct, IConstant
    {
        T* a0 = (T*)_a[0], a1 = (T*)_a[1], a2 = (T*)_a[2], a3 = (T*)_a[3];
        T* w0 = (T*)_w[0] + c, w1 = (T*)_w[1] + c, w2 = (T*)_w[2] + c, w3 = (T*)_w[3] + c;
        V s00 = S.Zero, s01 = S.Zero, s10 = S.Zero, s11 = S.Zero;
        V s20 = S.Zero, s21 = S.Zero, s30 = S.Zero, s31 = S.Zero;
        nint next = S.Width, line = stride, at = 0;
        for (nint i = 0; i < k; i++, at += line)
        {
            var x = S.Broadcast(a0[i]);
            s00 = S.MultiplyAdd(x, S.Load(w0 + at), s00);
            if (C.Value > 1) s01 = S.MultiplyAdd(x, S.Load(w0 + at + next), s01);
            x = S.Broadcast(a1[i]);
            s10 = S.MultiplyAdd(x, S.Load(w1 + at), s10);
            if (C.Value > 1) s11 = S.MultiplyAdd(x, S.Load(w1 + at + next), s11);
            x = S.Broadcast(a2[i]);
            s20 = S.MultiplyAdd(x, S.Load(w2 + at), s20);
            if (C.Value > 1) s21 = S.MultiplyAdd(x, S.Load(w2 + at + next), s21);
            x = S.Broadcast(a3[i]);
            s30 = S.MultiplyAdd(x, S.Load(w3 + at), s30);
            if (C.Value > 1) s31 = S.MultiplyAdd(x, S.Load(w3 + at + next), s31);
        }

        Add<V, S>(0, c, s00);
        Add<V, S>(1, c, s10);
        Add<V, S>(2, c, s20);
        Add<V, S>(3, c, s30);
        if (C.Value == 1) return;
        Add<V, S>(0, c + next, s01);
        Add<V, S>(1, c + next, s11);
        Add<V, S>(2, c + next, s21);
        Add<V, S>(3, c + next, s31);
    }

    [MethodImpl(AggressiveInlining)]
    private void Add<V, S>(int gate, nint c, V sum) where V : struct where S : struct, ISimd<T, V>
    {
        var target = (T*)_target[gate] + c;
        S.Store(target, S.Add(S.Load(target), sum));
    }
}
