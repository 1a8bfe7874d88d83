using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RnnCourse.Lessons.Claims;

/// <summary>The claims that the last run of each notebook measured. <c>course run</c> and <c>course book</c> write it
/// into the data folder when a notebook that reads it is among those they run, before that notebook; nobody writes it
/// by hand.</summary>
[Figures.Display.TypeFormatterSource(typeof(LedgerFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Ledger(IReadOnlyList<RecordedNotebook> Notebooks)
{
    private const string Sum = "sum";

    private static readonly JsonSerializerOptions Json = new(Claim.JsonForm) { WriteIndented = true };

    /// <summary>The notebooks in the file whose record is damaged: it is not among <see cref="Notebooks"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Damaged { get; init; } = [];

    /// <summary>Every claim with its notebook's file name, in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Notebook, Claim Claim)> Claims =>
        [.. Notebooks.SelectMany(notebook => notebook.Claims.Select(claim => (notebook.File, claim)))];

    [JsonIgnore]
    public bool IsEmpty => Notebooks.Count == 0;

    /// <summary>What claims measured with several seeds, where that was recorded.</summary>
    [JsonIgnore]
    public SeedSpreads Spreads { get; init; } = SeedSpreads.None;

    /// <summary>Where the record lies: <c>results/ledger.json</c> in the data folder (see
    /// <see cref="DataFolder.Locate"/>).</summary>
    public static string PathIn(string? dataFolder = null) =>
        Path.Combine(dataFolder ?? DataFolder.Locate(), "results", "ledger.json");

    /// <summary>Why <see cref="Spreads"/> is empty where there is a record of them; else null.</summary>
    [JsonIgnore]
    public string? SpreadsProblem { get; init; }

    /// <summary>Reads the record; an empty one when there is none.</summary>
    /// <param name="path">The file; null is <see cref="PathIn"/>.</param>
    /// <exception cref="FormatException">The file is there and is not a record.</exception>
    public static Ledger Read(string? path = null)
    {
        path ??= PathIn();
        var ledger = ReadRecord(path);
        try
        {
            return ledger with { Spreads = SeedSpreads.Read(SeedSpreads.PathBeside(path)) };
        }
        catch (FormatException problem)
        {
            return ledger with { SpreadsProblem = problem.Message };
        }
    }

    /// <summary>The same without what was measured with several seeds, which lies in a file of its own.</summary>
    public static Ledger ReadRecord(string path)
    {
        if (!File.Exists(path)) return new Ledger([]);
        try
        {
            var entries = JsonNode.Parse(File.ReadAllText(path))?["notebooks"] as JsonArray
                ?? throw new JsonException("it has no list of notebooks");
            var read = entries.Select((entry, n) => (Name: NameOf(entry, n), Record: ReadWhole(entry))).ToList();
            return new Ledger([.. read.Select(item => item.Record).OfType<RecordedNotebook>()])
            {
                Damaged = [.. read.Where(item => item.Record is null).Select(item => item.Name)],
            };
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new FormatException(
                $"{path} is not a valid record of a run ({problem.Message}); delete it and run "
                    + "`course run` again.", problem);
        }
    }

    /// <summary>What is recorded of a notebook, if it is what was written; else null.</summary>
    private static RecordedNotebook? ReadWhole(JsonNode? entry)
    {
        if (entry is not JsonObject fields) return null;
        try
        {
            CheckSum(fields);
            return fields.Deserialize<RecordedNotebook>(Json) is { File: not null, Claims: not null } notebook
                && notebook.Claims.All(Claim.IsWhole) ? notebook : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string NameOf(JsonNode? entry, int place) =>
        (entry as JsonObject)?["file"] is JsonValue name && name.TryGetValue<string>(out var file) ? file
            : string.Create(CultureInfo.InvariantCulture, $"notebook {place + 1} of the file");

    /// <summary>What is written of a record: its fields, and a sum over them.</summary>
    internal static JsonObject WithSum<T>(T record)
    {
        var fields = JsonSerializer.SerializeToNode(record, Json)!.AsObject();
        fields = JsonNode.Parse(fields.ToJsonString())!.AsObject(); // Numbers as they will be read.
        fields[Sum] = SumOf(fields);
        return fields;
    }

    /// <summary>Takes the sum out of what was read.</summary>
    /// <exception cref="JsonException">Something was changed since it was written.</exception>
    internal static void CheckSum(JsonObject fields)
    {
        var sum = fields[Sum]?.ToString();
        fields.Remove(Sum);
        if (sum != SumOf(fields)) throw new JsonException("something in it was changed since it was written");
    }

    private static string SumOf(JsonObject fields) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(fields.ToJsonString()))).ToLowerInvariant();

    /// <summary>Writes the record, whole or not at all. The same run gives the same bytes; a file that has them already
    /// is left alone.</summary>
    /// <param name="path">The file; its folder is made if missing.</param>
    public void Save(string path)
    {
        var entries = new JsonArray([.. Notebooks.Select(WithSum)]);
        var bytes = Encoding.UTF8.GetBytes(new JsonObject { ["notebooks"] = entries }.ToJsonString(Json));
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return;
        AtomicFile.Write(path, bytes);
    }

    /// <summary>Notebooks of the record whose file is another one now, or gone: their numbers are of an earlier
    /// text.</summary>
    /// <param name="folder">Where the notebooks are; for a notebook its own folder.</param>
    public IReadOnlyList<string> ChangedSince(string folder = ".") =>
        [.. Notebooks.Where(notebook => HashOf(Path.Combine(folder, notebook.File)) != notebook.Hash)
            .Select(notebook => notebook.File)];

    /// <summary>The hash a record keeps of a notebook's file; empty where there is none.</summary>
    public static string HashOf(string path) =>
        File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))).ToLowerInvariant() : "";

    /// <summary>How many findings and checks hold, fail and are conditional, and each claim on a line.</summary>
    public override string ToString() => IsEmpty ? Summary : string.Join('\n', Claims
        .Select(item => $"{item.Claim.Id} [{item.Claim.VerdictText}] {item.Claim.Sentence}: {item.Claim.MeasuredText}, "
            + $"bound {item.Claim.Bound}")
        .Prepend(Summary));

    internal string Summary => Recorded
        + (Damaged.Count == 0 ? "" : $" What was recorded of {string.Join(", ", Damaged)} is damaged: run it again.")
        + (SpreadsProblem is null ? "" : $" {SpreadsProblem}");

    private string Recorded
    {
        get
        {
            if (IsEmpty)
                return "No run has been recorded yet. Run `course run` or `course book` over all notebooks, then run "
                    + "this cell again.";
            var notebooks = $"{Notebooks.Count} notebook{(Notebooks.Count == 1 ? "" : "s")}";
            return $"{Counted(Claims.Count, "claim")} of {notebooks}: {Kinds()}. {Count(Verdict.Holds, "hold")}, "
                + $"{Count(Verdict.Conditional, "hold")} under a condition, {Count(Verdict.Fails, "fail")}.";

            string Kinds()
            {
                var checks = Claims.Count(item => item.Claim.Kind == ClaimKind.Check);
                return $"{Counted(Claims.Count - checks, "finding")} and {Counted(checks, "check")}";
            }

            string Count(Verdict verdict, string verb)
            {
                var count = Claims.Count(item => item.Claim.Verdict == verdict);
                return $"{count} {verb}{(count == 1 ? "s" : "")}";
            }

            string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
        }
    }
}

/// <summary>What a run measured in one notebook.</summary>
/// <param name="Hash">SHA-256 of the notebook's file as it was.</param>
public sealed record RecordedNotebook(
    string File, string Status, string? Reason, int Seed, bool Full, string Hash, IReadOnlyList<Claim> Claims);
