using System.CommandLine;
using RnnCourse.CommandLine;
using RnnCourse.Notebooks.Execution.Worker;

// A worker does nothing else, and starts as fast as it can.
if (args is [NotebookWorker.Verb, .. var rest])
    return NotebookWorker.Run(rest);

var course = new RootCommand("Runs, renders, checks and grades the notebooks of the course on recurrent networks.")
{
    RunVerb.Create(),
    BookVerb.Create(),
    DoctorVerb.Create(),
    ExportVerb.Create(),
    FormatVerb.Create(),
    LintVerb.Create(),
};
return await course.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
