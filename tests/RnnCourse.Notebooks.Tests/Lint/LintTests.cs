using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Lint;
using Xunit;
using static RnnCourse.Notebooks.Tests.Lint.Linting;

namespace RnnCourse.Notebooks.Tests.Lint;

public class LintTests
{
    [Fact]
    public void A_sound_notebook_gives_no_finding() => FindsNothing("""
        #!meta

        {"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"name":"csharp"}]}}

        #!markdown

        # Title ([(1.1)](#eq-1.1))

        ```csharp
        var fenced = 1;
        ```

        $$ a = b \tag{1.1} $$

        #!csharp

        using System.IO;
        #!time
        static int Twice(this int x) => 2 * x;
        var text = $"{1.Twice()}";
        using (var reader = new StringReader(text)) { reader.Read(); }
        record P(int X);
        await Task.Delay(1);
        new P(1).X

        #!csharp

        //| exercise: h1.step   points: 2
        static int Step(int x) {
            //| begin solution
            return x + 1;
            //| end solution
        }
        """);

    [Fact]
    public void A_finding_is_file_line_rule_and_message() =>
        Assert.Equal(
            "1.dib:1: unknown-magic: '#!CSharp' is not a selector, because selectors are lower case; write '#!csharp'",
            Assert.Single(Findings("#!CSharp\n1\n")).ToString());

    [Theory]
    [InlineData("#!csharp\nvar s = \"\"\"\n#!markdown\ntext\n", 3, "string that starts in line 2")]
    [InlineData("#!csharp\nvar s = @\"\n\n#!html\n<p>\n", 4, "string that starts in line 2")]
    [InlineData("#!csharp\n/* note\n#!markdown\ntext\n", 3, "comment")]
    [InlineData("#!markdown\nSee:\n\n````md\n```\n#!csharp\n1\n", 6, "Markdown fence that starts in line 4")]
    [InlineData("#!markdown\n~~~\n#!md\ntext\n", 3, "Markdown fence")]
    public void A_selector_inside_a_string_comment_or_fence_is_found(string text, int line, string message) =>
        Assert.Contains(Findings(text),
            f => (f.Rule, f.Line) == ("selector-in-text", line)
                && f.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("#!meta\n{oops}\n#!csharp\n1\n", 1, "does not open")]
    [InlineData("#!meta\n{}\n#!meta\n{}\n#!csharp\n1\n", 3, "second #!meta")]
    [InlineData("#!markdown\nText\n#!meta\n{}\n#!csharp\n1\n", 3, "move it to the start")]
    [InlineData("#!metadata\n{}\n#!csharp\n1\n", 1, "write '#!meta' alone")]
    public void A_meta_that_is_wrong_or_misplaced_is_found(string text, int line, string message) =>
        Assert.Contains(Findings(text),
            f => (f.Rule, f.Line) == ("meta", line) && f.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("#!csharp\n#!tme\n1\n", 2, "not a command of the kernel")]
    [InlineData("#!markdown\ntext\n#!julia\n1\n", 3, "no kernel has that name")]
    [InlineData("#!markdown\ntext\n#!csharp \n1\n", 3, "remove the space")]
    [InlineData("#!markdown\ntext\n#!csharp --name x\n1\n", 3, "more than a kernel's name")]
    public void An_unknown_magic_is_found(string text, int line, string message) =>
        Finds("unknown-magic", line, message, text);

    [Fact]
    public void Magics_of_the_kernel_are_known() =>
        FindsNothing("#!csharp\n#!time\n#!import \"other.dib\"\n#!value --name x\n1\n\n#!csharp\n#!who\n#!share --from "
            + "fsharp x\n#!html --help\n");

    [Theory]
    [InlineData("Claim.That(\"a\", \"b\", 1, 2);")]
    [InlineData("_ = Claim.That(\"a\", \"b\", 1, 2);")]
    [InlineData("var claim = Claim.That(\"a\", \"b\", 1, 2);")]
    [InlineData("RnnCourse.Lessons.Claims.Claim.That(\"a\", \"b\", 1, 2);\nvar x = 1;")]
    public void A_claim_that_is_not_displayed_is_found(string code) =>
        Finds("claim", 2, "display", $"#!csharp\n{code}\n");

    [Theory]
    [InlineData("Claim.That(\"a\", \"b\", 1, 2)")]
    [InlineData("display(Claim.That(\"a\", \"b\", 1, 2));")]
    [InlineData("Claim.That(\"a\", \"b\", 1, 2).Display();")]
    [InlineData("var claim = Claim.That(\"a\", \"b\", 1, 2);\n\n#!csharp\n\nclaim")]
    [InlineData("var claims = new[] { Claim.That(\"a\", \"b\", 1, 2) };\nclaims")]
    public void A_claim_that_is_displayed_is_fine(string code) => FindsNothing($"#!csharp\n\n{code}\n");

    [Theory]
    [InlineData("namespace A { class B { } }", "namespace")]
    [InlineData("namespace A;\nclass B { }\nvar x = 1;", "namespace")]
    [InlineData("using var a = new System.IO.StringReader(\"\");", "using var")]
    [InlineData("using System.IO.StringReader a = new(\"\");", "using var")]
    [InlineData("static class E { public static int Twice(this int x) => 2 * x; }", "top level")]
    [InlineData("static class E { extension(int x) { public int Twice => 2 * x; } }", "extension")]
    [InlineData("p with { X = 2 }", "parentheses")]
    public void Code_that_a_script_does_not_take_is_found_in_plain_words(string code, string message)
    {
        var findings = Findings($"#!csharp\n\n{code}\n");
        Assert.Contains(findings,
            f => (f.Rule, f.Line) == ("script", 3) && f.Message.Contains(message, StringComparison.Ordinal));
        Assert.All(findings, f => Assert.Equal("script", f.Rule));
    }

