namespace RnnCourse.Notebooks;

/// <summary>What was asked for cannot be done here. The message says why and what to do.</summary>
public sealed class CourseException(string message) : Exception(message);
