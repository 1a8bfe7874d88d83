using System.Collections;

namespace RnnCourse.Lessons.Tasks;

/// <summary>Batches without end, each made anew. A training, which is done with a batch when it takes the next one, has
/// them in the same memory: matrices are costly to throw away.</summary>
/// <param name="next">Makes a batch, in the memory of the one it is given where that fits.</param>
internal sealed class FreshBatches<TBatch>(Func<TBatch?, TBatch> next) : IRefilled<TBatch> where TBatch : class
{
    public IEnumerator<TBatch> GetEnumerator()
    {
        while (true) yield return next(null);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public IEnumerator<TBatch> InTheSameMemory()
    {
        for (var batch = next(null); ; batch = next(batch)) yield return batch;
    }
}
