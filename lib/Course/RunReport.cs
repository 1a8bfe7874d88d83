using System.Globalization;
using RnnCourse.Notebooks.Execution;

namespace RnnCourse.CommandLine;

/// <summary>A notebook's run as text.</summary>
internal static class RunReport
{
    internal static void Write(TextWriter output, NotebookResult notebook)
    {
        output.WriteLine(notebook.Path);
        foreach (var note in notebook.Notes)
            output.WriteLine($"  note: {note}");
        foreach (var cell in notebook.Cells.Where(cell => cell.Kernel != "markdown"))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  [{cell.Number}] {cell.Kernel}, line {cell.FirstLine}: {cell.Status} in {cell.Time.TotalSeconds:0.000} s{(cell.FromCache ? " (cached)" : "")}"));
            foreach (var line in cell.Events.SelectMany(e => e.Text.TrimEnd('\n').Split('\n')))
                output.WriteLine("      " + line);
            if (cell.Reason is { } reason)
                output.WriteLine($"      {cell.Status}: {reason}");
        }
    }
}