    [Fact]
    public void A_using_directive_that_is_not_first_is_found() =>
        Finds("script", 4, "must come first", "#!csharp\n\nvar x = 1;\nusing System.IO;\n");

    [Theory]
    [InlineData("var x = ;")]
    [InlineData("int F(params ReadOnlySpan<int> x) => field;\nclass C { public int P { get => field; } } partial class "
        + "D { public partial int this[int i] }")]
    public void Code_that_is_no_csharp_12_is_found(string code) =>
        Assert.Contains(Findings($"#!csharp\n\n{code}\n"), f => f.Rule == "csharp");

    [Fact]
    public void Two_exercises_of_one_id_are_found_across_notebooks() => Finds("exercise", 2, "1.dib:3",
        "#!csharp\n\n//| exercise: h1.a   points: 1\n", "#!csharp\n//| exercise: h1.a   points: 1\n");

    [Theory]
    [InlineData("//| exercise: a\n//| begin solution\n", 3, "does not end")]
    [InlineData("//| exercise: a\n//| end solution\n", 3, "did not begin")]
    [InlineData("//| begin solution\n//| end solution\n", 2, "before any")]
    [InlineData("//| exercise: a\n//| begin solution\n//| begin solution\n//| end solution\n", 4,
        "inside the one of line 3")]
    [InlineData("//| exercise:\n", 2, "no id")]
    [InlineData("//| excercise: a\n", 2, "not a known mark")]
    public void Marks_that_do_not_match_are_found(string code, int line, string message) =>
        Finds("exercise", line, message, "#!csharp\n" + code);

    [Theory]
    [InlineData("see [(4.7)](#eq-4.7)", "no equation")]
    [InlineData("see [(4.7)](04-none.dib#eq-4.7)", "not there")]
    [InlineData("see [(4.7)](2.dib#eq-4.8)", "make them agree")]
    [InlineData("see [(4.7)](2.dib#eq-4.7)", "no equation of '2.dib'")]
    [InlineData("$$ a \\tag{1.1} $$ $$ b \\tag{1.1} $$", "second time")]
    public void References_to_equations_that_lead_nowhere_are_found(string text, string message) =>
        Finds("equation", 2, message, $"#!markdown\n{text}\n", "#!markdown\n$$ a \\tag{4.8} $$\n");

    [Theory]
    [InlineData("#!markdown\nsee (4.9)\n")]
    [InlineData("#!csharp\nvar x = 1; // (4.9)\n")]
    public void Plain_references_to_no_equation_are_found(string text) => Finds("equation", 2, "does not number",
        ("01-a.dib", text), ("04-b.dib", "#!markdown\n$$ a \\tag{4.8} $$ (4.8), $f(4.9)$, a(4.9)\n"));

    [Fact]
    public void An_equation_may_stand_in_a_further_part_of_its_chapter() => Assert.DoesNotContain(
        Linting.Findings(("01-a.dib", "#!markdown\nsee (4.8) and (4.9)\n"),
            ("04-b.dib", "#!markdown\n$$ a \\tag{4.8} $$\n"), ("04b-c.dib", "#!markdown\n$$ a \\tag{4.9} $$\n")),
        finding => finding.Rule == "equation");

    [Fact]
    public void References_to_equations_of_another_notebook_are_followed() => FindsNothing(
        "#!markdown\nsee [(4.7)](2.dib#eq-4.7), [(4.8)](2.dib#eq-4.8)\n",
        "#!markdown\n$$ a \\tag{4.7} $$ <a id=\"eq-4.8\"></a>\n");

    [Theory]
    [InlineData("#r \"/home/me/lib/A.dll\"")]
    [InlineData("var p = @\"C:\\Users\\me\\a.txt\";")]
    [InlineData("var p = \"C:\\\\Users\\\\me\";")]
    [InlineData("File.Delete(\"/mnt/disk/x\");")]
    public void Paths_of_one_machine_are_found(string code) =>
        Finds("machine-path", 2, "relative", $"#!csharp\n{code}\n");

    [Fact]
    public void Addresses_and_relative_paths_are_no_machine_paths() =>
        FindsNothing("#!markdown\nhttps://example.org/home/me and ../home/me, notes/mnt/x, root/x\n");

    [Fact]
    public void An_invisible_character_in_a_command_is_found() =>
        Finds("encoding", 3, "U+200B", "#!markdown\n\n\u200b#!csharp\n1\n");

    [Fact]
    public void Bytes_that_are_read_differently_are_found()
    {
        var text = DibDocument.Parse([0xEF, 0xBB, 0xBF, .. "#!markdown\na"u8, 0xFF, .. "\nb\rc\nd\r\n"u8]);
        var findings = NotebookLinter.Check([new LintedNotebook(text, "x.dib")]);
        (int Line, string Word)[] expected = [(1, "mark"), (2, "UTF-8"), (3, "carriage"), (4, "line ends")];
        Assert.Equal(expected.Length, findings.Count);
        foreach (var (finding, (line, word)) in findings.Zip(expected))
        {
            Assert.Equal(line, finding.Line);
            Assert.Contains(word, finding.Message, StringComparison.Ordinal);
        }
    }
}
