namespace RnnCourse.Numerics;

/// <summary>target += a · W for a single row and a W that lies as it is, [K, N]: eight rows of W at a time, each read
/// from its first column to its last; blocks of eight rows, forwards or backwards.</summary>
internal readonly unsafe struct RowKernel<T>(T* a, T* w, int stride, int k, int n, T* target, bool fromLast)
    : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(AggressiveOptimization)]
    void IKernel<T>.Run<V, S>()
    {
        nint line = (nint)stride * sizeof(T), line3 = 3 * line;
        var blocks = k / 8;
        for (var block = 0; block < blocks; block++)
        {
            var first = 8 * (fromLast ? blocks - 1 - block : block);
            var x = a + first;
            V x0 = S.Broadcast(x[0]), x1 = S.Broadcast(x[1]), x2 = S.Broadcast(x[2]), x3 = S.Broadcast(x[3]);
            V x4 = S.Broadcast(x[4]), x5 = S.Broadcast(x[5]), x6 = S.Broadcast(x[6]), x7 = S.Broadcast(x[7]);
            var upper = (nint)w + (first * line);
            var lower = upper + (4 * line);
            for (nint c = 0; c < n; c += S.Width, upper += S.Width * sizeof(T), lower += S.Width * sizeof(T))
            {
                var sum = S.MultiplyAdd(x0, S.Load((T*)upper), S.Load(target + c));
                sum = S.MultiplyAdd(x1, S.Load((T*)(upper + line)), sum);
                sum = S.MultiplyAdd(x2, S.Load((T*)(upper + (2 * line))), sum);
                sum = S.MultiplyAdd(x3, S.Load((T*)(upper + line3)), sum);
                sum = S.MultiplyAdd(x4, S.Load((T*)lower), sum);
                sum = S.MultiplyAdd(x5, S.Load((T*)(lower + line)), sum);
                sum = S.MultiplyAdd(x6, S.Load((T*)(lower + (2 * line))), sum);
                sum = S.MultiplyAdd(x7, S.Load((T*)(lower + line3)), sum);
                S.Store(target + c, sum);
            }
        }

        for (var row = 8 * blocks; row < k; row++)
            for (nint c = 0; c < n; c += S.Width)
                S.Store(target + c, S.MultiplyAdd(
                    S.Broadcast(a[row]), S.Load(w + ((nint)row * stride) + c), S.Load(target + c)));
    }
}
