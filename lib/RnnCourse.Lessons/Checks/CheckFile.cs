using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RnnCourse.Lessons.Checks;

/// <summary>The public checks of a homework, <c>H2-….checks.json</c> beside its notebook. The authors' tool writes it
/// (<c>course homework verify H2 --write</c>), the notebook's instant checks read it.</summary>
/// <param name="Homework">The homework's short name: <c>H2</c>.</param>
/// <param name="Exercises">Its exercises, in the notebook's order.</param>
public sealed record CheckFile(string Homework, string Title, IReadOnlyList<PublicExercise> Exercises)
{
    /// <summary>The usings that answers are compiled with, one a line.</summary>
    public string Usings { get; init; } = "";

    /// <summary>The code that is given to answers.</summary>
    public string Given { get; init; } = "";

    /// <summary>The names that the given code declares.</summary>
    public IReadOnlyList<string> GivenNames { get; init; } = [];

    /// <summary>How the files' names end.</summary>
    public const string Ending = ".checks.json";

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The files that checks are looked for in: those of a notebook's folder, then of each folder above
    /// it.</summary>
    public static IEnumerable<string> Near(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            foreach (var file in In(at)) yield return file;
    }

    /// <summary>The file that holds an exercise, from a notebook's folder upwards.</summary>
    /// <param name="id">The exercise: <c>h2.delta</c>.</param>
    /// <param name="folder">The notebook's folder; null is the current directory, which it is in every host.</param>
    /// <exception cref="FileNotFoundException">There is no file of checks.</exception>
    /// <exception cref="ArgumentException">No file of checks has the exercise.</exception>
    /// <exception cref="FormatException">A file that was looked into is damaged; the message begins with file and
    /// line.</exception>
    public static CheckFile With(string id, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        folder = Path.GetFullPath(folder ?? Directory.GetCurrentDirectory());
        var homework = id.Split('.')[0];
        // H2's own file is looked into first: that of another homework may be damaged.
        var files = Near(folder)
            .OrderBy(file => !Path.GetFileName(file).StartsWith(homework, StringComparison.OrdinalIgnoreCase)).ToList();
        var known = new List<string>();
        foreach (var file in files.Select(Read))
            if (file.Exercises.Any(exercise => exercise.Id == id))
                return file;
            else
                known.AddRange(file.Exercises.Select(exercise => exercise.Id));
        known.RemoveAll(other => !other.StartsWith(homework + ".", StringComparison.OrdinalIgnoreCase));
        throw known.Count > 0
            ? new ArgumentException($"There is no exercise '{id}'. There are {string.Join(", ", known)}.", nameof(id))
            : new FileNotFoundException(
                $"The checks of '{id}' are not here: the file {homework.ToUpperInvariant()}….checks.json, "
                + $"which came with the notebook, must lie beside it, in {folder} or a folder above. "
                + $"(Authors write it with 'course homework verify {homework.ToUpperInvariant()} --write'.)");
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is not a file of checks; the message begins with file and, where it is
    /// known, line.</exception>
    public static CheckFile Read(string path)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!;
            return new((string)json["homework"]!, (string)json["title"]!,
                [.. json["exercises"]!.AsArray().Select(e => PublicExercise.FromJson(e!.AsObject()))])
            {
                Usings = (string)json["usings"]!,
                Given = (string)json["given"]!,
                GivenNames = [.. json["givenNames"]!.AsArray().Select(n => (string)n!)],
            };
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path}:{e.LineNumber + 1}: this is not a file of checks: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            throw new FormatException($"{path}: this is not a file of checks: {e.Message}", e);
        }
    }

    /// <summary>The file's text: an exercise on a line.</summary>
    public string ToJson() =>
        $"{{\"homework\":{Text(Homework)},\"title\":{Text(Title)},\"usings\":{Text(Usings)},\"given\":{Text(Given)},"
        + $"\"givenNames\":{JsonSerializer.Serialize(GivenNames, Plain)},\"exercises\":[\n"
        + string.Join(",\n", Exercises.Select(exercise => exercise.ToJson().ToJsonString(Plain))) + "\n]}\n";

    private static string Text(string value) => JsonSerializer.Serialize(value, Plain);

    private static string[] In(DirectoryInfo folder)
    {
        try
        {
            return [.. Directory.GetFiles(folder.FullName, "*" + Ending).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // A folder above the notebook may be another's.
        }
    }
}
