using System.Collections;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using RnnCourse.Lessons.Texts;

namespace RnnCourse.Notebooks.Execution.Cache;

/// <summary>The key of each cell: a hash over all that its result can depend on. That is the tool and the .NET it runs
/// on, the options and <c>RNNCOURSE_…</c> variables, the files of the data folder (the record of a run only for a
/// notebook that reads it), and the code of the notebook up to the cell with every file that code names: libraries of
/// <c>#r</c> (and all beside them), imported notebooks, files and folders in string literals, and for instant checks
/// the files of checks near the notebook. A cell that reads anything else is not kept (see
/// <see cref="Worker.CellInputs"/>).</summary>
internal static class CacheKeys
{
    /// <summary>The keys of a notebook's cells; null for Markdown, which no kernel runs and no result depends
    /// on.</summary>
    internal static IReadOnlyList<string?> Of(NotebookSource notebook, RunOptions options)
    {
        var files = new FileHashes(notebook.Folder);
        var chain = Base(notebook, options);
        var keys = new string?[notebook.Cells.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var cell = notebook.Cells[i];
            if (cell.IsMarkdown) continue;
            chain = Hash([chain, cell.Kernel, cell.Source, .. files.NamedIn(cell.Source)]);
            keys[i] = chain;
        }
        return keys;
    }

    /// <summary>Whether a cell's key depends on all these files.</summary>
    internal static bool Hold(NotebookSource notebook, int index, IReadOnlyList<string> paths)
    {
        if (paths.Count == 0) return true;
        var named = new FileHashes(notebook.Folder)
            .PathsIn(notebook.Cells.Take(index + 1).Where(cell => !cell.IsMarkdown).Select(cell => cell.Source))
            .Append(DataFolder.Locate(notebook.Folder)).ToHashSet(StringComparer.Ordinal);
        return paths.All(path =>
        {
            for (var at = Path.GetFullPath(Path.Combine(notebook.Folder, path)); at is not null;
                at = Path.GetDirectoryName(at))
                if (named.Contains(at)) return true;
            return false;
        });
    }

    internal static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Base(NotebookSource notebook, RunOptions options)
    {
        var environment = options.WorkerEnvironment?.Select(v => (v.Key, v.Value))
            ?? System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Select(v => ((string)v.Key, (string?)v.Value ?? ""))
                .Where(v => v.Item1.StartsWith("RNNCOURSE_", StringComparison.Ordinal));
        // What a run measures is written there: it must not make the run's own results look old, except where it is
        // read.
        var (data, ledger) = (DataFolder.Locate(notebook.Folder), LedgerWriter.PathFor(notebook));
        return Hash(
        [
            Version(typeof(CacheKeys)), Version(typeof(Kernel)), Version(typeof(Formatter)),
            Version(typeof(Compilation)),
            RuntimeInformation.FrameworkDescription, RuntimeInformation.ProcessArchitecture.ToString(),
            notebook.Folder, notebook.Name, options.LanguageVersion, options.Full ? "full" : "",
            options.Seed?.ToString(CultureInfo.InvariantCulture) ?? "", options.IsolateNetwork ? "isolated" : "",
            options.OutputLimit.ToString(CultureInfo.InvariantCulture),
            options.MemoryLimit.ToString(CultureInfo.InvariantCulture),
            .. environment.Order().Select(v => $"{v.Item1}={v.Item2}"),
            FileHashes.Of(data, except: ledger),
            LedgerWriter.IsReader(notebook) ? LedgerWriter.Fingerprint(notebook) : "",
        ]);
    }

    private static string Version(Type type) => type.Assembly.ManifestModule.ModuleVersionId.ToString();
}
