namespace RnnCourse.Notebooks.Doctor;

/// <summary>How well something is.</summary>
public enum Health
{
    /// <summary>It works.</summary>
    Works,

    /// <summary>It is missing, and the course does without it; the diagnosis says what is lost.</summary>
    Optional,

    /// <summary>It is missing or broken, and the course needs it.</summary>
    Missing,
}

/// <summary>What the doctor found out about one thing.</summary>
/// <param name="Found">What is there, or what is lost without it.</param>
/// <param name="NextStep">What to do; null when nothing is to be done.</param>
public sealed record Diagnosis(string Name, Health Health, string Found, string? NextStep = null)
{
    internal static Diagnosis Works(string name, string found) => new(name, Health.Works, found);
}
