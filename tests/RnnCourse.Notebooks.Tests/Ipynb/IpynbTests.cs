using System.Text;
using System.Text.Json.Nodes;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Tests.Dib;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Ipynb;

public class IpynbTests
{
    /// <summary>A notebook as Jupyter and VS Code leave it: identifiers, tags, outputs, an attachment, empty and raw
    /// cells.</summary>
    internal const string Foreign = """
        {
         "cells": [
          {"cell_type": "markdown", "id": "intro", "metadata": {"tags": ["keep"]}, "source": ["# Title\n", "\n", "Text"],
           "attachments": {"a.png": {"image/png": "iVBORw0KGgo="}}},
          {"cell_type": "code", "execution_count": 3, "id": "one", "metadata": {"dotnet_interactive": {"language": "csharp"}},
           "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}], "source": "\n\nvar x = 1;\n\n"},
          {"cell_type": "code", "execution_count": null, "id": "empty", "metadata": {}, "outputs": [], "source": []},
          {"cell_type": "code", "execution_count": null, "id": "fs", "metadata": {"vscode": {"languageId": "x"}}, "outputs": [],
           "source": ["#!fsharp\n", "let y = 2\n"]},
          {"cell_type": "raw", "id": "raw", "metadata": {"format": "text/latex"}, "source": ["\\alpha"]},
          {"cell_type": "code", "execution_count": null, "id": "crlf", "metadata": {"polyglot_notebook": {"kernelName": "sql"}},
           "outputs": [], "source": ["select\r\n", "1"]}
         ],
         "metadata": {
          "kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"},
          "authors": [{"name": "somebody"}],
          "polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": [{"aliases": [], "name": "csharp"}]}}
         },
         "nbformat": 4, "nbformat_minor": 5, "extra": {"kept": true}
        }
        """;

    private static JsonNode Tree(IpynbDocument notebook) => JsonNode.Parse(notebook.ToBytes())!;

    [Fact]
    public void A_notebook_that_was_only_read_is_written_byte_for_byte() =>
        Assert.Equal(Foreign, Encoding.UTF8.GetString(IpynbDocument.Parse(Foreign).ToBytes()));

    [Fact]
    public void Cells_of_a_foreign_notebook_become_cells_of_their_kernels()
    {
        var dib = IpynbToDib.Convert(IpynbDocument.Parse(Foreign));
        (string, string)[] expected =
        [
            ("markdown", "# Title\n\nText"), ("csharp", "var x = 1;"), ("fsharp", "let y = 2"), ("raw", "\\alpha"),
            ("sql", "select\n1"),
        ];
        Assert.Equal(expected, dib.Cells.Select(c => (c.Kernel, c.Text)));
        Assert.Null(dib.Problem);
    }

