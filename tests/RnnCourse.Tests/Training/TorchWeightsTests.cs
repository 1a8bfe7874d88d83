using System.Diagnostics;
using RnnCourse.Cells;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Tests.Records;
using RnnCourse.Training;

namespace RnnCourse.Tests.Training;

/// <summary>
/// Weights to and from PyTorch: a module's state_dict is loaded and gives its outputs to 1e-6, and what is saved is the
/// same state_dict again.
/// </summary>
public sealed class TorchWeightsTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private static readonly TorchNames Names = new("lstm", "fc", "emb", "ln");
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData("rnn"), InlineData("lstm"), InlineData("gru")]
    public void A_modules_state_dict_gives_its_outputs(string name)
    {
        var record = new TorchRecord<double>($"state_{name}");
        var model = Model(name, null);
        TorchWeights.Load(model, File(name));               // the names are found
        var x = name == "gru" ? record.Dense("x") : record.Tokens("x");
        Assert.True((model.Unroll(x).O.All - record.Matrix("o")).Norm() < 1e-6);
    }

    [Theory, InlineData("rnn"), InlineData("lstm"), InlineData("gru")]
    public void What_is_saved_is_the_state_dict_again_with_the_biases_added(string name)
    {
        var model = Model(name, null);
        TorchWeights.Load(model, File(name), Names);
        var again = Path.Combine(_folder, "again.safetensors");
        TorchWeights.Save(model, again, Names);
        var (before, after) = (Safetensors.Read(File(name)).Tensors, Safetensors.Read(again).Tensors);
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        foreach (var (key, tensor) in before)
        {
            Assert.Equal(tensor.Shape, after[key].Shape);
            double[] Sum(IReadOnlyDictionary<string, Tensor> tensors) =>
                !key.Contains("bias_", StringComparison.Ordinal)
                ? tensors[key].ToDoubles()
                : [.. tensors[key.Replace("_hh", "_ih", StringComparison.Ordinal)].ToDoubles().Zip(
                    tensors[key.Replace("_ih", "_hh", StringComparison.Ordinal)].ToDoubles(), (a, b) => a + b)];
            Assert.Equal(Sum(before), Sum(after), (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Fact]
    public void A_cell_alone_is_the_module_itself_and_a_tied_layer_must_agree()
    {
        var path = Path.Combine(_folder, "cell.safetensors");
        var gru = new Gru<float>(2, 3, new Random(1), GruVariant.ResetAfter);
        TorchWeights.Save(gru, path);
        Assert.Equal(["bias_hh_l0", "bias_ih_l0", "weight_hh_l0", "weight_ih_l0"],
            Safetensors.Read(path).Tensors.Keys.Order());
        var other = new Gru<float>(2, 3, variant: GruVariant.ResetAfter);
        TorchWeights.Load(other, path);
        Assert.Equal(gru.W["Whr"].ToArray(), other.W["Whr"].ToArray());
        var third = new Gru<float>(2, 3, variant: GruVariant.ResetAfter);
        TorchWeights.Load(third, TorchWeights.StateDict(gru));
        Assert.Equal(gru.W["Whr"].ToArray(), third.W["Whr"].ToArray());

        SequenceModel<float> Tied(Embedding<float> e) =>
            new(new Stacked<float>(e, new Lstm<float>(3, 3, new Random(2))), Linear<float>.Tied(e));
        var tied = Tied(new Embedding<float>(4, 3, new Random(3)));
        TorchWeights.Save(tied, path);
        var back = Tied(new Embedding<float>(4, 3));
        TorchWeights.Load(back, path, new TorchNames());
        Assert.Equal(tied.Output.Why.ToArray(), back.Output.Why.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_said_and_changes_nothing()
    {
        var model = Model("lstm", new Random(1));
        var before = model.Parameters.Select(p => p.Value.ToArray()).ToArray();
        string Refused<TException>(Action load) where TException : Exception
        {
            var message = Assert.Throws<TException>(load).Message;
            Assert.Equal(before, model.Parameters.Select(p => p.Value.ToArray()));
            return message;
        }

        Assert.Contains("new TorchNames",
            Refused<InvalidDataException>(() => TorchWeights.Load(model, File("lstm"), new("gru"))));
        var wide = new SequenceModel<double>(
            new Stacked<double>(new Embedding<double>(7, 4), new VanillaRnn<double>(4, 6)), 3);
        Assert.Contains("weight_ih_l0 is [5, 4] there; this model has [6, 4]",
            Assert.Throws<InvalidDataException>(() => TorchWeights.Load(wide, File("rnn"))).Message);
        var small = new SequenceModel<double>(new Stacked<double>(
            new Embedding<double>(7, 4), new Bidirectional<double>(new Lstm<double>(4, 5), new Lstm<double>(4, 5)),
            new LayerNorm<double>(10)), 3);
        Assert.Contains("_l1, which this model has not", Assert.Throws<InvalidDataException>(
            () => TorchWeights.Load(small, File("lstm"))).Message);
        Assert.Contains("GruVariant.ResetAfter", Assert.Throws<NotSupportedException>(
            () => TorchWeights.Save(new Gru<double>(2, 3), Path.Combine(_folder, "x"))).Message);
        Assert.Contains("one kind and size", Assert.Throws<NotSupportedException>(() => TorchWeights.Save(
            new Stacked<double>(new Lstm<double>(2, 3), new VanillaRnn<double>(3, 3)),
                Path.Combine(_folder, "x"))).Message);
    }

    [Fact, Trait("Suite", "Slow")]
    public void PyTorch_loads_what_is_saved_and_gives_the_same_outputs()
    {
        Assert.SkipUnless(HasTorch(), "There is no PyTorch for /usr/bin/python3: apt-get install python3-torch.");
        var random = new Random(5);
        var model = Model("lstm", random);
        var path = Path.Combine(_folder, "ours.safetensors");
        TorchWeights.Save(model, path, Names);
        int[][] tokens = [.. Enumerable.Range(0, 6)
            .Select(_ => Enumerable.Range(0, 3).Select(_ => random.Next(7)).ToArray())];
        var printed = Run("load.py", path, System.Text.Json.JsonSerializer.Serialize(tokens));
        var theirs = printed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => double.Parse(
            x, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var ours = model.Unroll(tokens).O.All.ToArray().Cast<double>().ToArray();
        Assert.Equal(ours.Length, theirs.Length);
        Assert.All(ours.Zip(theirs), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    private string File(string name)
    {
        var path = Path.Combine(_folder, $"{name}.safetensors");
        Safetensors.Write(path, TorchRecord<double>.Under($"state_{name}/state/"));
        return path;
    }

    private static SequenceModel<double> Model(string name, Random? random)
    {
        Lstm<double> Lstm(int inputs) => new(inputs, 5, random);
        Gru<double> Gru(int inputs) => new(inputs, 5, random, GruVariant.ResetAfter);
        Embedding<double> Words() => new(7, 4, random);
        return new(name switch
        {
            "rnn" => new Stacked<double>(Words(), new VanillaRnn<double>(4, 5, random: random)),
            "gru" => new Stacked<double>(Gru(4), Gru(5)),
            _ => new Stacked<double>(Words(), new Bidirectional<double>(Lstm(4), Lstm(4)),
                new Dropout<double>(10, 0.5, new Random(1)),
                new Bidirectional<double>(Lstm(10), Lstm(10)), new LayerNorm<double>(10)),
        }, 3, random);
    }

    private static bool HasTorch()
    {
        try
        {
            return Process(["-c", "import torch"]).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Run(string script, params string[] arguments)
    {
        var (code, text) = Process([Path.Combine(TorchRecord<double>.Folder, script), .. arguments]);
        Assert.Equal(0, code);
        return text;
    }

    private static (int ExitCode, string Text) Process(string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(
            new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + errors.Result);
    }
}
