using System.Text.Json.Nodes;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Ipynb;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Verbs;

public class ExportTests
{
    private const string Notebook = "#!md\n# Title\n\n\n#!c#\nConsole.WriteLine(\"printed\");\n6 * 7\n";

    [Fact]
    public async Task Json_prints_kernel_and_text_of_each_cell_and_runs_nothing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", Notebook);
        var result = await CourseTool.RunAsync(folder.Path, "export", "a.dib", "--to", "json");
        Assert.Equal((0, ""), (result.Code, result.Error));
        var cells = JsonNode.Parse(result.Output)!["cells"]!.AsArray();
        Assert.Equal(["markdown", "csharp"], cells.Select(c => (string)c!["kernel"]!));
        Assert.Equal("Console.WriteLine(\"printed\");\n6 * 7", (string)cells[1]!["text"]!);
        Assert.Equal(6, (int)cells[1]!["line"]!);
    }

    [Fact]
    public async Task Ipynb_and_back_gives_the_same_file_and_no_file_is_replaced_unasked()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.dib", Notebook);
        Assert.Equal(0, (await CourseTool.RunAsync(folder.Path, "export", "a.dib")).Code);
        Assert.Equal(0,
            (await CourseTool.RunAsync(folder.Path, "export", "a.ipynb", "--to", "dib", "--out", "b.dib")).Code);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(folder.Path, "b.dib")));

        folder.Write("a.ipynb", "mine");
        var refused = await CourseTool.RunAsync(folder.Path, "export", "a.dib");
        Assert.Equal(2, refused.Code);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Path, "a.ipynb")));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task Solutions_are_left_out_unless_they_are_asked_for()
    {
        using var folder = new TemporaryFolder();
        folder.Write("H.dib",
            "#!csharp\n\n//| exercise: h.one\nint F()\n{\n    //| begin solution\n    return 424242;\n"
            + "    //| end solution\n}\n");
        foreach (var form in new[] { "ipynb", "md", "html" })
        {
            var students = await CourseTool.RunAsync(folder.Path, "export", "H.dib", "--to", form, "-o", "-");
            Assert.DoesNotContain("424242", students.Output, StringComparison.Ordinal);
            Assert.Contains("solutions are left out", students.Error, StringComparison.Ordinal);
            if (form == "html") continue;
            var whole = await CourseTool.RunAsync(folder.Path, "export", "H.dib", "--to", form, "--solutions", "-o",
                "-");
            Assert.Contains("424242", whole.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Links_lead_to_the_neighbours_that_are_exported_too()
    {
        using var folder = new TemporaryFolder();
        folder.Write("01-a.dib", "#!markdown\n\n[next](02-b.dib#here), [other](03-c.dib), [page](x.md)\n");
        folder.Write("02-b.dib", "#!markdown\n\n[before](01-a.dib)\n");
        Assert.Equal(0, (await CourseTool.RunAsync(folder.Path, "export", "01-a.dib", "02-b.dib", "-o", "out")).Code);
        Assert.Contains("[next](02-b.ipynb#here), [other](03-c.dib), [page](x.md)",
            await File.ReadAllTextAsync(Path.Combine(folder.Path, "out", "01-a.ipynb"),
                TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task A_chart_of_ones_own_is_a_picture_where_there_is_a_browser_and_words_elsewhere()
    {
        Assert.SkipWhen(RnnCourse.Notebooks.Machine.Browser.Find() is null, "Pictures need a Chromium browser.");
        using var folder = new TemporaryFolder();
        var setup = (await File.ReadAllTextAsync(Path.Combine(CourseTool.Root, "notebooks", "setup.dib"),
            TestContext.Current.CancellationToken))
            .Replace("\"../", $"\"{CourseTool.Root}/", StringComparison.Ordinal);
        folder.Write("setup.dib", setup);
        folder.Write("a.dib", "#!csharp\n\n#!import setup.dib\n\n#!csharp\n\n"
            + "Plotly.NET.CSharp.Chart.Line<double, double, string>(x: new[] { 1.0, 2 }, y: new[] { 1.0, 4 }, "
            + "Name: \"own\")\n");
        var result = await CourseTool.RunAsync(folder.Path, "export", "a.dib", "--outputs");
        Assert.True(result.Code == 0, result.Error);
        var data = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "a.ipynb"),
            TestContext.Current.CancellationToken))!["cells"]![1]!["outputs"]![0]!["data"]!;
        Assert.Equal("A chart of Plotly.NET with 1 trace: own.", string.Concat(data["text/plain"]!.AsArray()));
        Assert.SkipWhen(data["image/png"] is null, "plotly.js could not be fetched from npm.");
        var png = Convert.FromBase64String(((string)data["image/png"]!).Trim());
        Assert.Equal((1400, 800), (Number(png, 16), Number(png, 20)));
        var html = string.Concat(data["text/html"]!.AsArray());
        Assert.Contains("<image width=\"700\" height=\"400\" href=\"data:image/png;base64,", html,
            StringComparison.Ordinal);
        Assert.DoesNotContain("<text", html, StringComparison.Ordinal);

        static int Number(byte[] bytes, int at) =>
            System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
    }

    [Fact]
    public async Task Outputs_are_included_on_request_and_a_failed_cell_is_told()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", Notebook + "#!csharp\nthrow new InvalidOperationException(\"no\");\n");
        var result = await CourseTool.RunAsync(folder.Path, "export", "a.dib", "--outputs");
        Assert.Equal(1, result.Code);
        Assert.Contains("a.dib:9: cell 3 failed", result.Error, StringComparison.Ordinal);

        var cells = IpynbDocument.Load(Path.Combine(folder.Path, "a.ipynb")).Cells;
        Assert.Equal(["stream", "execute_result"], cells[1].Outputs.Select(o => (string)o["output_type"]!));
        Assert.Equal("printed\n", string.Concat(cells[1].Outputs[0]["text"]!.AsArray().Select(l => (string)l!)));
        Assert.Contains("42", cells[1].Outputs[1]["data"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("error", (string)Assert.Single(cells[2].Outputs)["output_type"]!);
    }

    private const string Figure = """
        #!csharp

        #r "LIBRARY"
        using RnnCourse.Figures;
        Figure.Line(new[] { 1.0, 2, 3 }, new[] { 3.0, 1, 2 }, "a loss").Titled("A figure")

        #!csharp

        Figure.Table(new[] { "a" }, new[] { new object[] { 1 } })
        """;

    private static readonly string FigureNotebook = Figure.Replace("LIBRARY",
        Path.Combine(CourseTool.Root, "lib", "RnnCourse.Lessons", "bin", "RnnCourse.Lessons.dll").Replace('\\', '/'),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_figure_has_its_drawing_and_its_picture_beside_its_html()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", FigureNotebook);
        var result = await CourseTool.RunAsync(folder.Path, "export", "a.dib", "--outputs");
        Assert.True(result.Code == 0, result.Error);
        var outputs = IpynbDocument.Load(Path.Combine(folder.Path, "a.ipynb")).Cells
            .Select(cell => Assert.Single(cell.Outputs)).ToList();
        var figure = outputs[0]["data"]!.AsObject();
        Assert.StartsWith("<svg xmlns=", Text(figure, "image/svg+xml"), StringComparison.Ordinal);
        Assert.EndsWith("</svg>", Text(figure, "image/svg+xml"), StringComparison.Ordinal);
        Assert.Contains(Text(figure, "image/svg+xml"), Text(figure, "text/html"), StringComparison.Ordinal);
        Assert.False(outputs[1]["data"]!.AsObject().ContainsKey("image/svg+xml"), "a table is text, not a drawing");
        Assert.SkipWhen(RnnCourse.Notebooks.Machine.Browser.Find() is null,
            "Without a Chromium browser there is no image/png.");
        Assert.True(IsPicture(figure, outputs[0]["metadata"]!["image/png"]!));
    }

    [Fact]
    public async Task Pictures_alone_leave_of_a_figure_what_every_viewer_shows_and_tables_as_they_are()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", FigureNotebook);
        var result = await CourseTool.RunAsync(folder.Path, "export", "a.dib", "--pictures");
        Assert.True(result.Code == 0, result.Error);
        var outputs = IpynbDocument.Load(Path.Combine(folder.Path, "a.ipynb")).Cells
            .Select(cell => Assert.Single(cell.Outputs)).ToList();
        var picture = RnnCourse.Notebooks.Machine.Browser.Find() is null ? "image/svg+xml" : "image/png";
        Assert.Equal(["text/plain", picture], outputs[0]["data"]!.AsObject().Select(data => data.Key));
        Assert.Equal(["text/html", "text/plain"], outputs[1]["data"]!.AsObject().Select(data => data.Key));
    }

    private static string Text(JsonObject data, string mime) =>
        string.Concat(data[mime]!.AsArray().Select(line => (string)line!));

    /// <summary>A PNG of twice as many dots as the figure has units, and not of one colour: that would be far
    /// smaller.</summary>
    private static bool IsPicture(JsonObject figure, JsonNode size)
    {
        var png = Convert.FromBase64String((string)figure["image/png"]!);
        int Number(int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
        return png.AsSpan(1, 3).SequenceEqual("PNG"u8)
            && (Number(16), Number(20)) == (2 * (int)size["width"]!, 2 * (int)size["height"]!) && png.Length > 10_000;
    }

    [Fact]
    public async Task Markdown_keeps_the_prose_and_fences_the_code()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", "#!md\n# Title\n\n#!csharp\nvar s = \"```\";\n");
        var result = await CourseTool.RunAsync(folder.Path, "export", "a.dib", "--to", "md", "--out", "-");
        Assert.Equal((0, "# Title\n\n````csharp\nvar s = \"```\";\n````\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task Html_is_one_file_that_loads_nothing_from_beside_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("01-a.dib",
            "#!md\n# Title\n\n$$a = b \\tag{1.1}$$\n\nSee (1.1) and (2.2).\n\n#!csharp\nvar x = 1 < 2;\nx\n");
        var result =
            await CourseTool.RunAsync(folder.Path, "export", "01-a.dib", "--to", "html", "--out", "-", "--outputs");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("<h1", result.Output, StringComparison.Ordinal);
        Assert.Contains("href=\"#eq-1.1\"", result.Output, StringComparison.Ordinal);
        Assert.Contains("(2.2)", result.Output, StringComparison.Ordinal);
        Assert.Contains("True", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("assets/", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"#\"", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.dib", "no such file")]
    [InlineData("bad.ipynb", "JSON")]
    [InlineData("bad.dib", "#!meta")]
    public async Task What_cannot_be_exported_is_refused_with_exit_code_2(string file, string reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("bad.ipynb", "{");
        folder.Write("bad.dib", "#!meta\n{\n#!csharp\n1\n");
        var result = await CourseTool.RunAsync(folder.Path, "export", file);
        Assert.Equal(2, result.Code);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" at RnnCourse", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task Notebook_04_with_its_outputs_converts_to_html_with_itFigureNotebooks_as_svg()
    {
        Assert.SkipUnless(Python.Has("nbconvert"), "python3-nbconvert is not installed");
        using var folder = new TemporaryFolder();
        var notebook = Directory.GetFiles(Path.Combine(CourseTool.Root, "notebooks"), "04-*.dib").Single();
        var exported = Path.Combine(folder.Path, "04.ipynb");
        var result = await CourseTool.RunAsync(CourseTool.Root, "export", notebook, "--to", "ipynb", "--outputs",
            "--out", exported);
        Assert.True(result.Code == 0, result.Error);
        var html = Python.Run(
            "import sys, nbformat, nbconvert\n"
            + "n = nbformat.read(sys.argv[1], as_version=4)\n"
            + "nbformat.validate(n)\n"
            + "print(nbconvert.HTMLExporter().from_notebook_node(n)[0])",
            exported);
        Assert.Contains("class=\"rnncourse-figure", html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
    }
}
