using RnnCourse.Notebooks.Doctor.Checks;

namespace RnnCourse.Notebooks.Doctor;

/// <summary>One thing the doctor looks at.</summary>
public interface ICheck
{
    /// <summary>Looks at it.</summary>
    Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation);
}

/// <summary>Tells a newcomer what is there, what works with it, and what to do next.</summary>
public static class CourseDoctor
{
    private static readonly ICheck[] Checks =
    [
        new SdkCheck(), new LibraryCheck(), new FoldersCheck(), new PackagesCheck(), new NodeCheck(),
        new BrowserCheck(), new EditorCheck(), new KernelCheck(), new JupyterCheck(),
    ];

    /// <summary>Looks at everything, side by side; the diagnoses come in a fixed order.</summary>
    public static async Task<IReadOnlyList<Diagnosis>> ExamineAsync(IMachine machine, string course,
        CancellationToken cancellation = default) =>
        await Task.WhenAll(Checks.Select(check => check.ExamineAsync(machine, course, cancellation)));
}
