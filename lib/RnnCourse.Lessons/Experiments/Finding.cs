namespace RnnCourse.Lessons.Experiments;

/// <summary>A published statement beside what was measured here.</summary>
/// <param name="Paper">What the paper reports, with its place in it.</param>
/// <param name="Ours">What the runs gave, in numbers.</param>
/// <param name="Differs">What is different here, and where a failure may come from.</param>
/// <param name="Reproduced">Whether the runs say the same, by their 95 % intervals; null where these overlap.</param>
public sealed record Finding(string Paper, string Ours, string Differs, bool? Reproduced);
