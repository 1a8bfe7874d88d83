namespace RnnCourse.Numerics;

/// <summary>Single numbers of type T. A method that gets them here, and does not ask T itself, can be compiled ahead of
/// time: that is what the first training step of a process is waiting for.</summary>
internal static class Scalar<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly T One = T.One;

    /// <summary>A number in the precision of T.</summary>
    [MethodImpl(NoInlining)]
    public static T Of(double value) => T.CreateChecked(value);
}
