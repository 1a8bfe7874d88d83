using RnnCourse.Architecture.Tests.Wrong.Left;
using RnnCourse.Architecture.Tests.Wrong.Right;

namespace RnnCourse.Architecture.Tests.Wrong.Above;

/// <summary>Uses both sides of the circle and is not on it.</summary>
public sealed class Farm
{
    public static (Egg, Hen) Pair => (new Egg(), Egg.Mother);
}
