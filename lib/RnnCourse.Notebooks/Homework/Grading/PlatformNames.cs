namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Whose a submission is, as far as the name of its file or folder says.</summary>
/// <param name="Id">The number that the learning platform gave its owner; or null.</param>
/// <param name="Attempt">Which attempt it is, as far as the name says.</param>
/// <param name="File">The name the student gave the file; or null.</param>
internal sealed record Owner(string Name, string? Id = null, int Attempt = 0, string? File = null)
{
    /// <summary>The e-mail address; or null.</summary>
    internal string? Email { get; init; }

    /// <summary>When it was handed in, as the platform says; or null.</summary>
    internal DateTime? Time { get; init; }
}

/// <summary>Names as learning platforms write them when a teacher downloads all submissions.</summary>
internal static partial class PlatformNames
{
    /// <summary>Gradescope's list of who handed in what, beside the folders.</summary>
    internal const string GradescopeFile = "submission_metadata.yml";

    /// <summary>Takes a name apart: <c>Anna Müller_12345_assignsubmission_file_</c> (Moodle),
    /// <c>mulleranna_LATE_12345_678911_H2-1.dib</c> (Canvas); another name is the student's.</summary>
    internal static Owner Of(string name, string withoutEnding)
    {
        if (Moodle().Match(name) is { Success: true } moodle)
            return new(moodle.Groups["name"].Value, moodle.Groups["id"].Value);
        if (Canvas().Match(withoutEnding) is { Success: true } canvas)
            return new(canvas.Groups["name"].Value, canvas.Groups["id"].Value,
                canvas.Groups["attempt"] is { Success: true } attempt
                    ? int.Parse(attempt.ValueSpan, CultureInfo.InvariantCulture) : 0, canvas.Groups["file"].Value);
        return new(withoutEnding);
    }

    /// <summary>Whether a folder of Moodle's holds a text that was typed in, not a file.</summary>
    internal static bool IsOnlineText(string name) => name.Contains("_onlinetext", StringComparison.Ordinal);

    /// <summary>What all names of GitHub Classroom's repositories begin with, <c>h2-backpropagation-</c>; empty when
    /// they are not such repositories.</summary>
    internal static string Assignment(IReadOnlyList<DirectoryInfo> folders)
    {
        if (folders.Count < 2 || !folders.All(f => Path.Exists(Path.Combine(f.FullName, ".git")))) return "";
        var common = folders.Select(f => f.Name).Aggregate((a, b) =>
            a[..a.Zip(b).TakeWhile(p => p.First == p.Second).Count()]);
        return common[..(common.LastIndexOf('-') + 1)];
    }

    /// <summary>Gradescope's owners by folder.</summary>
    /// <exception cref="FormatException">The file is not such a list.</exception>
    internal static IReadOnlyDictionary<string, Owner> Gradescope(string path)
    {
        var owners = new Dictionary<string, Owner>(StringComparer.Ordinal);
        string? folder = null;
        foreach (var line in File.ReadLines(path))
            if (GradescopeFolder().Match(line) is { Success: true } head)
                owners[folder = head.Groups["folder"].Value] = new(folder);
            else if (folder is not null && GradescopeField().Match(line) is { Success: true } field)
            {
                var value = field.Groups["value"].Value.Trim().Trim('\'', '"');
                var owner = owners[folder];
                owners[folder] = field.Groups["name"].Value switch
                {
                    "name" when owner.Name == folder => owner with { Name = value },
                    "sid" when value.Length > 0 => owner with { Id = value },
                    "email" => owner with { Email = value },
                    "created_at" => owner with { Time = Created(value) },
                    _ => owner,
                };
            }

        return owners.Count > 0 ? owners
            : throw new FormatException($"{path}: it lists no submissions ('submission_123:').");
    }

    private static DateTime? Created(string value) => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal, out var time) ? time.UtcDateTime : null;

    [GeneratedRegex(@"^(?<name>.+?)_(?<id>\d+)_assignsubmission_\w*$")]
    private static partial Regex Moodle();

    [GeneratedRegex(@"^(?<name>\p{L}[\p{L}\p{M}\-']*)_(?:LATE_)?(?<id>\d+)_(?<file_id>\d+)_(?<file>.+?)"
        + @"(?:-(?<attempt>\d{1,2}))?$")]
    private static partial Regex Canvas();

    [GeneratedRegex(@"^(?<folder>submission_\d+):\s*$")]
    private static partial Regex GradescopeFolder();

    [GeneratedRegex(@"^\s+(?:- )?:(?<name>name|sid|email|created_at):\s*(?<value>.*)$")]
    private static partial Regex GradescopeField();
}
