using System.Text;
using System.Text.Json.Nodes;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Tests.Dib;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Ipynb;

/// <summary>Seeded mutations of notebooks: as bytes, most of which are not JSON any more, and as trees, all of which
/// are.</summary>
public class IpynbFuzzTests
{
    private static readonly byte[][] Seeds =
    [
        Encoding.UTF8.GetBytes(IpynbTests.Foreign),
        DibToIpynb.Convert(DibDocument.Parse("#!meta\n{ \"a\": 1 }\n#!md\n# T\n\n\n#!c#\nvar x = 1;\n#!time\n"))
            .ToBytes(),
        DibToIpynb.Convert(DibDocument.Parse(
            IpynbToDib.Convert(IpynbDocument.Parse(IpynbTests.Foreign)).ToText().Replace("#!fsharp\n", "#!fs\n")))
            .ToBytes(),
    ];

    private static readonly string[] Values =
        ["null", "7", "\"\"", "\"text\"", "[]", "{}", "[1, null]", "\"#!markdown\"", "{\"cell\": {}}", "-1", "true",
            "\"a\\r\\nb\"", "1e999"];

    [Fact]
    public void Mutated_bytes_convert_or_are_refused_and_never_lose_a_byte()
    {
        var mutations = new Mutations(11);
        var converted =
            Enumerable.Range(0, 2000).Count(i => Survives(mutations.Mutated(mutations.Pick(Seeds), 1 + (i % 2))));
        Assert.True(converted > 100, $"only {converted} mutated notebooks still were notebooks");
    }

    [Fact]
    public void Mutated_trees_convert_or_are_refused_and_never_lose_a_byte()
    {
        var random = new Random(12);
        var converted = 0;
        for (var i = 0; i < 3000; i++)
        {
            var tree = JsonNode.Parse(Seeds[i % Seeds.Length])!;
            for (var n = random.Next(1, 4); n > 0; n--)
                Mutate(tree, random);
            converted += Survives(Encoding.UTF8.GetBytes(tree.ToJsonString())) ? 1 : 0;
        }
        Assert.True(converted > 1000, $"only {converted} mutated notebooks still were notebooks");
    }

    /// <summary>Whether the file converts; every other failure than a refusal with a reason fails the test.</summary>
    private static bool Survives(byte[] file)
    {
        try
        {
            var notebook = IpynbDocument.Parse(file);
            Assert.Equal(file, notebook.ToBytes());
            var dib = IpynbToDib.Convert(notebook, outputs: true);
            var again = IpynbToDib.Convert(IpynbDocument.Parse(DibToIpynb.Convert(dib).ToBytes()), outputs: true);
            Assert.True(
                dib.Cells.Select(c => (c.Kernel, c.Text)).SequenceEqual(again.Cells.Select(c => (c.Kernel, c.Text))),
                Encoding.UTF8.GetString(file) + "\n\n" + dib.ToText() + "\n\n" + again.ToText());
            return true;
        }
        catch (FormatException e)
        {
            Assert.NotEmpty(e.Message);
            return false;
        }
    }

    private static void Mutate(JsonNode root, Random random)
    {
        var places = Places(root).ToList();
        var (parent, key) = places[random.Next(places.Count)];
        var value = JsonNode.Parse(Values[random.Next(Values.Length)]);
        switch (parent, random.Next(3))
        {
            case (JsonObject named, 0):
                named.Remove((string)key);
                break;
            case (JsonObject named, _):
                named[(string)key] = value;
                break;
            case (JsonArray list, 0):
                list.RemoveAt((int)key);
                break;
            case (JsonArray list, 1):
                list.Add(list[(int)key]?.DeepClone());
                break;
            case (JsonArray list, _):
                list[(int)key] = value;
                break;
        }
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject named => named.SelectMany(p => Places(p.Value).Prepend((named, p.Key))),
        JsonArray list => list.SelectMany((item, i) => Places(item).Prepend((list, i))),
        _ => [],
    };
}
