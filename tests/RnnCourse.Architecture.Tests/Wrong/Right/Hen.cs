using RnnCourse.Architecture.Tests.Wrong.Left;

namespace RnnCourse.Architecture.Tests.Wrong.Right;

/// <summary>Uses a type that uses it, and shows an internal one.</summary>
public sealed class Hen : IFeathered
{
    public static int Weight() => new Egg().GetHashCode();
}

/// <summary>What a public type should not show.</summary>
internal interface IFeathered;
