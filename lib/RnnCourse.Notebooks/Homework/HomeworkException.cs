namespace RnnCourse.Notebooks.Homework;

/// <summary>What is wrong in the authors' files, with file and line.</summary>
public sealed class HomeworkException(string file, int line, string message)
    : FormatException(line > 0 ? FormattableString.Invariant($"{file}:{line}: {message}") : $"{file}: {message}")
{
    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>The line, from 1; 0 where the file as a whole is meant.</summary>
    public int Line { get; } = line;
}
