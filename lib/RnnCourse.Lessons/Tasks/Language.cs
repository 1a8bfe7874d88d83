namespace RnnCourse.Lessons.Tasks;

/// <summary>The language of a task's source text.</summary>
public enum Language
{
    /// <summary>English.</summary>
    English,

    /// <summary>Korean.</summary>
    Korean,
}
