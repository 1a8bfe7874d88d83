using System.Text;
using RnnCourse.Training;

namespace RnnCourse.Tests.Training;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rnncourse-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit()
    {
        var tensors = new Dictionary<string, Tensor>
        {
            ["가중치"] = Tensor.Of([2, 3], [1.5, -0.0, double.MaxValue, double.Epsilon, Math.PI, 0]),
            ["floats"] = Tensor.Of([4], [1f, 2f, float.Epsilon, -4f]),
        };
        Safetensors.Write(Path, tensors, new Dictionary<string, string> { ["model"] = "lstm" });
        var (read, metadata) = Safetensors.Read(Path);
        Assert.Equal(["floats", "가중치"], read.Keys.Order(StringComparer.Ordinal));
        Assert.All(tensors, t => Assert.Equal(t.Value.Bytes, read[t.Key].Bytes));
        Assert.All(tensors, t => Assert.Equal(t.Value.Shape, read[t.Key].Shape));
        Assert.Equal("lstm", metadata["model"]);
        Assert.Equal([1.0, 2, float.Epsilon, -4], read["floats"].ToDoubles());
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Any_changed_or_missing_byte_is_noticed()
    {
        Safetensors.Write(Path, new Dictionary<string, Tensor> { ["w"] = Tensor.Of([3, 2], [1.0, 2, 3, 4, 5, 6]) });
        var whole = File.ReadAllBytes(Path);
        for (var n = 0; n < whole.Length; n++)
        {
            File.WriteAllBytes(Path, whole[..n]);
            Assert.Throws<InvalidDataException>(() => Safetensors.Read(Path));
        }

        var data = whole.Length - 6 * sizeof(double);
        for (var n = data; n < whole.Length; n++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[n] ^= 0x10;
            File.WriteAllBytes(Path, damaged);
            Assert.Contains("SHA-256", Assert.Throws<InvalidDataException>(() => Safetensors.Read(Path)).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK\u0003\u0004 a zip file, perhaps of PyTorch's own weights")]
    [InlineData("{\"json\": \"but no safetensors\"}")]
    public void A_foreign_file_is_refused(string content)
    {
        File.WriteAllText(Path, content);
        var error = Assert.Throws<InvalidDataException>(() => Safetensors.Read(Path));
        Assert.Contains("no safetensors file", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", "F8_E4M3")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "shape [3]")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "outside the file")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes but 8")]
    [InlineData("""{"w":{"shape":[2]}}""", "header")]
    [InlineData("""{"w":{"dtype":"F32","shape":[99999,99999,99999],"data_offsets":[0,8]}}""", "header")]
    [InlineData("""{"w":7}""", "header")]
    [InlineData("""{"w":""", "header")]
    public void A_header_that_lies_is_refused(string header, string reason)
    {
        var json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(Path, [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[8]]);
        var error = Assert.Throws<InvalidDataException>(() => Safetensors.Read(Path));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", error.Message, StringComparison.Ordinal);
    }

    // 1, −2.5, the largest half and the least; 1, −2.5, 3.140625 and 2⁻¹³³ of bfloat16 (the upper half of a float).
    [Theory]
    [InlineData("F16", new ushort[] { 0x3C00, 0xC100, 0x7BFF, 0x0001 },
        new[] { 1, -2.5, 65504, 5.9604644775390625e-8 })]
    [InlineData("BF16", new ushort[] { 0x3F80, 0xC020, 0x4049, 0x0001 },
        new[] { 1, -2.5, 3.140625, 9.183549615799121e-41 })]
    public void Halves_of_both_kinds_are_read(string kind, ushort[] bits, double[] numbers)
    {
        var bytes = bits.SelectMany(BitConverter.GetBytes).ToArray();
        Safetensors.Write(Path, new Dictionary<string, Tensor> { ["w"] = new(kind, [2, 2], bytes) });
        Assert.Equal(numbers, Safetensors.Read(Path).Tensors["w"].ToDoubles());
    }

    [Fact]
    public void A_kind_that_cannot_be_read_says_what_to_do()
    {
        Safetensors.Write(Path, new Dictionary<string, Tensor> { ["w"] = new("I32", [2], new byte[8]) });
        Assert.Contains("Convert it to F32", Assert.Throws<InvalidDataException>(() => Safetensors.Read(Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_is_not_there_is_named_as_it_was_given()
    {
        var place = System.IO.Path.Combine(_folder, "none", "w.safetensors");
        var error = Assert.Throws<DirectoryNotFoundException>(() =>
            Safetensors.Write(place, new Dictionary<string, Tensor>()));
        Assert.Contains($"'{place}' was not written: there is no folder", error.Message, StringComparison.Ordinal);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() =>
            Safetensors.Write("", new Dictionary<string, Tensor>())).ParamName);
        Directory.CreateDirectory(Path);
        var taken = Assert.Throws<IOException>(() => Safetensors.Write(Path, new Dictionary<string, Tensor>()));
        Assert.Contains($"'{Path}' was not written", taken.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_cannot_be_written_leaves_nothing_behind()
    {
        Directory.CreateDirectory(Path);
        Assert.ThrowsAny<Exception>(() => Safetensors.Write(Path, new Dictionary<string, Tensor>()));
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
