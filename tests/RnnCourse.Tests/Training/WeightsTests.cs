using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Models;
using RnnCourse.Training;

namespace RnnCourse.Tests.Training;

public sealed class WeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rnncourse-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Loaded_weights_are_the_saved_ones()
    {
        var (saved, loaded) = (Model(1), Model(2));
        Weights.Save(saved, Path, new Dictionary<string, string> { ["vocabulary"] = "한글" });
        var notes = Weights.Load(loaded, Path);
        Assert.Equal("한글", notes["vocabulary"]);
        AssertSame(saved, loaded);
    }

    [Fact]
    public void Doubles_load_into_floats()
    {
        var random = new Random(3);
        var single = new SequenceModel<float>(new Gru<float>(4, 5, random), 3, random);
        Weights.Save(Model(1), Path);
        Weights.Load(single, Path);
        Assert.Equal((float)Model(1).Output.Why[1, 2], single.Output.Why[1, 2]);
    }

    [Theory]
    [InlineData(4, 6, "was not loaded: cell.Wxz is [5, 4]")]
    [InlineData(3, 5, "was not loaded: cell.Wxz is [5, 4]")]
    public void Weights_of_other_sizes_change_nothing(int inputs, int hidden, string why)
    {
        Weights.Save(Model(1), Path);
        var random = new Random(2);
        var other = new SequenceModel<double>(new Gru<double>(inputs, hidden, random), 3, random);
        var before = other.Parameters.Select(p => p.Value.ToArray()).ToArray();
        var error = Assert.Throws<InvalidDataException>(() => Weights.Load(other, Path));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, other.Parameters.Select(p => p.Value.ToArray()));
    }

    [Fact]
    public void Weights_of_another_model_change_nothing_and_are_named()
    {
        Weights.Save(new VanillaRnn<double>(4, 5), Path);
        var (model, untouched) = (Model(1), Model(1));
        var error = Assert.Throws<InvalidDataException>(() => Weights.Load(model, Path));
        Assert.Contains("lacks cell.Wxz", error.Message, StringComparison.Ordinal);
        Assert.Contains("has Whh, Wxh, bh that this model has not", error.Message, StringComparison.Ordinal);
        AssertSame(untouched, model);
    }

    [Fact]
    public void Weights_of_a_larger_model_change_nothing_either()
    {
        Weights.Save(Model(1), Path);
        var model = Model(2);
        var error = Assert.Throws<InvalidDataException>(() => Weights.Load(model.Cell, Path));
        Assert.Contains("lacks", error.Message, StringComparison.Ordinal);
        var part = new ParameterValues<double>(model.Parameters.Take(4));
        error = Assert.Throws<InvalidDataException>(() => Weights.Load(part, Path));
        Assert.Contains("lacks nothing and has ", error.Message, StringComparison.Ordinal);
        AssertSame(Model(2), model);
    }

    [Fact]
    public void A_damaged_file_changes_nothing()
    {
        Weights.Save(Model(1), Path);
        var bytes = File.ReadAllBytes(Path);
        bytes[^3] ^= 1;
        File.WriteAllBytes(Path, bytes);
        var (model, untouched) = (Model(2), Model(2));
        Assert.Throws<InvalidDataException>(() => Weights.Load(model, Path));
        AssertSame(untouched, model);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_neither_saved_nor_loaded()
    {
        var broken = Model(1);
        Weights.Save(Model(1), Path);
        broken.Output.by[0] = double.NaN;
        Assert.Throws<ArithmeticException>(() => Weights.Save(broken, Path));
        AssertSame(Model(1), Loaded());

        Safetensors.Write(Path, broken.Parameters.ToDictionary(
            p => p.Name, p => Tensor.Of([p.Value.Rows, p.Value.Columns], p.Value.ToArray().Cast<double>().ToArray())));
        Assert.Contains("by holds NaN", Assert.Throws<InvalidDataException>(() => Loaded()).Message,
            StringComparison.Ordinal);
    }

    private SequenceModel<double> Loaded()
    {
        var model = Model(7);
        Weights.Load(model, Path);
        return model;
    }

    private static SequenceModel<double> Model(int seed)
    {
        var random = new Random(seed);
        return new SequenceModel<double>(new Gru<double>(4, 5, random), 3, random);
    }

    private static void AssertSame(SequenceModel<double> expected, SequenceModel<double> actual) =>
        Assert.Equal(expected.Parameters.Select(p => p.Value.ToArray()),
            actual.Parameters.Select(p => p.Value.ToArray()));
}
