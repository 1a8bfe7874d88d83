using System.Text;
using System.Text.Json.Nodes;
using RnnCourse.Notebooks.Export;
using RnnCourse.Notebooks.Ipynb;

namespace RnnCourse.Tool;

/// <summary><c>course export FILE…</c></summary>
internal static class ExportVerb
{
    internal static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Notebooks (.dib or .ipynb), or folders of .dib notebooks.",
            Arity = ArgumentArity.OneOrMore
        };
        var to = new Option<string>(
            "--to")
        {
            Description =
                "json: kernel and text of each cell; ipynb: Jupyter; md: Markdown; html: one file that needs no "
                    + "other; dib: from .ipynb.",
            DefaultValueFactory = _ => "ipynb"
        };
        to.AcceptOnlyFromAmong("json", "ipynb", "md", "html", "dib");
        var output = new Option<string?>("--out",
            "-o")
        {
            Description =
                "The file to write, or a folder for several; '-' prints. Without it json prints, the others write "
                    + "beside the notebook.",
            HelpName = "PATH"
        };
        var outputs = new Option<bool>(
            "--outputs")
        {
            Description =
                "Run the notebook and include its outputs (ipynb, md, html); for dib, keep the outputs that the "
                    + ".ipynb has."
        };
        var pictures = new Option<bool>("--pictures")
        {
            Description =
                "For ipynb with --outputs: of each figure a picture alone, without its HTML. GitHub and a notebook "
                    + "that is not trusted yet show only that. A Chromium browser makes it a PNG."
        };
        var solutions = new Option<bool>("--solutions")
        {
            Description = "For ipynb and md: keep the solutions of a homework's source. Without it "
                + "students' stubs stand in their places."
        };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there and differs." };
        var export = new Command("export", """
            Writes notebooks in another form. The way .dib to .ipynb and back gives the same bytes. An .ipynb written into another folder than
            its notebook's holds the code that the notebook imports, with paths of libraries that hold there.
            Exit code 0: done; 1: with --outputs, a cell failed (the file is written all the same); 2: a file cannot be read, converted or written; 130: interrupted.
            """)
        {
            files, to, output, outputs, pictures, solutions, force,
        };
        export.SetAction(async (parsed, cancellation) =>
        {
            var target = new ExportTarget(parsed.GetValue(to)!, parsed.GetValue(output), parsed.GetValue(force));
            var paths = NotebookFiles.Find(parsed.GetValue(files)!, alsoIpynb: true);
            paths = [.. paths.Where(path => !NotebookImports.IsSetup(path)
                || parsed.GetValue(files)!.Contains(path))];
            if (target.Form == "json")
            {
                target.Print(CellsJson.Write([.. paths.Select(NotebookFiles.Read)]) + "\n");
                return ExitCode.Success;
            }
            var code = ExitCode.Success;
            foreach (var path in paths)
                code = Math.Max(code, await ExportAsync(path, target,
                    parsed.GetValue(outputs) || parsed.GetValue(pictures), parsed.GetValue(pictures),
                    parsed.GetValue(solutions), paths, cancellation));
            return code;
        });
        return export;
    }

    private static async Task<int> ExportAsync(string path, ExportTarget target, bool withOutputs, bool pictures,
        bool solutions, IReadOnlyList<string> all, CancellationToken cancellation)
    {
        var several = all.Count > 1;
        if (target.Form == "dib")
        {
            target.Write(path,
                (NotebookFiles.IsIpynb(path) ? IpynbToDib.Convert(IpynbDocument.Load(path), withOutputs)
                    : DibDocument.Load(path)).ToBytes(), several);
            return ExitCode.Success;
        }
        var whole = NotebookFiles.Read(path);
        var notebook = solutions ? whole : StudentEdition.Of(whole);
        if (notebook != whole)
            await Console.Error.WriteLineAsync($"{path}: solutions are left out"
                + (target.Form == "html" ? "." : "; --solutions keeps them."));
        notebook = NotebookLinks.ToExported(notebook, all, target.Form);
        var run = withOutputs
            ? await NotebookRunner.RunAsync(NotebookSource.From(notebook), new RunOptions(), null, cancellation) : null;
        cancellation.ThrowIfCancellationRequested();
        target.Write(path, target.Form switch
        {
            "md" => Encoding.UTF8.GetBytes(MarkdownExport.Write(notebook, run)),
            "html" => Encoding.UTF8.GetBytes(await HtmlExport.WriteAsync(notebook, run, Libraries(path), cancellation)),
            _ => DibToIpynb.Convert(
                target.Folder(path, several) is { } folder ? NotebookImports.Inline(notebook, folder) : notebook,
                run is null ? null : await OutputsAsync(run, pictures, cancellation)).ToBytes(),
        }, several);
        foreach (var failure in run?.Failures ?? [])
            await Console.Error.WriteLineAsync(
                $"{path}:{failure.FirstLine}: cell {failure.Number} failed: {failure.Reason}");
        if (run?.Status == CellStatus.Skipped)
            await Console.Error.WriteLineAsync($"{path}: not run: {run.Reason}");
        return run?.Failures.Any() == true ? ExitCode.Failed : ExitCode.Success;
    }

    /// <summary>The outputs, with each figure's picture beside it where there is a browser to make one.</summary>
    private static async Task<IReadOnlyDictionary<int, IReadOnlyList<JsonObject>>> OutputsAsync(NotebookResult run,
        bool picturesAlone, CancellationToken cancellation)
    {
        var outputs = RunOutputs.Of(run);
        var all = outputs.Values.SelectMany(cell => cell).ToList();
        await FigurePictures.AddPngAsync(all, cancellation);
        if (picturesAlone) FigurePictures.KeepPictures(all);
        return outputs;
    }

    /// <summary>The course's library, where the notebook lies in the course.</summary>
    private static IEnumerable<string> Libraries(string path)
    {
        for (var folder = Directory.GetParent(Path.GetFullPath(path)); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "notebooks")))
                return new CourseFolder(folder.FullName).Libraries;
        return [];
    }
}