    [Fact]
    public void A_foreign_notebook_with_outputs_comes_back_from_dib_as_it_was()
    {
        var dib = IpynbToDib.Convert(IpynbDocument.Parse(Foreign), outputs: true);
        var back = DibToIpynb.Convert(DibDocument.Parse(dib.ToBytes()));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Foreign), Tree(back)), Encoding.UTF8.GetString(back.ToBytes()));
    }

    [Fact]
    public void Without_outputs_all_else_comes_back()
    {
        var expected = JsonNode.Parse(Foreign)!;
        expected["cells"]![1]!["outputs"] = new JsonArray();
        expected["cells"]![1]!["execution_count"] = null;
        var back = DibToIpynb.Convert(IpynbToDib.Convert(IpynbDocument.Parse(Foreign)));
        Assert.True(JsonNode.DeepEquals(expected, Tree(back)), Encoding.UTF8.GetString(back.ToBytes()));
    }

    [Fact]
    public void A_cell_edited_in_the_dib_keeps_what_the_notebook_said_of_it()
    {
        var dib = IpynbToDib.Convert(IpynbDocument.Parse(Foreign)).WithText(0, "# Another title");
        var cell = DibToIpynb.Convert(dib).Cells[0];
        Assert.Equal(("intro", "# Another title"), (cell.Id, cell.Source));
        Assert.Equal("keep", (string?)cell.Metadata["tags"]![0]);
    }

    [Fact]
    public void A_cell_edited_in_jupyter_leaves_the_layout_of_the_others()
    {
        var dib = DibDocument.Parse("#!meta\n\n{ \"a\": 1 }\n\n\n#!md\n# T\r\n\n\n\n#!c#\nvar x = 1;");
        var root = JsonNode.Parse(DibToIpynb.Convert(dib).ToBytes())!;
        root["cells"]![1]!["source"] = "var x = 2;\nx";
        root["cells"]![1]!["execution_count"] = 7;
        root["cells"]![1]!["metadata"]!["vscode"] = new JsonObject { ["languageId"] = "polyglot-notebook" };
        var back = IpynbToDib.Convert(IpynbDocument.Parse(root.ToJsonString()));
        Assert.Equal("#!meta\n\n{ \"a\": 1 }\n\n\n#!md\n# T\r\n\n\n\n#!c#\nvar x = 2;\nx", back.ToText());
    }

    [Fact]
    public void A_cell_added_in_jupyter_is_written_in_canonical_form_with_the_meta()
    {
        var dib = DibDocument.Parse("#!meta\n\n{\"a\":1}\n\n#!c#\nvar x = 1;");
        var root = JsonNode.Parse(DibToIpynb.Convert(dib).ToBytes())!;
        root["cells"]!.AsArray()
            .Add(JsonNode.Parse("""{"cell_type":"markdown","id":"new","metadata":{},"source":"Bye"}"""));
        var back = IpynbToDib.Convert(IpynbDocument.Parse(root.ToJsonString()));
        Assert.Equal(("csharp", "var x = 1;"), (back.Cells[0].Kernel, back.Cells[0].Text));
        Assert.Equal(("markdown", "Bye"), (back.Cells[1].Kernel, back.Cells[1].Text));
        Assert.Equal(1, back.Meta!.Value("a")!.Value.GetInt32());
    }

    [Fact]
    public void The_same_notebook_gets_the_same_identifiers_and_equal_cells_different_ones()
    {
        const string text = "#!csharp\n\nx\n\n#!csharp\n\nx\n\n#!markdown\n\nx\n";
        var first = DibToIpynb.Convert(DibDocument.Parse(text));
        Assert.Equal(first.ToBytes(), DibToIpynb.Convert(DibDocument.Parse(text)).ToBytes());
        Assert.Equal(3, first.Cells.Select(c => c.Id).Distinct().Count());
    }

    [Fact]
    public void A_selector_inside_a_cell_has_no_place_in_a_dib_and_is_refused_by_number()
    {
        var notebook = IpynbDocument.Parse("""
            {"cells":[{"cell_type":"code","id":"a","metadata":{},"outputs":[],"execution_count":null,"source":"1\n#!markdown\n2"}],
             "metadata":{},"nbformat":4,"nbformat_minor":5}
            """);
        Assert.Contains("Cell 1", Assert.Throws<FormatException>(() => IpynbToDib.Convert(notebook)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("{}", "nbformat")]
    [InlineData("""{"nbformat":3,"metadata":{},"worksheets":[]}""", "nbformat 3")]
    [InlineData("""{"nbformat":4,"metadata":{}}""", "cells")]
    [InlineData("""{"nbformat":4,"metadata":{},"cells":[{"cell_type":"code","source":7}]}""", "source")]
    [InlineData("""{"nbformat":4,"metadata":{},"cells":[{"cell_type":"heading","source":""}]}""", "heading")]
    [InlineData("""{"nbformat":4,"metadata":{"a":1,"a":2},"cells":[]}""", "JSON")]
    public void What_is_no_notebook_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => IpynbDocument.Parse(text)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Every_notebook_made_is_valid_for_nbformat()
    {
        Assert.SkipUnless(Python.Has("nbformat"), "python3-nbformat is not installed");
        var folder = Directory.CreateTempSubdirectory("rnncourse-ipynb-");
        try
        {
            foreach (var name in DibCorpusTests.Names().Where(n => DibCorpusTests.Document(n).Problem is null))
                File.WriteAllBytes(Path.Combine(folder.FullName, name + ".ipynb"),
                    DibToIpynb.Convert(DibCorpusTests.Document(name)).ToBytes());
            var outputs = new Dictionary<int, IReadOnlyList<JsonObject>>
            {
                [0] = [
                    IpynbOutput.Stream("stdout", "a\nb\n"),
                    IpynbOutput.Stream("stderr", "c"),
                    IpynbOutput.Display([new("text/html", "<svg/>"),
                        new("application/vnd.plotly.v1+json", "{\"data\":[]}")]),
                    IpynbOutput.Result([new("text/plain", "1")], 1),
                    IpynbOutput.Error("System.Exception", "no", ["line 1", "line 2"]),
                ],
            };
            var withOutputs = DibToIpynb.Convert(DibDocument.Parse("1 + 1"), outputs).ToBytes();
            File.WriteAllBytes(Path.Combine(folder.FullName, "with-outputs.ipynb"), withOutputs);
            var answer = Python.Run(
                "import glob, sys, nbformat\n"
                + "for f in glob.glob(sys.argv[1] + '/*.ipynb'):\n"
                + "    n = nbformat.read(f, as_version=nbformat.NO_CONVERT)\n"
                + "    assert (n.nbformat, n.nbformat_minor) == (4, 5), f\n"
                + "    nbformat.validate(n, relax_add_props=False)\n"
                + "    print(f)",
                folder.FullName);
            Assert.True(answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length > 40, answer);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
