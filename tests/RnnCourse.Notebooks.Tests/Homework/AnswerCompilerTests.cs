using RnnCourse.Notebooks.Homework.Running;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

public sealed class AnswerCompilerTests
{
    public static TheoryData<string, string> Deep => new()
    {
        { "a chain of negations", $"bool x = {Times("! ", 30_000)}true; return null;" },
        { "parentheses", $"int x = {Times("(", 2_000)}1{Times(")", 2_000)}; return null;" },
        { "blocks", $"{Times("{", 5_000)}{Times("}", 5_000)} return null;" },
        { "a long sum", $"int x = 1{Times(" + 1", 50_000)}; return null;" },
        { "just too deep", $"int x = {Times("- ", 600)}1; return null;" },
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void What_is_nested_too_deep_is_refused_before_the_compiler_can_die_of_it(string what, string body)
    {
        // On threads with a small and a large stack: how deep the asker's stack is must not matter.
        foreach (var stack in new[] { 256 << 10, 16 << 20 })
        {
            CodeError? error = null;
            var thread = new Thread(() => error = AnswerCompiler.BodyError("h.x", body), stack);
            thread.Start();
            thread.Join();
            Assert.Equal((what, AnswerCompiler.TooComplex), (what, error?.Message));
            Assert.Equal(1, error!.Line);
        }
    }

    [Fact]
    public void What_a_person_may_write_is_taken()
    {
        var body = $"int y = 1{Times(" + 1", 300)};\n{Times("if (y > 0) {\n", 60)}{Times("}", 60)}\nreturn y;";
        Assert.Null(AnswerCompiler.BodyError("h.x", body));
        Assert.Empty(AnswerCompiler.Compile([new("h.x",
            $"static class C {{ static object M() {{\n{body}\n}} }}")]).Errors);
    }

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
