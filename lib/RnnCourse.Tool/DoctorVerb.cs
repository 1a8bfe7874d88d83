using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RnnCourse.Notebooks.Doctor;

namespace RnnCourse.Tool;

/// <summary><c>course doctor</c></summary>
internal static class DoctorVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the diagnoses as a JSON array." };
        var doctor = new Command("doctor", """
            Tells what is installed, what works with it, and what to do next.
            Exit code 0: all that the course needs is there; 1: something it needs is missing; 2: the working folder is not in the course.
            """)
        {
            json,
        };
        doctor.SetAction(async (parsed, cancellation) =>
        {
            CourseFolder course;
            try
            {
                course = CourseFolder.Find();
            }
            catch (CourseException problem)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return ExitCode.BadFile;
            }
            var diagnoses = await CourseDoctor.ExamineAsync(new ThisMachine(course.Notebooks), course.Root,
                cancellation);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(diagnoses, Json));
            else
                Print(diagnoses, course.Root);
            return diagnoses.Any(d => d.Health == Health.Missing) ? ExitCode.Failed : ExitCode.Success;
        });
        return doctor;
    }

    private static void Print(IReadOnlyList<Diagnosis> diagnoses, string course)
    {
        var width = diagnoses.Max(d => d.Name.Length);
        foreach (var diagnosis in diagnoses)
        {
            var health = diagnosis.Health switch
            {
                Health.Works => Colour.Green("ok      "),
                Health.Optional => Colour.Yellow("optional"),
                _ => Colour.Red("missing "),
            };
            Console.WriteLine($"{health}  {diagnosis.Name.PadRight(width)}  {diagnosis.Found}");
            if (diagnosis.NextStep is { } step) Console.WriteLine($"{new string(' ', 12 + width)}→ {step}");
        }
        Console.WriteLine();
        Console.WriteLine(diagnoses.FirstOrDefault(d => d.Health == Health.Missing) is { } first
            ? $"The course does not run yet. Next: {first.NextStep}; then ask the doctor again."
            : $"The course runs. Next: '{Call(course)} book' makes its pages and names the one to open.");
    }

    /// <summary>How this program is called: from the course's folder, unless it was installed.</summary>
    private static string Call(string course) =>
        AppContext.BaseDirectory.StartsWith(course, StringComparison.Ordinal)
            ? "dotnet run --project lib/RnnCourse.Tool -c Release --" : "course";
}
