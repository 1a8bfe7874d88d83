using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Homework.Running;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Packaging;
using RnnCourse.Notebooks.Tests.RealKernel;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Language;

/// <summary>
/// The language of matrices as it is met outside the library: in a cell of this engine and of .NET Interactive's, in a
/// homework answer and in a program. Every operator gives its numbers there, and what is not an operator is refused in
/// words that name no type of the library's inside.
/// </summary>
public sealed class MatrixLanguageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Library => $"#r \"{CourseTool.Root}/lib/RnnCourse.Lessons/bin/RnnCourse.dll\"\n";

    private static string Head => Library + Consumer.Usings
        + Consumer.Members.Replace("static ", "", StringComparison.Ordinal);

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("latest")]
    [InlineData("12.0")]
    public async Task Every_operator_works_in_a_cell(string version)
    {
        var run = await Run.CellsAsync(
            Run.Options with { LanguageVersion = version }, _folder.Path, Head, $"Console.Write({Consumer.Lines});");
        Assert.Equal(Consumer.Expected, run.Cells[1].Text(EventKind.Stdout));
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("12.0")]
    public async Task What_is_no_operator_is_refused_in_a_cell_in_plain_words(string version)
    {
        var run = await Run.CellsAsync(Run.Options with { LanguageVersion = version }, _folder.Path,
            [Head, .. Consumer.Refused.Select(refused => refused.Code)]);
        foreach (var ((code, words), cell) in Consumer.Refused.Zip(run.Cells.Skip(1)))
            AssertPlain(code, words, cell.Text(EventKind.Error));
    }

    [Fact, Trait("Suite", "Slow")]
    public async Task Every_operator_works_in_the_real_kernel()
    {
        Assert.SkipWhen(DotNetInteractive.Missing is not null, DotNetInteractive.Missing ?? "");
        var cells = await DotNetInteractive.RunAsync(Run.Notebook(_folder.Path, Head, Consumer.Lines));
        Assert.Null(cells[0].Failure);
        Assert.Null(cells[1].Failure);
        Assert.Contains(cells[1].Events, e => e.Text.ReplaceLineEndings("\n") == Consumer.Expected);
    }

    [Fact]
    public void Every_operator_works_in_a_homework_answer()
    {
        var code = AnswerCompiler.Compile([new("h.x",
            $"{Consumer.Usings}public static class Answer {{ {Consumer.Members} "
            + $"public static string All() => {Consumer.Lines}; }}")]);
        Assert.Empty(code.Errors);
        var all = System.Reflection.Assembly.Load(code.Image).GetType("Answer")!.GetMethod("All")!;
        Assert.Equal(Consumer.Expected, all.Invoke(null, null));
    }

    [Fact]
    public void What_is_no_operator_is_refused_in_a_homework_answer_in_plain_words()
    {
        foreach (var (code, words) in Consumer.Refused)
        {
            var compiled = AnswerCompiler.Compile([new("h.x",
                $"{Consumer.Usings}static class Answer {{ {Consumer.Members} "
                + $"static void All() {{ {code} }} }}")]);
            AssertPlain(code, words, string.Join("\n", compiled.Errors.Select(e => e.Message)));
        }
    }

    private static void AssertPlain(string code, string words, string message)
    {
        Assert.True(message.Contains(words, StringComparison.Ordinal),
            $"{code} was refused with\n{message}\nexpected: {words}.");
        foreach (var inside in new[] { "Expression<", "Binary<", "Leaf<", "Equations", "PackedProduct", "extension<" })
            Assert.DoesNotContain(inside, message, StringComparison.Ordinal);
    }
}

/// <summary>The same in a program of its own, built by the SDK from the package.</summary>
public sealed class ConsoleConsumerTests(PackedCourse course) : IClassFixture<PackedCourse>
{
    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task Every_operator_works_in_a_console_program()
    {
        var folder = Directory.CreateDirectory(Path.Combine(course.Elsewhere, "consumer")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
                <RestoreAdditionalProjectSources>{course.Packages}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="RnnCourse" Version="{PackedCourse.Version}" /></ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"),
            $"{Consumer.Usings}static class Program {{ {Consumer.Members} "
                + $"static void Main() => Console.Write({Consumer.Lines}); }}",
            TestContext.Current.CancellationToken);
        Assert.Equal(Consumer.Expected, (await course.RunAsync(folder, "dotnet", "run", "--project", folder))
            .ReplaceLineEndings("\n").Trim());
    }
}
