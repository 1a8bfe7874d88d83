namespace RnnCourse.Notebooks.Book;

/// <summary>The book's title and how its notebooks are grouped into parts: what <c>notebooks/book.json</c>
/// says.</summary>
public sealed record BookPlan(string Title, string Subtitle, IReadOnlyList<BookPart> Parts)
{
    /// <summary>What each chapter is about, in two sentences, by the number its notebook's name begins with.</summary>
    public IReadOnlyDictionary<string, string> About { get; init; } = new Dictionary<string, string>();

    private static readonly JsonSerializerOptions Reading =
        new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads the plan beside the notebooks. Without one, all notebooks are in one part, in the order of their
    /// names.</summary>
    /// <exception cref="CourseException">The plan is not what it should be.</exception>
    public static BookPlan Read(string notebooksFolder)
    {
        var path = Path.Combine(notebooksFolder, "book.json");
        if (!File.Exists(path)) return new(Path.GetFileName(Path.GetFullPath(notebooksFolder)), "", []);
        try
        {
            return JsonSerializer.Deserialize<BookPlan>(File.ReadAllText(path), Reading) is
            {
                Title: not null,
                Parts: not null
            } plan
                ? plan
                : throw new CourseException(
                    $"{path} needs a \"title\" and \"parts\": [{{\"title\": …, \"notebooks\": [\"00\", …]}}].");
        }
        catch (JsonException problem)
        {
            throw new CourseException($"{path} is not valid JSON: {problem.Message}");
        }
    }

    /// <summary>The part a notebook belongs to; notebooks that the plan does not name come last, under
    /// "More".</summary>
    public string PartOf(string notebookName) =>
        Parts.FirstOrDefault(part => part.Notebooks.Any(start =>
            notebookName.StartsWith(start + "-", StringComparison.Ordinal)))?.Title ?? "More";

    /// <summary>Sorts notebooks into reading order.</summary>
    public IEnumerable<string> InReadingOrder(IEnumerable<string> files)
    {
        var starts = Parts.SelectMany(part => part.Notebooks).ToList();
        return files
            .OrderBy(file => starts.FindIndex(start => Path.GetFileName(file)
                .StartsWith(start + "-", StringComparison.Ordinal)) is var at and >= 0 ? at : int.MaxValue)
            .ThenBy(Path.GetFileName, StringComparer.Ordinal);
    }
}

/// <summary>A part of the book.</summary>
/// <param name="Title">Its heading in the list of chapters.</param>
/// <param name="Notebooks">How the names of its notebooks begin: <c>04</c> is <c>04-….dib</c>.</param>
public sealed record BookPart(string Title, IReadOnlyList<string> Notebooks);
