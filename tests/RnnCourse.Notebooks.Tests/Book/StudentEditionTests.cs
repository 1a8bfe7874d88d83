using RnnCourse.Notebooks.Dib;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Book;

public class StudentEditionTests
{
    private const string Exercise = """
        //| exercise: h2.delta   points: 3
        public static double[] Delta(double[] dH, double[] a) {
            //| begin solution
            return secret;
            //| end solution
        }
        """;

    [Fact]
    public void A_stub_takes_the_solutions_place()
    {
        var stripped = StudentEdition.Strip(Exercise);

        Assert.DoesNotContain("secret", stripped, StringComparison.Ordinal);
        Assert.DoesNotContain("solution", stripped, StringComparison.Ordinal);
        Assert.Contains("    throw new NotImplementedException(\"h2.delta\");", stripped, StringComparison.Ordinal);
        Assert.EndsWith("}", stripped, StringComparison.Ordinal);
    }

    [Fact]
    public void A_solution_that_is_not_closed_shows_nothing_of_itself()
    {
        Assert.DoesNotContain("secret", StudentEdition.Strip("//| begin solution\nsecret\nmore secret"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("var x = 1;\n\n// end solution\n")]
    [InlineData("  //| beginning solution")]
    public void Other_code_stays_as_it_is(string code) => Assert.Equal(code, StudentEdition.Strip(code));

    [Fact]
    public void A_notebooks_other_bytes_stay_as_they_are()
    {
        const string Before = "#!markdown\r\n\r\n# T\r\n\r\n#!csharp\r\n\r\n";
        var notebook = DibDocument.Parse(Before + Exercise.ReplaceLineEndings("\r\n") + "\r\n");
        var students = StudentEdition.Of(notebook);

        Assert.StartsWith(Before, students.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", students.ToText(), StringComparison.Ordinal);
    }
}
