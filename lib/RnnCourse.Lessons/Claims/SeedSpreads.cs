using System.Text.Json;
using System.Text.Json.Nodes;

namespace RnnCourse.Lessons.Claims;

/// <summary>What claims measured with several seeds: <c>seeds.json</c> beside the ledger's record. <c>course run
/// notebooks --seeds N</c> writes it when a notebook that reads the ledger is among those it runs.</summary>
public sealed record SeedSpreads(IReadOnlyList<SeedSpread> Claims)
{
    private static readonly JsonSerializerOptions Json = new(Lessons.Claims.Claim.JsonForm) { WriteIndented = true };

    public static SeedSpreads None { get; } = new([]);

    /// <summary>Where it lies: beside <c>ledger.json</c>.</summary>
    public static string PathBeside(string ledger) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(ledger))!, "seeds.json");

    /// <summary>Reads it; none when there is no file.</summary>
    /// <exception cref="FormatException">The file is there and is not what was written.</exception>
    public static SeedSpreads Read(string path)
    {
        if (!File.Exists(path)) return None;
        try
        {
            var fields = JsonNode.Parse(File.ReadAllText(path)) as JsonObject
                ?? throw new JsonException("it is not an object");
            Ledger.CheckSum(fields);
            return fields.Deserialize<SeedSpreads>(Json) is { Claims: not null } spreads
                ? spreads : throw new JsonException("it has no claims");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"{path} is not a valid record of runs with several seeds "
                + $"({problem.Message}); delete it and run `course run notebooks --seeds 5` again.", problem);
        }
    }

    /// <summary>What the claims of several runs measured, one run per seed.</summary>
    /// <param name="notebook">The notebook's file name.</param>
    public static IEnumerable<SeedSpread> Of(string notebook, IEnumerable<Claim> claims) => claims
        .GroupBy(claim => claim.Id)
        .Select(same => new SeedSpread(notebook, same.Key, same.First().Bound, same.Count(),
            same.Count(claim => claim.Verdict != Verdict.Fails), same.Min(claim => claim.Measured),
            same.Max(claim => claim.Measured)));

    /// <summary>The record with some notebooks' spreads in place of those it had of them.</summary>
    public SeedSpreads With(IReadOnlyCollection<SeedSpread> measured) => new([.. Claims
        .Where(claim => measured.All(now => now.Notebook != claim.Notebook)).Concat(measured)
        .OrderBy(claim => claim.Notebook, StringComparer.Ordinal)]);

    /// <summary>Writes it, whole or not at all.</summary>
    public void Save(string path) => AtomicFile.Write(path, Ledger.WithSum(this).ToJsonString(Json));

    /// <summary>The spread of a claim as text: <c>0.31 … 0.52, 5 of 5 seeds</c>; empty where its bound is another one
    /// now, or where it was not measured so.</summary>
    public string Of(Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return Claims.FirstOrDefault(spread => spread.Id == claim.Id && spread.Bound == claim.Bound)?.ToString() ?? "";
    }
}

/// <summary>What one claim measured with several seeds.</summary>
/// <param name="Seeds">With how many seeds it was measured.</param>
/// <param name="Held">With how many of them it held.</param>
public sealed record SeedSpread(string Notebook, string Id, string Bound, int Seeds, int Held, double Least,
    double Most)
{
    public override string ToString()
    {
        var (least, most) = (Numbers.Short(Least), Numbers.Short(Most));
        return $"{(least == most ? least : $"{least} … {most}")}, {Held} of {Seeds} seeds";
    }
}
