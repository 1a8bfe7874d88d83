using System.Text;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Machine;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>A class of H2 that was never taught: every submission with what must come of it.</summary>
internal sealed class GeneratedClass
{
    internal const string Victim = "h2.output";
    private readonly HomeworkSource _homework = Homeworks.Load("H2");
    private readonly Dictionary<string, Action<StudentGrade>> _expected = [];
    private readonly string _folder;

    internal GeneratedClass(string folder, int port)
    {
        _folder = folder;
        Honest();
        Wrong();
        Hostile(port);
        Notebooks();
    }

    internal HomeworkSource Homework => _homework;

    internal IReadOnlyDictionary<string, Action<StudentGrade>> Expected => _expected;

    private double AllPoints => _homework.Exercises.Where(e => !e.Manual).Sum(e => e.Points);

    private string Solved => Homeworks.Text(_homework, e => e.Solution);

    private string With(string id, string answer) => Homeworks.Text(_homework, e => e.Id == id ? answer : e.Solution);

    private string SolutionOf(string id) => _homework[id]!.Solution;

    private void Add(string student, byte[] bytes, Action<StudentGrade> expected,
        string file = "H2-backpropagation-through-time.dib")
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, student)).FullName;
        File.WriteAllBytes(Path.Combine(folder, file), bytes);
        _expected.Add(student, expected);
    }

    private void Add(string student, string text, Action<StudentGrade> expected) =>
        Add(student, Encoding.UTF8.GetBytes(text), expected);

    private void Full(string student, string text) => Add(student, text, IsFull);

    private void IsFull(StudentGrade grade)
    {
        Assert.Equal(AllPoints, grade.Earned);
        Assert.All(grade.Exercises, e => Assert.True(e.Waiting || e.Reason is null, e.Reason));
    }

    /// <summary>All is right but one exercise, which earns nothing and says why.</summary>
    private Action<StudentGrade> Loses(string id, string reason) => grade =>
    {
        Assert.All(grade.Exercises, e =>
        {
            if (e.Id == id)
            {
                Assert.Equal(0, e.Earned);
                Assert.Contains(reason, e.Reason, StringComparison.OrdinalIgnoreCase);
            }
            else if (!_homework[e.Id]!.Manual)
                Assert.Equal((e.Points, null), (e.Earned, e.Reason));
        });
    };

    private void Honest()
    {
        Full("김민준", Solved);
        Full("Anna Maria van Dyk", Solved);
        Full("=HYPERLINK(1)", Solved);
        Add("untouched", Homeworks.Text(_homework, _ => null), g =>
        {
            Assert.Equal(0, g.Earned);
            Assert.All(g.Exercises, e => Assert.Contains("not begun", e.Reason, StringComparison.Ordinal));
        });
        for (var k = 1; k < 6; k++)
        {
            var done = _homework.Exercises.Take(k).Select(e => e.Id).ToHashSet();
            Add($"partial {k}", Homeworks.Text(_homework, e => done.Contains(e.Id) ? e.Solution : null),
                g => Assert.Equal(_homework.Exercises.Where(e => done.Contains(e.Id)).Sum(e => e.Points), g.Earned));
        }
    }

    private void Wrong()
    {
        foreach (var exercise in _homework.Exercises)
            foreach (var wrong in exercise.Hidden.Wrongs)
                Add($"wrong {exercise.Id} {wrong.Name}", With(exercise.Id, wrong.Edit.Apply(exercise.Solution)),
                    g => Assert.All(g.Exercises, e =>
                {
                    if (e.Id == exercise.Id)
                    {
                        Assert.True(e.Earned < e.Points);
                        Assert.Equal(wrong.Says, e.Likely);
                        Assert.NotNull(e.Reason);
                    }
                    else if (!_homework[e.Id]!.Manual)
                        Assert.Equal(e.Points, e.Earned);
                }));
    }

    private void Hostile(int port)
    {
        void Bad(string name, string answer, string reason) =>
            Add("hostile " + name, With(Victim, answer), Loses(Victim, reason));
        // What does no harm where it is kept in: the answer is right, and keeps its points.
        void Kept(string name, string before) =>
            Full("hostile " + name, With(Victim, before + "\n" + SolutionOf(Victim)));

        Bad("loop", "while (true) { }", "did not end within");
        Bad("recursion", "int F(int n) => F(n + 1) + 1; F(0); return null;", "stack overflow");
        Bad("allocation",
            "var all = new List<byte[]>(); while (true) { var b = new byte[30_000_000]; Array.Fill(b, (byte)1); "
                + "all.Add(b); }", "memory");
        Bad("flood", "while (true) Console.WriteLine(new string('x', 5000));", "printed more than");
        Bad("raw flood", "var o = Console.OpenStandardOutput(); var b = new byte[100_000]; while (true) o.Write(b);",
            "wrote more than");
        Bad("exit", "Environment.Exit(0); return null;", "exit code 0");
        Bad("fail fast", "Environment.FailFast(\"{\\\"score\\\": 100}\"); return null;", "FailFast");
        Bad("exception", "throw new InvalidOperationException(\"score = 100\");", "InvalidOperationException");
        Bad("forged",
            "Console.WriteLine(\"{\\\"score\\\": 100, \\\"passed\\\": true}\"); return new "
                + "Mat<double>(p[0].Columns, h[0].Columns);", "expected");
        Bad("NaN", "return new Mat<double>(p[0].Columns, h[0].Columns).Map(_ => double.NaN);", "got NaN");
        Bad("huge", "return new Mat<double>(2000, 2000);", "more than 1,000,000 numbers");
        Bad("shape", "return new Mat<double>(1, 1);", "expected [4, 3], got [1, 1]");
        Bad("null", "return null;", "null");
        Bad("type", "return \"100\";", "does not compile");
        Bad("braces", "return null; } static int Evil() { return 1;", "does not compile");
        Bad("directive", "#if true\nreturn null;", "does not compile");
        Bad("long chain", "bool x = " + string.Concat(Enumerable.Repeat("! ", 30000)) + "true; return null;",
            "too long or too complex");
        Bad("deep", "int x = " + new string('(', 20000) + "1" + new string(')', 20000) + "; return null;",
            "nested more than 300 deep");
        Add("hostile endless sequence",
            With("h2.delta", "return Enumerable.Range(0, int.MaxValue).Select(_ => s[0]).ToArray();"), g =>
        {
            Assert.Equal(0, g.Exercises.Single(e => e.Id == "h2.delta").Earned);
            Assert.Equal(AllPoints - 6, g.Earned);
        });
        Kept("thread", "new System.Threading.Thread(() => { while (true) { } }).Start();");
        Kept("environment", "if (Environment.GetEnvironmentVariable(\"TEACHER_SECRET\") != null) return null;");
        Kept("reflection",
            "if (AppDomain.CurrentDomain.GetAssemblies().SelectMany(a => { try { return a.GetTypes(); } catch { "
                + "return new Type[0]; } }).Any(t => t.Name == \"Checks\" || t.Name.StartsWith(\"Wrong_\"))) return "
                + "null;");
        Kept("folder", "if (System.IO.Directory.EnumerateFileSystemEntries(\".\").Any()) return null;");
        if (Bubblewrap.Here is not null)
        {
            Kept("writes",
                $"try {{ System.IO.File.WriteAllText({Literal(Path.Combine(_folder, "..", "written"))}, \"x\"); "
                    + $"}} catch {{ }} try {{ System.IO.File.WriteAllText(\"/usr/rnncourse-written\", \"x\"); }} "
                    + $"catch {{ }}");
            Kept("reads the authors' files",
                $"if (System.IO.Directory.Exists({Literal(Homeworks.Folder)}) && "
                    + $"System.IO.Directory.EnumerateFiles({Literal(Homeworks.Folder)}).Any()) return null;");
            Kept("reads other submissions",
                $"if (System.IO.Directory.Exists({Literal(_folder)}) && "
                    + $"System.IO.Directory.EnumerateFileSystemEntries({Literal(_folder)}).Any()) return null;");
            Kept("opens a socket",
                $"try {{ new System.Net.Sockets.TcpClient().Connect(\"127.0.0.1\", {port}); return null; }} "
                    + $"catch (System.Net.Sockets.SocketException) {{ }}");
        }

        Add("hostile own Check",
            OwnCell("static class Check { public static class H2 { public static string OutputGradient(object o) => "
                + "\"100 points\"; } }", With(Victim, "return h[0];")), Loses(Victim, "expected"));
        Full("hostile own Math",
            OwnCell("static class Math { public static double Tanh(double x) => 0; public static double Exp(double x) "
                + "=> 1; }", Solved));
    }

    private static string OwnCell(string code, string text) =>
        text.Replace("#!markdown\n\n## The network", "#!csharp\n\n" + code + "\n\n#!markdown\n\n## The network",
            StringComparison.Ordinal);

    private static string Literal(string path) => "@\"" + Path.GetFullPath(path) + "\"";

    private string Cell(string id)
    {
        var text = Solved;
        var head = text.LastIndexOf("#!csharp", text.IndexOf($"//| exercise: {id} ", StringComparison.Ordinal),
            StringComparison.Ordinal);
        var end = text.IndexOf("#!", head + 3, StringComparison.Ordinal);
        return end < 0 ? text[head..] : text[head..end];
    }

    private void Notebooks()
    {
        var solved = Solved;
        Add("cell deleted", solved.Replace(Cell(Victim), "", StringComparison.Ordinal),
            Loses(Victim, "no answer region"));
        Full("cell copied", solved + "\n" + Cell(Victim));
        Add("cell copied and changed", solved + "\n"
            + Cell(Victim).Replace("p[t] - y[t]", "y[t]", StringComparison.Ordinal), Loses(Victim, "fails"));
        Full("starting code copied below", solved + "\n"
            + Cell(Victim).Replace(SolutionOf(Victim), _homework[Victim]!.Start, StringComparison.Ordinal));
        Full("id renamed", solved.Replace(
            "//| exercise: h2.output ", "//| exercise: h2.outputs ", StringComparison.Ordinal));
        Full("cells reordered", solved.Replace(Cell(Victim), "", StringComparison.Ordinal) + "\n" + Cell(Victim));
        Full("end mark gone", Without(solved, "//| end answer"));
        Add("marks gone", string.Join('\n', solved.Split('\n')
            .Where(l => !l.TrimStart().StartsWith("//|", StringComparison.Ordinal)
            || l.Contains("h2.words", StringComparison.Ordinal))), g => Assert.Equal(AllPoints, g.Earned));
        Add("marks doubled",
            solved.Replace("    //| begin answer\n    var dWhy",
                "    //| begin answer\n    //| begin answer\n    var dWhy", StringComparison.Ordinal),
            g => Assert.True(g.Earned >= AllPoints - 3));
        Add("signature changed",
            solved.Replace("OutputGradient(Mat<double>[] p, ", "OutputGradient(Mat<double>[] probabilities, ",
            StringComparison.Ordinal)
            .Replace("p[t] - y[t]", "probabilities[t] - y[t]", StringComparison.Ordinal),
            Loses(Victim, "does not compile"));
        Add("wrong notebook", StudentNotebook.Of(Homeworks.Load("H1")).ToBytes(), g =>
        {
            Assert.Equal(0, g.Earned);
            Assert.Contains(g.Notes, n => n.Contains("another homework", StringComparison.Ordinal));
        });
        var garbage = new byte[50_000];
        new Random(1).NextBytes(garbage);
        Add("garbage", garbage, g => Assert.Equal(0, g.Earned));
        Add("garbage ipynb", garbage,
            g =>
            {
                Assert.Equal(0, g.Earned); Assert.Contains("cannot be read", g.Exercises[0].Reason,
                StringComparison.Ordinal);
            }, "H2.ipynb");
        Add("empty file", [], g => Assert.Equal(0, g.Earned));
        Full("ten megabytes",
            solved + "\n#!markdown\n\n"
                + string.Concat(Enumerable.Repeat("A long line of text that says nothing at all.\n", 230_000)));
        Full("crlf", solved.ReplaceLineEndings("\r\n"));
        Add("bom", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(solved)], IsFull);
        Add("한글 이름 과 공백", Encoding.UTF8.GetBytes(solved), IsFull, "과제 2 제출.dib");
        Add("ipynb", DibToIpynb.Convert(DibDocument.Parse(solved)).ToBytes(), IsFull, "H2.ipynb");
        AddTwo("draft and final", "draft.dib", "final.dib");
        AddTwo("versions", "v1/H2-backpropagation-through-time.dib", "v2/H2-backpropagation-through-time.dib");
        AddTwo("named and unnamed", "H2-backpropagation-through-time.dib", "my answers.dib");
        Directory.CreateDirectory(Path.Combine(_folder, "nothing handed in"));
        _expected.Add("nothing handed in",
            g =>
            {
                Assert.Equal(0, g.Earned); Assert.Contains("nothing was handed in", g.Exercises[0].Reason,
                StringComparison.Ordinal);
            });
        File.WriteAllText(Path.Combine(_folder, "essay.docx"), "words");
        _expected.Add("essay",
            g =>
            {
                Assert.Equal(0, g.Earned); Assert.Contains("not a notebook", g.Exercises[0].Reason,
                StringComparison.Ordinal);
            });
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(_folder, "link.dib"),
                Path.Combine(Homeworks.Folder, "H2-backpropagation-through-time.dib"));
            _expected.Add("link",
                g =>
                {
                    Assert.Equal(0, g.Earned); Assert.Contains("symbolic link", g.Exercises[0].Reason,
                    StringComparison.Ordinal);
                });
        }

        Add("manual answer empty", With("h2.words", ""),
            g =>
                Assert.Contains("empty", g.Exercises.Single(e => e.Id == "h2.words").Reason, StringComparison.Ordinal));
        Add("manual answer deleted", solved.Replace(Cell("h2.words"), "", StringComparison.Ordinal),
            g => Assert.False(g.Exercises.Single(e => e.Id == "h2.words").Waiting));
    }

    /// <summary>A folder with an untouched notebook and one that is right.</summary>
    private void AddTwo(string student, string untouched, string right)
    {
        foreach (var (file, text) in new[] { (untouched, Homeworks.Text(_homework, _ => null)), (right, Solved) })
        {
            var path = Path.Combine(_folder, student, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        _expected.Add(student, g =>
        {
            IsFull(g);
            Assert.Contains($"the folder holds 2 notebooks; {right} was graded", g.Notes);
        });
    }

    private static string Without(string text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return text[..at] + text[(at + mark.Length)..];
    }
}
