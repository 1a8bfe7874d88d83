using System.Text;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Ipynb;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Dib;

/// <summary>Seeded random files: whatever the bytes, nothing crashes, and no byte is lost.</summary>
public class DibFuzzTests
{
    private const int Files = 4000;

    private static IEnumerable<byte[]> RandomFiles(int seed)
    {
        var mutations = new Mutations(seed);
        var corpus = DibCorpusTests.Names().Select(n => DibCorpusTests.Document(n).ToBytes()).ToArray();
        for (var i = 0; i < Files; i++)
            yield return (i % 4) switch
            {
                0 => mutations.Noise(),
                1 => mutations.Mutated(mutations.Pick(corpus), 3),
                _ => mutations.Assembled(),
            };
    }

    private static IEnumerable<(string, string)> Texts(DibDocument document) =>
        document.Cells.Select(c => (c.Kernel, c.Text));

    private static string Show(byte[] file) => Convert.ToHexString(file) + " " + Encoding.UTF8.GetString(file);

    [Fact]
    public void Reading_and_writing_loses_no_byte_of_any_file()
    {
        foreach (var file in RandomFiles(1))
            Assert.Equal(file, DibDocument.Parse(file).ToBytes());
    }

    [Fact]
    public void Dotnet_interactive_sees_the_same_cells_in_every_file()
    {
        var (metas, kernels) = (0, 0);
        foreach (var file in RandomFiles(2))
        {
            var document = DibDocument.Parse(file);
            var expected = MicrosoftParser.Cells(file);
            Assert.True(expected is not null == (document.Problem is null), Show(file));
            Assert.True(expected is null || expected.SequenceEqual(Texts(document)), Show(file));
            metas += document.Meta is null ? 0 : 1;
            kernels += document.Meta?.Json.Contains("kernelInfo", StringComparison.Ordinal) == true ? 1 : 0;
        }
        Assert.True(metas > Files / 20, $"only {metas} files have a meta: the fuzzer misses what it is for");
        Assert.True(kernels > Files / 100, $"only {kernels} files list kernels");
    }

    [Fact]
    public void Formatting_keeps_the_cells_or_says_why_not()
    {
        var formatted = 0;
        foreach (var file in RandomFiles(3))
        {
            var document = DibDocument.Parse(file);
            try
            {
                var canonical = DibFormatter.Format(document);
                Assert.True(Texts(document).SequenceEqual(Texts(canonical)), Show(file));
                Assert.Equal(canonical.ToBytes(), DibFormatter.Format(canonical).ToBytes());
                formatted++;
            }
            catch (FormatException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
        Assert.True(formatted > Files / 2, $"only {formatted} files could be formatted");
    }

    [Fact]
    public void Editing_a_cell_changes_that_cell_or_says_why_not()
    {
        var mutations = new Mutations(5);
        string[] texts = ["x", "", "a\n\nb", "#!time\n1", "값\r\n2", "  \n  "];
        var edited = 0;
        foreach (var file in RandomFiles(4))
        {
            var document = DibDocument.Parse(file);
            var cell = mutations.Pick(document.Cells);
            var text = mutations.Pick(texts);
            DibDocument changed;
            try
            {
                changed = document.WithText(cell.Index, text);
            }
            catch (InvalidOperationException)
            {
                continue;
            }
            edited++;
            var expected = document.Cells
                .Select(c => (c.Kernel, Text: c == cell ? text.Replace("\r", "") : c.Text))
                .Where(c => c.Text.Length > 0);
            Assert.True(expected.SequenceEqual(Texts(changed).Where(c => c.Item2.Length > 0)), Show(file));
            Assert.Equal(document.Meta?.Json, changed.Meta?.Json);
        }
        Assert.True(edited > Files * 9 / 10, $"only {edited} edits were possible");
    }

    [Fact]
    public void The_way_to_ipynb_and_back_loses_no_byte_of_any_file_that_opens()
    {
        var converted = 0;
        foreach (var file in RandomFiles(6))
        {
            var document = DibDocument.Parse(file);
            if (document.Problem is not null)
            {
                Assert.Throws<FormatException>(() => DibToIpynb.Convert(document));
                continue;
            }
            var written = DibToIpynb.Convert(document).ToBytes();
            var back = IpynbToDib.Convert(IpynbDocument.Parse(written)).ToBytes();
            Assert.True(file.SequenceEqual(back), Show(file) + "\n" + Encoding.UTF8.GetString(written));
            converted++;
        }
        Assert.True(converted > Files / 2, $"only {converted} files were converted");
    }
}
