namespace RnnCourse.Tool;

/// <summary><c>course format</c></summary>
internal static class FormatVerb
{
    internal static Command Create()
    {
        var files = NotebookArguments.Files("Notebooks (.dib) or folders of them");
        var check = new Option<bool>("--check")
        {
            Description = "Change nothing; name the notebooks that are not in canonical form."
        };
        var format = new Command("format", """
            Writes notebooks in canonical form: one-line meta, one empty line around selectors, LF. The cells stay as they are.
            Exit code 0: all are in canonical form now; 1: with --check, some are not; 2: a file cannot be read or formatted.
            """)
        {
            files, check,
        };
        format.SetAction(parsed =>
        {
            var code = NotebookArguments.ForEach(parsed.GetValue(files)!, path => Format(path, parsed.GetValue(check)));
            if (code == ExitCode.Success)
                Console.WriteLine(
                    $"Notebooks in canonical form: {NotebookArguments.Find(parsed.GetValue(files)!).Count}.");
            return code;
        });
        return format;
    }

    private static int Format(string path, bool check)
    {
        var notebook = DibDocument.Load(path);
        var canonical = DibFormatter.Format(notebook);
        if (canonical.ToBytes().SequenceEqual(notebook.ToBytes())) return ExitCode.Success;
        if (!check)
        {
            canonical.Save(path);
            Console.WriteLine($"{path}: formatted");
            return ExitCode.Success;
        }
        var same = notebook.Lines.Zip(canonical.Lines).TakeWhile(pair => pair.First == pair.Second).Count();
        var onlyEnds = same == notebook.Lines.Count && same == canonical.Lines.Count
            && notebook.ToBytes().AsSpan().IndexOf("\r\n"u8) >= 0;
        Console.WriteLine(onlyEnds
            ? $"{path}:1: format: its lines end with CRLF, in canonical form with LF; run 'course format \"{path}\"'"
            : $"{path}:{same + 1}: format: the notebook is not in canonical form from here on; run 'course "
                + $"format \"{path}\"'");
        return ExitCode.Failed;
    }
}
