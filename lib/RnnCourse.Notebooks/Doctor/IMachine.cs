namespace RnnCourse.Notebooks.Doctor;

/// <summary>What the doctor may ask of the machine it runs on.</summary>
public interface IMachine
{
    /// <summary>The kind of system: it decides how a program is installed.</summary>
    Platform Platform { get; }

    /// <summary>An environment variable, or null.</summary>
    string? Variable(string name);

    /// <summary>What a program prints, or null when it is not there, fails, or takes too long.</summary>
    Task<string?> AskAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation);

    /// <summary>Whether a file is there.</summary>
    bool HasFile(string path);

    /// <summary>When a file was last written; null when it is not there.</summary>
    DateTime? Written(string path);

    /// <summary>The names of the folders in a folder; none when it is not there.</summary>
    IReadOnlyList<string> Folders(string path);

    /// <summary>When the newest file of a kind below a folder was written; null when there is none.</summary>
    DateTime? Newest(string folder, string pattern);

    /// <summary>The user's home folder.</summary>
    string Home { get; }

    /// <summary>Why nothing can be written in a folder, which is made if missing; null when all is well.</summary>
    string? WriteProblem(string folder);

    /// <summary>Whether the user's cache has a package of npm, whole.</summary>
    bool Keeps(NpmPackage package);

    /// <summary>Whether a web server answers, whatever it answers, within a short time.</summary>
    Task<bool> AnswersAsync(Uri address, CancellationToken cancellation);
}
