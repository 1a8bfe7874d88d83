using System.Text;
using RnnCourse.Notebooks.Execution.Worker;
using RnnCourse.Notebooks.Homework.Running;
using RnnCourse.Notebooks.Machine;
using RnnCourse.Tool;

// The same result whatever language the user's system speaks.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// A worker does nothing else, and starts as fast as it can.
if (args is [HomeworkWorker.Verb, .. var answers])
    return HomeworkWorker.Run(answers);
if (args is [NotebookWorker.Verb, .. var rest])
    return NotebookWorker.Run(rest);

// A console of Windows has an older encoding unless it is told: ✓, → and formulas would be question marks.
if (OperatingSystem.IsWindows())
    Console.OutputEncoding = Console.InputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

var course = new RootCommand("Runs, renders, checks and grades the notebooks of the course on recurrent networks.")
{
    RunVerb.Create(),
    BookVerb.Create(),
    DataVerb.Create(),
    DoctorVerb.Create(),
    ExperimentVerb.Create(),
    ExportVerb.Create(),
    FormatVerb.Create(),
    HomeworkVerb.Create(),
    LintVerb.Create(),
};
var parsed = course.Parse(args);
var code = await Failure.GuardAsync(() =>
{
    TemporaryFiles.Ensure();
    // Ctrl-C asks the verb to end; it has the time to end its workers and to show what there is.
    return parsed.InvokeAsync(new InvocationConfiguration
    {
        ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        EnableDefaultExceptionHandler = false,
    });
});
return parsed.Errors.Count > 0 ? ExitCode.BadFile : code;
