using System.Text.Json;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Ipynb;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Dib;

/// <summary>Odd files, each beside the cells that .NET Interactive's parser finds in it.</summary>
public class DibCorpusTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Dib", "Corpus");

    public static TheoryData<string> Names() =>
        [.. Directory.GetFiles(Folder, "*.dib").Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal)];

    private sealed record Cell(string Kernel, string Text);

    private sealed record Expected(bool Opens, Cell[] Cells);

    private static Expected Expectation(string name) =>
        JsonSerializer.Deserialize<Expected>(File.ReadAllText(Path.Combine(Folder, name + ".json")),
            JsonSerializerOptions.Web)!;

    internal static DibDocument Document(string name) => DibDocument.Load(Path.Combine(Folder, name + ".dib"));

    [Fact]
    public void The_corpus_is_there() => Assert.True(Names().Count > 50, $"only {Names().Count} files in {Folder}");

    [Theory, MemberData(nameof(Names))]
    public void Cells_are_those_the_real_parser_sees(string name)
    {
        var expected = Expectation(name);
        var document = Document(name);
        Assert.Equal(expected.Cells, document.Cells.Select(c => new Cell(c.Kernel, c.Text)));
        Assert.Equal(expected.Opens, document.Problem is null);
    }

    [Theory, MemberData(nameof(Names))]
    public void An_unedited_file_is_written_byte_for_byte(string name) =>
        Assert.Equal(File.ReadAllBytes(Path.Combine(Folder, name + ".dib")), Document(name).ToBytes());

    [Theory, MemberData(nameof(Names))]
    public void Each_line_of_each_cell_knows_its_line_in_the_file(string name)
    {
        var document = Document(name);
        foreach (var cell in document.Cells.Where(c => c.Text.Length > 0))
        {
            var lines = cell.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
                Assert.Equal(document.Lines[cell.LineInFile(i + 1) - 1], lines[i]);
            if (cell.SelectorLine > 0)
                Assert.Equal("#!" + cell.Selector, document.Lines[cell.SelectorLine - 1]);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Replacing_a_cells_text_changes_that_cell_only(string name)
    {
        var document = Document(name);
        if (document.Problem is not null)
            return;
        foreach (var cell in document.Cells)
        {
            var edited = document.WithText(cell.Index, "new\n\ntext");
            Assert.Equal(
                document.Cells.Select(c =>
                    c.Index == cell.Index ? new Cell(c.Kernel, "new\n\ntext") : new Cell(c.Kernel, c.Text)),
                edited.Cells.Select(c => new Cell(c.Kernel, c.Text)));
            Assert.Equal(document.Meta?.Json, edited.Meta?.Json);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_way_to_ipynb_and_back_gives_the_same_bytes(string name)
    {
        var document = Document(name);
        if (document.Problem is not null)
            return;
        var ipynb = IpynbDocument.Parse(DibToIpynb.Convert(document).ToBytes());
        Assert.Equal(document.ToBytes(), IpynbToDib.Convert(ipynb).ToBytes());
    }

    [Theory, MemberData(nameof(Names))]
    public void Formatting_keeps_the_cells_or_refuses(string name)
    {
        var document = Document(name);
        DibDocument canonical;
        try
        {
            canonical = DibFormatter.Format(document);
        }
        catch (FormatException e)
        {
            Assert.True(document.Problem is not null || name is "lone-carriage-return" or "carriage-return-before-crlf"
                or "utf16-big-endian-odd-byte" or "meta-in-the-middle-lists-kernels-from-there-on", e.Message);
            return;
        }
        Assert.Equal(document.Cells.Select(c => new Cell(c.Kernel, c.Text)),
            canonical.Cells.Select(c => new Cell(c.Kernel, c.Text)));
        Assert.Equal(canonical.ToBytes(), DibFormatter.Format(canonical).ToBytes());
    }
}
