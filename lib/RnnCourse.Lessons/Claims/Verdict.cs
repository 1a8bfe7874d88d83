namespace RnnCourse.Lessons.Claims;

/// <summary>What a measurement says of a claim.</summary>
public enum Verdict
{
    /// <summary>The measured value lies within the bound.</summary>
    Holds,

    /// <summary>It does not, or it is not a number.</summary>
    Fails,

    /// <summary>It does, under the condition the claim names.</summary>
    Conditional,
}
