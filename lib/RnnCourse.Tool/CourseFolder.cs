namespace RnnCourse.Tool;

/// <summary>The course's own folder: where its notebooks, library and site lie.</summary>
/// <param name="Root">The folder that holds <c>notebooks/</c> and <c>lib/</c>.</param>
internal sealed record CourseFolder(string Root)
{
    /// <summary>The notebooks.</summary>
    public string Notebooks => Path.Combine(Root, "notebooks");

    /// <summary>The compiled libraries that the notebooks load, and what lies beside them.</summary>
    public IEnumerable<string> Libraries =>
        Path.Combine(Root, "lib", "RnnCourse.Lessons", "bin") is var folder && Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.dll")
        : [];

    /// <summary>Where the book is written, unless told otherwise.</summary>
    public string Site => Path.Combine(Root, "site");

    /// <summary>The source of the exercises' answers, which no library carries.</summary>
    public string Answers => Path.Combine(Root, "lib", "RnnCourse.Lessons", "Exercises", "Answers");

    /// <summary>The lecturers' edition, which students do not read.</summary>
    public string LecturerSite => Path.Combine(Root, "site-lecturer");

    /// <summary>Finds the course from the working folder upwards.</summary>
    /// <exception cref="CourseException">There is none.</exception>
    public static CourseFolder Find() => TryFind()
        ?? throw new CourseException(
            $"There is no folder notebooks/ in {Environment.CurrentDirectory} or above it. "
            + "Start the command in the course's folder.");

    /// <summary>The course, or null where the working folder is in none.</summary>
    public static CourseFolder? TryFind()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder != null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "notebooks"))) return new(folder.FullName);
        return null;
    }
}
