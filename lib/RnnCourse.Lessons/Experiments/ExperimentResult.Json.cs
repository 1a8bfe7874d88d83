using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RnnCourse.Lessons.Experiments;

// The file: JSON, a line for each case and each run, so that a difference is seen in a version control system.
public sealed partial class ExperimentResult
{
    private const int FormatVersion = 2;
    private const string Sum = "sum";

    private static readonly JsonSerializerOptions Compact =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the result as JSON, whole or not at all; folders that are missing are made.</summary>
    public ExperimentResult Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToJson()));
        return this;
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or no result; the message says where. It is left as
    /// it is.</exception>
    public static ExperimentResult Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>The result as JSON. Its last field is a sum over all the others, however they are laid out.</summary>
    public string ToJson()
    {
        var text = new StringBuilder("{\n");
        void Field(string name, JsonNode? value) =>
            text.Append(CultureInfo.InvariantCulture, $"  \"{name}\": {Write(value)},\n");
        Field("format", FormatVersion);
        Field("experiment", Experiment.Name);
        Field("paper", Experiment.Paper);
        Field("criterion", Experiment.Criterion);
        Field("setting", Setting.Name);
        Field("values", Numbers(Setting));
        Field("seeds", Array(Seeds.Select(seed => JsonValue.Create(seed))));
        Field("machines", Array(Machines.Select(machine => JsonValue.Create(machine))));
        Field("date", Date);
        Field("codeVersions", Array(CodeVersions.Select(version => JsonValue.Create(version))));
        Field("repeats", Repeats);
        text.Append("  \"cases\": [\n    ")
            .AppendJoin(",\n    ", Setting.Cases.Select(@case => Write(CaseFields(@case)))).Append("\n  ],\n");
        text.Append("  \"runs\": [\n    ").AppendJoin(",\n    ", Runs.Select(RunLine)).Append("\n  ]");
        var sum = SumOf(JsonNode.Parse(text + "}")!.AsObject());
        return text.Append(CultureInfo.InvariantCulture, $",\n  \"{Sum}\": \"{sum}\"\n}}\n").ToString();
    }

    internal static ExperimentResult Parse(string json, string path) => Guarded(path, () =>
    {
        var root = JsonNode.Parse(json)!.AsObject();
        if (root["experiment"] is null || root["runs"] is null)
            throw new FormatException("it holds no 'experiment' with 'runs', so it is not a result of an experiment");
        if (Number(root, "format") is var format and not FormatVersion)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture,
                $"its format is {format}, but this program reads {FormatVersion}"));
        var experiment = Experiment.Named(Text(root, "experiment"));
        CheckSum(root);
        ExperimentCase[] cases = [.. root["cases"]!.AsArray().Select(node => CaseOf(node!.AsObject()))];
        var runs = root["runs"]!.AsArray().Select(node => RunOf(node!.AsObject())).ToArray();
        var setting = SettingOf(Text(root, "setting"), root["values"]!.AsObject(), cases, runs.Select(run => run.Seed)
            .Distinct().Count());
        return new ExperimentResult(experiment, setting, runs, Texts(root, "machines"), Texts(root, "codeVersions"),
            Text(root, "date"));
    });

    /// <summary>What a start of a command left in a journal.</summary>
    internal static ExperimentResult FromJournal(JsonObject header, IReadOnlyList<ExperimentCase> cases,
        IReadOnlyList<ExperimentRun> runs) => new(
        Experiment.Named(Text(header, "experiment")),
        SettingOf(Text(header, "setting"), header["values"]!.AsObject(), [.. cases.Union(runs.Select(run => run.Case))],
            runs.Select(run => run.Seed).Distinct().Count()),
        runs, [Text(header, "machine")], [Text(header, "code")], Today);

    /// <summary>A sum over all fields, as they were or will be written.</summary>
    internal static string SumOf(JsonObject fields) => Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes(Write(fields)))).ToLowerInvariant()[..32];

    /// <summary>Takes the sum out of what was read.</summary>
    /// <exception cref="FormatException">Something was changed since.</exception>
    internal static void CheckSum(JsonObject fields)
    {
        var sum = Text(fields, Sum);
        fields.Remove(Sum);
        if (sum != SumOf(fields))
            throw new FormatException("it is not what was written: something in it was changed since");
    }

    internal static string RunLine(ExperimentRun run)
    {
        var fields = CaseFields(run.Case);
        fields["seed"] = run.Seed;
        fields["ending"] = Name(run.Ending);
        fields["steps"] = run.Steps;
        fields["measure"] = double.IsFinite(run.Measure) ? run.Measure
            : run.Measure.ToString(CultureInfo.InvariantCulture);
        return Write(fields);
    }

    internal static ExperimentRun RunOf(JsonObject fields) => new(
        CaseOf(fields), Whole(fields, "seed"), EndingOf(Text(fields, "ending")), Whole(fields, "steps"),
        fields["measure"] is JsonValue value && value.TryGetValue<string>(out var text)
            ? double.Parse(text, CultureInfo.InvariantCulture) : Number(fields, "measure"));

    internal static JsonObject Numbers(ExperimentSetting setting) =>
        new(setting.Values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));

    internal static ExperimentSetting SettingOf(string name, JsonObject values, IReadOnlyList<ExperimentCase> cases,
        int seeds) =>
        new(name, cases, seeds, values.ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<double>()));

    internal static string Write(JsonNode? node) => node?.ToJsonString(Compact) ?? "null";

    internal static string Text(JsonObject fields, string name) =>
        fields[name]?.GetValue<string>() ?? throw new FormatException($"it lacks '{name}'");

    /// <summary>Whatever is wrong with the content becomes one sentence that names the file.</summary>
    internal static TResult Guarded<TResult>(string path, Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException
            or NullReferenceException or ArgumentException or OverflowException)
        {
            var what = e is JsonException json
                ? string.Create(CultureInfo.InvariantCulture,
                    $"line {json.LineNumber + 1}, place {json.BytePositionInLine + 1} is not as JSON should be")
                : e is NullReferenceException ? "a part of it is missing" : e.Message;
            throw new InvalidDataException(
                $"{path} is damaged or no result of an experiment: {what}. It was left as it is. Take it from version "
                + "control, or move it away and run the experiment again.", e);
        }
    }

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    private static JsonObject CaseFields(ExperimentCase @case)
    {
        var fields = new JsonObject();
        if (@case.Panel.Length > 0) fields["panel"] = @case.Panel;
        fields["series"] = @case.Series;
        fields["x"] = @case.X;
        return fields;
    }

    private static ExperimentCase CaseOf(JsonObject fields) =>
        new(fields["panel"]?.GetValue<string>() ?? "", Text(fields, "series"), Whole(fields, "x"));

    private static double Number(JsonObject fields, string name) =>
        fields[name]?.GetValue<double>() ?? throw new FormatException($"it lacks '{name}'");

    private static int Whole(JsonObject fields, string name) =>
        Number(fields, name) is var number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
            ? (int)number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture,
                $"'{name}' is {number}, which is not a whole number that fits"));

    private static string[] Texts(JsonObject fields, string name) =>
        [.. fields[name]!.AsArray().Select(node => node!.GetValue<string>())];

    private static string Name(RunEnding ending) => ending switch
    {
        RunEnding.Solved => "solved",
        RunEnding.Diverged => "diverged",
        _ => "out of steps",
    };

    private static RunEnding EndingOf(string name) => name switch
    {
        "solved" => RunEnding.Solved,
        "diverged" => RunEnding.Diverged,
        "out of steps" => RunEnding.OutOfSteps,
        _ => throw new FormatException(
            $"it has a run that ended by '{name}', which is none of solved, diverged, out of steps"),
    };
}
