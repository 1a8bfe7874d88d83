using System.IO.Compression;
using System.Text;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

public sealed class HandedInTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Solved => Homeworks.Text(Homeworks.Load("H2"), e => e.Solution);

    private void Put(string path, string? text = null)
    {
        var file = Path.Combine(_folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text ?? Solved);
    }

    private void PutZip(string path, params (string Name, string Text)[] entries)
    {
        var file = Path.Combine(_folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private Dictionary<string, HandedIn> Found(string? roster = null) =>
        new HandedInFolder(Homeworks.Load("H2"), roster is null ? null : Roster.Read(roster)).Find(_folder.Path)
            .ToDictionary(f => f.Student);

    private static bool IsSolved(HandedIn found)
    {
        var homework = Homeworks.Load("H2");
        var submission = Submission.Read(found.File, found.Problem, homework);
        return homework.Exercises.All(e => submission[e.Id] == e.Solution);
    }

    [Fact]
    public void A_zip_a_text_file_a_deep_folder_and_a_Jupyter_notebook_are_taken()
    {
        PutZip("zip.zip", ("H2/H2.dib", Solved));
        PutZip("zip in folder/H2.zip", ("H2.dib", Solved));
        Put("txt/H2.dib.txt");
        Put("deep/a/b/c/d/e/f/g/H2.dib");
        var ipynb = DibToIpynb.Convert(DibDocument.Parse(Solved)).ToBytes();
        Put("jupyter/H2.ipynb", Encoding.UTF8.GetString(ipynb));
        Put("jupyter text/H2.ipynb.txt", Encoding.UTF8.GetString(ipynb));
        var found = Found();
        Assert.Equal(["deep", "jupyter", "jupyter text", "txt", "zip", "zip in folder"],
            found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found.Values, f => Assert.True(IsSolved(f), $"{f.Student}: {f.Problem}"));
    }

    [Fact]
    public void What_a_zip_holds_never_leads_out_and_a_bad_one_costs_its_owner()
    {
        PutZip("evil.zip", ("../../evil.dib", Solved), ("/tmp/evil.dib", Solved));
        Put("broken.zip", "no zip");
        PutZip("empty.zip");
        PutZip("bomb.zip", ("H2.dib", new string(' ', 70 << 20)));
        var found = Found();
        Assert.False(File.Exists(Path.Combine(_folder.Path, "..", "evil.dib")));
        Assert.True(IsSolved(found["evil"]));
        Assert.Contains("cannot be read", found["broken"].Problem, StringComparison.Ordinal);
        Assert.Contains("nothing was handed in", found["empty"].Problem, StringComparison.Ordinal);
        Assert.Contains("larger than 64 MB", found["bomb"].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_learning_platforms_become_students_with_their_numbers_and_the_latest_attempt_counts()
    {
        Put("Anna Müller_12345_assignsubmission_file_/H2.dib");
        Put("Anna Müller_12345_assignsubmission_onlinetext_/onlinetext.html", "<p>see file</p>");
        Put("kimminjun_777_100_H2-backpropagation-through-time.dib", Homeworks.Text(Homeworks.Load("H2"), _ => null));
        Put("kimminjun_LATE_777_101_H2-backpropagation-through-time-1.dib");
        var found = Found();
        Assert.Equal(["Anna Müller", "kimminjun"], found.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("12345", "777"), (found["Anna Müller"].Owner.Id, found["kimminjun"].Owner.Id));
        Assert.True(IsSolved(found["kimminjun"]));
        Assert.Contains("the latest was graded", found["kimminjun"].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradescopes_list_names_the_owners_of_its_folders()
    {
        Put("submission_1/H2.dib");
        Put("submission_2/H2.dib");
        Put("submission_metadata.yml", """
            ---
            submission_1:
              :submitters:
              - :name: Zoé Dupont
                :sid: '4711'
                :email: zoe@example.org
              :created_at: 2026-11-30 21:14:00.000000000 Z
              :score: 0.0
            submission_2:
              :submitters:
              - :name: Kim Min-jun
                :sid: '4712'
                :email: kim@example.org
              :created_at: 2026-12-01 08:00:00.000000000 Z
            """);
        var found = Found();
        Assert.Equal(["Kim Min-jun", "Zoé Dupont"], found.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("4711", "zoe@example.org", new DateTime(2026, 11, 30, 21, 14, 0, DateTimeKind.Utc)),
            (found["Zoé Dupont"].Owner.Id, found["Zoé Dupont"].Owner.Email, found["Zoé Dupont"].Modified));
    }

    [Fact]
    public void Repositories_of_GitHub_Classroom_are_named_after_their_users()
    {
        Put("h2-backprop-octo-cat/H2.dib");
        Put("h2-backprop-octo-cat/.git/HEAD", "");
        Put("h2-backprop-minjun/H2.dib");
        Put("h2-backprop-minjun/.git/HEAD", "");
        Assert.Equal(["minjun", "octo-cat"], Found().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_roster_says_who_is_missing_and_joins_numbers()
    {
        using var elsewhere = new TemporaryFolder();
        var roster = Path.Combine(elsewhere.Path, "roster.csv");
        File.WriteAllText(roster, "Name,Student ID,Email,ID\n\"Müller, Anna\",S1,anna@example.org,12345\n"
            + "Min-jun Kim,S2,kim@example.org,777\nYuri Ivanov,S3,yuri@example.org,\n");
        Put("Anna Müller_12345_assignsubmission_file_/H2.dib");
        Put("kimminjun_777_100_H2.dib");
        var found = Found(roster);
        Assert.Equal(["Min-jun Kim", "Müller, Anna", "Yuri Ivanov"], found.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("S1", found["Müller, Anna"].Enrolled!.Id);
        Assert.Equal("nothing was handed in", found["Yuri Ivanov"].Problem);
    }

    [Fact]
    public void Odd_things_in_the_folder_cost_their_owner_only()
    {
        Put("honest/H2.dib");
        Put("a.dib");
        Put("a/H2.dib");
        Put("a (2)/H2.dib");
        Put("times.csv/H2.dib");
        Put("nothing.dib", "");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(_folder.Path, "loop"), _folder.Path);
            System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder.Path, "pipe.dib")).WaitForExit();
        }

        var found = Found();
        Assert.True(IsSolved(found["honest"]));
        Assert.True(IsSolved(found["times.csv"]));
        Assert.Equal(3, found.Keys.Count(k => k.StartsWith('a')));
        foreach (var name in OperatingSystem.IsWindows() ? (string[])["nothing"] : ["nothing", "pipe"])
            Assert.Equal("the file is empty",
                Submission.Read(found[name].File, found[name].Problem, Homeworks.Load("H2")).Notes[0]);
    }

    [Fact]
    public void No_two_students_share_a_page()
    {
        string[] students = ["Kim, Anna", "Kim_ Anna", "anna", "Anna", "e\u0301", "\u00e9", "a/b", "a\\b", "..",
            new string('x', 300), new string('x', 301), "=1", "+1"];
        var files = StudentNames.Files(students);
        Assert.Equal(students.Length, files.Values.Select(f => f.ToUpperInvariant()).Distinct().Count());
        Assert.Equal(files["Kim, Anna"], StudentNames.File("Kim, Anna"));
        Assert.All(files.Values, f => Assert.InRange(Encoding.UTF8.GetByteCount(f), 1, 250));
    }

    public void Dispose() => _folder.Dispose();
}
