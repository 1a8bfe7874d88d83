namespace RnnCourse.Tool;

/// <summary>Where an export goes.</summary>
/// <param name="Path">A file, a folder, <c>-</c> for the output, or null for a file beside the notebook.</param>
/// <param name="Force">Whether a file that is there may be replaced.</param>
internal sealed record ExportTarget(string Form, string? Path, bool Force)
{
    /// <summary>Writes an export of one notebook.</summary>
    /// <exception cref="IOException">The file cannot be written, or is there and differs.</exception>
    internal void Write(string notebook, byte[] bytes, bool several)
    {
        if (Path == "-")
        {
            using var output = Console.OpenStandardOutput();
            output.Write(bytes);
            return;
        }
        var file = File(notebook, several);
        if (System.IO.Path.GetFullPath(file) == System.IO.Path.GetFullPath(notebook))
            throw new IOException(
                $"{notebook}: the export would replace the notebook itself; name another file with --out.");
        if (System.IO.File.Exists(file) && !Force)
        {
            if (System.IO.File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes)) return;
            throw new IOException($"{file}: the file is there and differs; --force replaces it.");
        }
        AtomicFile.Write(file, bytes);
        Console.Error.WriteLine($"{notebook}: written to {file}");
    }

    /// <summary>Prints text, or writes it to the file.</summary>
    internal void Print(string text)
    {
        if (Path is null or "-")
            Console.Write(text);
        else
            AtomicFile.Write(Path, text);
    }

    /// <summary>The folder an export of a notebook is written to, if it is another than the notebook's own.</summary>
    internal string? Folder(string notebook, bool several) =>
        Path is null or "-" || System.IO.Path.GetDirectoryName(
            System.IO.Path.GetFullPath(File(notebook, several))) is not { } folder
            || folder == System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(notebook)) ? null : folder;

    private string File(string notebook, bool several)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(notebook) + "." + Form;
        if (Path is null)
            return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(notebook) ?? "", name);
        if (several) Directory.CreateDirectory(Path);
        return Directory.Exists(Path) ? System.IO.Path.Combine(Path, name) : Path;
    }
}
