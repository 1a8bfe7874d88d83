namespace RnnCourse.Training;

/// <summary>Batches that can be had one after another in the same memory, by one who is done with each when the next
/// one comes, as a training is.</summary>
internal interface IRefilled<TBatch> : IEnumerable<TBatch>
{
    IEnumerator<TBatch> InTheSameMemory();
}
