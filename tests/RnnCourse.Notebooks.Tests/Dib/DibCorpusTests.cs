using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Dib;

/// <summary>Odd files, and the course's own.</summary>
public class DibCorpusTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Dib", "Corpus");

    public static TheoryData<string> Names() =>
        [.. Directory.GetFiles(Folder, "*.dib").Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal)];

    private sealed record Cell(string Kernel, string Text);

    internal static DibDocument Document(string name) => DibDocument.Load(Path.Combine(Folder, name + ".dib"));

    [Fact]
    public void The_corpus_is_there() => Assert.True(Names().Count > 50, $"only {Names().Count} files in {Folder}");

    [Theory, MemberData(nameof(Names))]
    public void Cells_are_those_that_dotnet_interactive_sees(string name)
    {
        var document = Document(name);
        var expected = MicrosoftParser.Cells(document.ToBytes());
        Assert.Equal(expected is not null, document.Problem is null);
        if (expected is null) return;
        Assert.Equal(expected, document.Cells.Select(c => (c.Kernel, c.Text)));
    }

    [Fact]
    public void Every_notebook_of_the_course_has_the_cells_that_dotnet_interactive_sees_as_dib_and_as_ipynb()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(CourseTool.Root, "notebooks"), "*.dib",
            SearchOption.AllDirectories))
        {
            var document = DibDocument.Load(path);
            var cells = document.Cells.Select(c => (c.Kernel, c.Text)).ToList();
            Assert.Equal(MicrosoftParser.Cells(File.ReadAllBytes(path)), cells);
            Assert.Equal(MicrosoftParser.CellsOfIpynb(DibToIpynb.Convert(document).ToBytes()), cells);
        }
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
