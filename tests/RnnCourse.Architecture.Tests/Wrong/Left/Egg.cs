using RnnCourse.Architecture.Tests.Wrong.Right;

namespace RnnCourse.Architecture.Tests.Wrong.Left;

/// <summary>Uses a type that uses it: the rule of folders must find it.</summary>
public sealed class Egg
{
    public static Hen Mother => new();
}
