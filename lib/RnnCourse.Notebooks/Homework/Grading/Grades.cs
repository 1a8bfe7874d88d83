using System.Text.Encodings.Web;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>How a check came out.</summary>
public sealed record CheckGrade(string Name, bool Passed, double Points, string? Reason)
{
    /// <summary>What a check that does not hold earned all the same, where a person gave a part of its
    /// points.</summary>
    public double Earned { get; init; }
}

/// <summary>How an exercise came out.</summary>
/// <param name="Reason">Why points are lost, in words; null when none are.</param>
/// <param name="Likely">The likely mistake, in words; or null.</param>
public sealed record ExerciseGrade(string Id, double Points, double Earned, IReadOnlyList<CheckGrade> Checks,
    string? Reason, string? Likely)
{
    /// <summary>Whether a person has to read it, and has not.</summary>
    public bool Waiting { get; init; }

    /// <summary>Whether its process was lost by no fault of the answer: it has no grade yet, and its 0 is
    /// none.</summary>
    public bool Ungraded { get; init; }

    /// <summary>What the person who read it says to the student; or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The answer in words, for the person who reads it.</summary>
    public string? Answer { get; init; }
}

/// <summary>How a student's homework came out.</summary>
/// <param name="Exercises">The exercises in the homework's order.</param>
/// <param name="Notes">What was wrong with the notebook as a whole.</param>
/// <param name="HandedIn">When it was handed in; null when nobody asked.</param>
public sealed record StudentGrade(string Student, IReadOnlyList<ExerciseGrade> Exercises, IReadOnlyList<string> Notes,
    DateTime? HandedIn)
{
    /// <summary>The number by which the school or its learning platform knows the student; or null.</summary>
    public string? StudentId { get; init; }

    /// <summary>The student's e-mail address; or null.</summary>
    public string? Email { get; init; }

    /// <summary>The number that the learning platform gave the submission's owner, where it is another one; or
    /// null.</summary>
    public string? PlatformId { get; init; }

    /// <summary>Days late, begun ones count.</summary>
    public int DaysLate { get; init; }

    /// <summary>The share of the points that lateness takes, from 0 to 1.</summary>
    public double Penalty { get; init; }

    /// <summary>Why there was nothing to grade at all; null where there was something.</summary>
    public string? NothingToGrade =>
        Notes.FirstOrDefault(note => Exercises.Count > 0 && Exercises.All(e => e.Earned == 0 && e.Reason == note));

    /// <summary>The sum over the exercises.</summary>
    public double Earned => Math.Round(Exercises.Sum(e => e.Earned), 2);

    /// <summary>What could be earned.</summary>
    public double Points => Exercises.Sum(e => e.Points);

    /// <summary>What counts, lateness included.</summary>
    public double Total => Math.Round(Earned * (1 - Penalty), 2);
}

/// <summary>How a class's homework came out, as a file.</summary>
public sealed record ClassGrades(string Homework, string Title, IReadOnlyList<StudentGrade> Students)
{
    internal const string File = "grades.json";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>Reads what <see cref="Save"/> wrote in a folder.</summary>
    /// <exception cref="FormatException">The file is not such a file.</exception>
    public static ClassGrades Load(string folder)
    {
        var path = Path.Combine(folder, File);
        try
        {
            return JsonSerializer.Deserialize<ClassGrades>(System.IO.File.ReadAllText(path), Json)
                ?? throw new FormatException($"{path}: it is empty.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Writes the grades into a folder: all, or nothing.</summary>
    public void Save(string folder) =>
        AtomicFile.Write(Path.Combine(folder, File), JsonSerializer.Serialize(this, Json) + "\n");
}
