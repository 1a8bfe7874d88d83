using System.Text;

namespace RnnCourse.Notebooks.Tests.Dib;

/// <summary>Random and mutated notebook files, the same for the same seed.</summary>
internal sealed class Mutations(int seed)
{
    private static readonly string[] Fragments =
    [
        "#!csharp\n", "#!markdown\r\n", "#!md\n", "#!fsharp", "#!meta\n", "#!meta", "{\"a\": 1}\n",
        "{\"a\": [1, {\"b\": null}]}", "{oops}\n",
        "\n", "\r\n", "\r", "\n\n\n", " ", "\t\n", "#!", "#!time\n", "#!value --name x\n", "#!csharp \n",
        "var x = \"\"\"\n", "```\n",
        "\ufeff", "\u2028", "\0", "값\n", "😀", "x = 1;\n", "// text", "#!html\n<p>\n", "#!c#\r\n", "#!powershell\n",
    ];

    private static readonly byte[][] Starts =
        [[], [], [], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF]];

    private readonly Random _random = new(seed);

    /// <summary>A file put together from the pieces that matter to a reader.</summary>
    internal byte[] Assembled()
    {
        var start = Starts[_random.Next(Starts.Length)];
        var text =
            string.Concat(Enumerable.Range(0, _random.Next(25)).Select(_ => Fragments[_random.Next(Fragments.Length)]));
        var encoding = start switch
        {
            [0xFF, 0xFE] => Encoding.Unicode,
            [0xFE, 0xFF] => Encoding.BigEndianUnicode,
            [0xFF, 0xFE, ..] => Encoding.UTF32,
            [0, ..] => new UTF32Encoding(true, false),
            _ => Encoding.UTF8,
        };
        return Mutated([.. start, .. encoding.GetBytes(text)], _random.Next(3));
    }

    /// <summary>Bytes of no meaning.</summary>
    internal byte[] Noise()
    {
        var bytes = new byte[_random.Next(200)];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>The bytes with some of them changed, removed, repeated or moved.</summary>
    internal byte[] Mutated(byte[] file, int times)
    {
        var bytes = file.ToList();
        for (var i = 0; i < times && bytes.Count > 0; i++)
        {
            var at = _random.Next(bytes.Count);
            var length = _random.Next(1, Math.Min(12, bytes.Count - at) + 1);
            switch (_random.Next(4))
            {
                case 0: bytes[at] = (byte)_random.Next(256); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(_random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                default:
                    bytes.InsertRange(at,
                    Encoding.UTF8.GetBytes(Fragments[_random.Next(Fragments.Length)])); break;
            }
        }
        return [.. bytes];
    }

    internal T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
