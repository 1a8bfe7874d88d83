namespace RnnCourse.Training;

/// <summary>What a training computes in, for each shape of batch that it has met: sequences of unequal length come in
/// another shape each time, and most of them again. Of a few shapes; others begin anew.</summary>
internal sealed class ByShape<TShape, TMemory> where TShape : notnull where TMemory : new()
{
    private const int Most = 16;
    private readonly Dictionary<TShape, TMemory> _met = [];

    public TMemory this[TShape shape]
    {
        get
        {
            if (_met.TryGetValue(shape, out var memory)) return memory;
            if (_met.Count == Most) _met.Clear();
            return _met[shape] = new();
        }
    }
}
