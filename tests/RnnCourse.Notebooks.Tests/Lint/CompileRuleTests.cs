using RnnCourse.Notebooks.Lint;
using Xunit;
using static RnnCourse.Notebooks.Tests.Lint.Linting;

namespace RnnCourse.Notebooks.Tests.Lint;

public class CompileRuleTests
{
    [Fact]
    public void Cells_that_build_on_each_other_compile_without_running() => Assert.Empty(Compile("""
        #!csharp

        using System.IO;
        record P(int X);
        var list = new List<P> { new(1) };
        throw new InvalidOperationException("never run");

        #!csharp

        #!time
        display(list[0].X);
        var reader = new StringReader("a");
        await Task.Delay(1);
        list.Count
        """));

    [Fact]
    public void What_does_not_compile_is_found_in_its_line() =>
        Assert.Equal((5, "compile", true),
            Assert.Single(Compile("#!csharp\nvar x = 1;\n#!csharp\n\nx.Nope();\n")) is var f
            ? (f.Line, f.Rule, f.Message.Contains("Nope", StringComparison.Ordinal)) : default);

    [Fact]
    public void One_error_does_not_make_errors_of_the_cells_after_it() =>
        Assert.Equal(3, Assert.Single(Compile("#!csharp\nint x = 1;\nint y = nope;\n#!csharp\nx + y\n")).Line);

    [Theory]
    [InlineData("int F(params ReadOnlySpan<int> x) => x.Length;")]
    [InlineData("class C { public int P { get => field; set; } }")]
    [InlineData("ReadOnlySpan<int> s = stackalloc int[1]; void G<T>(T t) where T : allows ref struct { }")]
    public void A_feature_newer_than_csharp_12_is_found(string code) =>
        Assert.NotEmpty(Compile($"#!csharp\n\n{code}\n"));

    [Fact]
    public void A_stub_that_does_not_compile_is_found()
    {
        const string notebook = """
            #!csharp
            //| exercise: h1.a   points: 1
            static int A(int x) {
                //| begin solution
                var y = x + 1;
                //| end solution
                return y;
            }
            """;
        var finding = Assert.Single(Compile(notebook));
        Assert.Equal(7, finding.Line);
        Assert.Contains("stub", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stub_that_throws_compiles() => Assert.Empty(Compile("""
        #!csharp
        //| exercise: h1.a   points: 1
        static int A(int x) {
            //| begin solution
            return x + 1;
            //| end solution
        }
        """));

    [Fact]
    public void A_notebook_that_needs_a_package_is_compiled_as_far_as_that() =>
        Assert.Empty(Compile("#!csharp\n#r \"nuget:Nope, 1.0\"\nusing Nope;\nNope.Do();\n"));

    [Fact]
    public void A_library_that_is_not_built_is_said() =>
        Assert.Equal(LintSeverity.Warning,
            Assert.Single(Compile("#!csharp\n#r \"../nowhere/Nope.dll\"\nNope.Do();\n")).Severity);
}
