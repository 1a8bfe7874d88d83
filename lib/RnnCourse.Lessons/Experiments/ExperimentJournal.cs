using System.Text.Json.Nodes;

namespace RnnCourse.Lessons.Experiments;

/// <summary>A result that grows: each run is appended and flushed to the disk as it ends, so that a command that is
/// killed loses only what it was doing. The file is named like the result with <c>.runs</c> after it, and goes when the
/// result is written.</summary>
public sealed class ExperimentJournal : IDisposable
{
    private readonly Experiment _experiment;
    private readonly ExperimentSetting _setting;
    private readonly string _path;
    private readonly FileStream _file;

    /// <summary>Opens the journal of a result file, and reads what both hold.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, or of another experiment or setting; both files are
    /// left as they are.</exception>
    /// <exception cref="IOException">Another command writes the same result.</exception>
    public ExperimentJournal(Experiment experiment, ExperimentSetting setting, string path)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentException.ThrowIfNullOrEmpty(path);
        (_experiment, _setting, Result, _path) = (experiment, setting, path, path + ".runs");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var whole = File.Exists(path) ? Same(ExperimentResult.Load(path), path) : null;
        try
        {
            _file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            throw new IOException(
                $"{_path} cannot be opened: does another command write the same result? ({e.Message})", e);
        }

        try
        {
            Earlier = Read(whole);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public string Result { get; }

    /// <summary>The runs that are there already, with their machines and code versions; null when there are
    /// none.</summary>
    public ExperimentResult? Earlier { get; }

    public void Append(ExperimentRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!_started)
            Line(JsonNode.Parse(new JsonObject
            {
                ["experiment"] = _experiment.Name,
                ["setting"] = _setting.Name,
                ["values"] = ExperimentResult.Numbers(_setting),
                ["machine"] = Machine.Description,
                ["code"] = Machine.CodeVersion,
            }.ToJsonString())!.AsObject());
        _started = true;
        Line(JsonNode.Parse(ExperimentResult.RunLine(run))!.AsObject());
        _file.Flush(flushToDisk: true);
    }

    private bool _started;

    /// <summary>Writes the result, and takes the journal away.</summary>
    public void Complete(ExperimentResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!ReferenceEquals(result, Earlier) || !File.Exists(Result) || _file.Length > 0)
            result.Save(Result);
        File.Delete(_path);
    }

    /// <summary>Closes the file; an empty one goes.</summary>
    public void Dispose()
    {
        var empty = _file.CanRead && _file.Length == 0;
        _file.Dispose();
        if (empty) File.Delete(_path);
    }

    private ExperimentResult? Read(ExperimentResult? whole)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;     // a command that was killed may have left half a line
        var lines = Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        List<ExperimentResult> parts = whole is null ? [] : [whole];
        for (var n = 0; n < lines.Length;)
        {
            var start = n;
            var header = ExperimentResult.Guarded(Place(start), () => Fields(lines[start]));
            List<ExperimentRun> runs = [];
            for (n++; n < lines.Length && !lines[n].StartsWith("{\"experiment\"", StringComparison.Ordinal); n++)
            {
                var line = n;
                runs.Add(ExperimentResult.Guarded(Place(line), () =>
                    ExperimentResult.RunOf(Fields(lines[line]))));
            }

            parts.Add(Same(ExperimentResult.Guarded(Place(start), () =>
                ExperimentResult.FromJournal(header, _setting.Cases, runs)), _path));
        }

        _file.SetLength(end);
        _file.Seek(0, SeekOrigin.End);
        return parts.Count == 0 ? null : ExperimentResult.Merge([.. parts]);
    }

    private ExperimentResult Same(ExperimentResult result, string path) =>
        result.Experiment.Name == _experiment.Name && result.Setting.Name == _setting.Name
            && result.Setting.SameNumbers(_setting) ? result
            : throw new InvalidDataException(
                $"{path} holds {result.Described()}, not the experiment {_experiment.Name} in its present setting "
                + $"'{_setting.Name}'. It was left as it is. Name another file with --out, or move it away.");

    private string Place(int line) => string.Create(CultureInfo.InvariantCulture, $"{_path}, line {line + 1},");

    private static JsonObject Fields(string line)
    {
        var fields = JsonNode.Parse(line)!.AsObject();
        ExperimentResult.CheckSum(fields);
        return fields;
    }

    private void Line(JsonObject fields)
    {
        fields["sum"] = ExperimentResult.SumOf(fields);
        _file.Write(Encoding.UTF8.GetBytes(ExperimentResult.Write(fields) + "\n"));
    }
}
