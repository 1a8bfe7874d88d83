using RnnCourse.Models;

namespace RnnCourse.Training;

/// <summary>What the parts of a model are called in a PyTorch module.</summary>
/// <param name="Recurrent">The nn.RNN, nn.LSTM or nn.GRU.</param>
/// <param name="Output">The nn.Linear.</param>
/// <param name="Embedding">The nn.Embedding.</param>
/// <param name="Norm">The nn.LayerNorm; a second one is <c>norm1</c>, and so on.</param>
public sealed record TorchNames(
    string Recurrent = "rnn", string Output = "output", string Embedding = "embedding", string Norm = "norm");

/// <summary>
/// Weights to and from PyTorch, as the <c>state_dict</c> of a module in a safetensors file: nn.RNN, nn.LSTM and nn.GRU
/// of one or several layers, bidirectional or not, nn.Linear, nn.Embedding, nn.LayerNorm.
/// </summary>
/// <remarks>PyTorch has the weights of all gates in one matrix (an LSTM's in the order i f g o, a GRU's r z n) and two
/// biases, which are added on loading; on saving the second is 0. In Python:
/// <c>module.load_state_dict(safetensors.torch.load_file(path))</c>.</remarks>
public static class TorchWeights
{
    /// <summary>Saves a cell, a layer or a sequence model.</summary>
    /// <param name="names">Of the module's parts; a cell alone is the module itself.</param>
    /// <exception cref="NotSupportedException">PyTorch has no such cell; the message says which is meant.</exception>
    public static void Save<T>(IParameters<T> model, string path, TorchNames? names = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        model.ThrowIfNotFinite($"'{path}' was not written");
        Safetensors.Write(path, StateDict(model, names));
    }

    /// <summary>What <see cref="Save"/> writes: PyTorch's names, and its tensors.</summary>
    /// <param name="names">Of the module's parts; a cell alone is the module itself.</param>
    /// <exception cref="NotSupportedException">PyTorch has no such cell; the message says which is meant.</exception>
    public static IReadOnlyDictionary<string, Tensor> StateDict<T>(IParameters<T> model, TorchNames? names = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        return Entries(model, names ?? new TorchNames()).ToDictionary(entry => entry.Name, entry =>
        {
            var numbers = entry.Blocks.SelectMany(
                mat => mat.ToArray().Cast<T>().Select(x => entry.IsSaved(mat) ? x : T.Zero)).ToArray();
            return typeof(T) == typeof(float) ? Tensor.Of(entry.Shape, (float[])(object)numbers)
                : Tensor.Of(entry.Shape, (double[])(object)numbers);
        });
    }

    /// <summary>Loads a state_dict, all of it or nothing. Floats and doubles are converted.</summary>
    /// <param name="names">Of the module's parts; null finds them.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another module; the model is as it
    /// was.</exception>
    /// <exception cref="NotSupportedException">PyTorch has no such cell; the message says which is meant.</exception>
    public static void Load<T>(IParameters<T> model, string path, TorchNames? names = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        Load(model, Safetensors.Read(path).Tensors, names, path);
    }

    /// <summary>The same for a state_dict that was read.</summary>
    /// <inheritdoc cref="Load{T}(IParameters{T}, string, TorchNames?)"/>
    public static void Load<T>(
        IParameters<T> model, IReadOnlyDictionary<string, Tensor> stateDict, TorchNames? names = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stateDict);
        Load(model, stateDict, names, "the state dict");
    }

    private static void Load<T>(
        IParameters<T> model, IReadOnlyDictionary<string, Tensor> tensors, TorchNames? names, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var entries = Entries(model, names ?? Found(tensors)).ToArray();
        var loaded = new Dictionary<Mat<T>, Mat<T>>(ReferenceEqualityComparer.Instance);
        foreach (var entry in entries)
        {
            if (!tensors.TryGetValue(entry.Name, out var tensor))
            {
                if (entry.IsBias) continue;                         // a module made with bias=False
                throw Bad(
                    path, $"it has no {entry.Name}; it has {string.Join(", ", tensors.Keys)}. If the parts have " +
                    "other names, pass new TorchNames(…); if layers are missing, make the model with as many");
            }

            if (!tensor.Shape.SequenceEqual(entry.Shape))
                throw Bad(path, $"{entry.Name} is [{string.Join(", ", tensor.Shape)}] there; this model has " +
                    $"[{string.Join(", ", entry.Shape)}]");
            var (numbers, next) = (tensor.ToDoubles(), 0);
            foreach (var mat in entry.Blocks)
            {
                var value = Mat<T>.Dense(mat.Rows, mat.Columns, (_, _) => T.CreateTruncating(numbers[next++]));
                if (!value.IsFinite()) throw Bad(path, $"{entry.Name} holds NaN, infinity or a number too large");
                if (!loaded.TryGetValue(mat, out var first)) loaded[mat] = value;
                else if (entry.IsBias) loaded[mat] = first + value;
                else if ((first - value).Norm() > 0)
                    throw Bad(path, $"{entry.Name} is tied to another weight of this model, but differs from it there");
            }
        }

        if (tensors.Keys.Except(entries.Select(entry => entry.Name)).FirstOrDefault() is { } foreign)
            throw Bad(path, $"it has {foreign}, which this model has not");
        foreach (var (_, mat) in model.Parameters)
            if (loaded.TryGetValue(mat, out var value)) mat.CopyFrom(value);
            else mat.Clear();
    }

    // One tensor of the file: matrices of the model, one below another. A second bias is added to the first on loading,
    // and 0 on saving, but for what the model has of its own there.
    private sealed record Entry<T>(string Name, bool IsBias, params Mat<T>[] Blocks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public bool IsVector { get; init; }
        public bool IsSecondBias { get; init; }
        public Mat<T>? Own { get; init; }
        public int[] Shape =>
            IsVector ? [Blocks.Sum(mat => mat.Columns)] : [Blocks.Sum(mat => mat.Rows), Blocks[0].Columns];

        public bool IsSaved(Mat<T> mat) => !IsSecondBias || ReferenceEquals(mat, Own);
    }

    private static IEnumerable<Entry<T>> Entries<T>(IParameters<T> model, TorchNames names)
        where T : unmanaged, IFloatingPointIeee754<T> => model switch
        {
            SequenceModel<T> whole => [.. OfCell(whole.Cell, names), .. OfLinear(whole.Output, names.Output + ".")],
            Linear<T> linear => OfLinear(linear, ""),
            Embedding<T> or LayerNorm<T> => OfCell((Cell<T>)model, new("", "", "", "")),
            Cell<T> cell => OfCell(
                cell, names with { Recurrent = cell.Parts.Any(part => part is Layer<T>) ? names.Recurrent : "" }),
            _ => throw new NotSupportedException(
                $"{model.GetType().Name.Split('`')[0]} has no counterpart in PyTorch: save its parts one by one."),
        };

    private static Entry<T>[] OfLinear<T>(Linear<T> linear, string prefix) where T
        : unmanaged, IFloatingPointIeee754<T> =>
        [Matrix(prefix + "weight", linear.Why), Vector(prefix + "bias", isBias: true, linear.by)];

    private static IEnumerable<Entry<T>> OfCell<T>(Cell<T> cell, TorchNames names)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (layer, norms) = (0, 0);
        (Type Kind, int Hidden)? first = null;
        foreach (var part in cell is Stacked<T> stack ? stack.Layers : [cell])
            switch (part)
            {
                case Embedding<T> embedding:
                    yield return Matrix(Dotted(names.Embedding) + "weight", embedding.E);
                    break;
                case LayerNorm<T> norm:
                    var prefix = Dotted(names.Norm + (norms++ == 0 ? "" : $"{norms - 1}"));
                    yield return Vector(prefix + "weight", isBias: false, norm.γ);
                    yield return Vector(prefix + "bias", isBias: false, norm.β);
                    break;
                case Dropout<T>:
                    break;
                default:
                    var directions = part is Bidirectional<T> pair ? [pair.Forward, pair.Backward] : new[] { part };
                    foreach (var (direction, n) in directions.Select((direction, n) => (direction, n)))
                    {
                        first ??= (direction.GetType(), direction.Hidden);
                        if (first != (direction.GetType(), direction.Hidden))
                            throw new NotSupportedException(
                                "PyTorch stacks and pairs recurrent layers of one kind and size; this model has " +
                                    "several.");
                        foreach (var entry in OfGates(
                            direction, Dotted(names.Recurrent), $"_l{layer}{(n == 0 ? "" : "_reverse")}"))
                            yield return entry;
                    }

                    layer++;
                    break;
            }
    }

    private static IEnumerable<Entry<T>> OfGates<T>(Cell<T> cell, string prefix, string suffix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (w, order) = cell switch
        {
            VanillaRnn<T> { Activation: Activation.Tanh or Activation.Relu } rnn =>
                ((GateWeights<T>)rnn.W, new[] { 0 }),
            Lstm<T> { HasForgetGate: true } lstm => (lstm.W, [0, 1, 2, 3]),
            Gru<T> { Variant: GruVariant.ResetAfter } gru => (gru.W, [1, 0, 2]),
            Gru<T> => throw new NotSupportedException(
                "PyTorch's GRU resets after the product: make the cell with GruVariant.ResetAfter."),
            _ => throw new NotSupportedException(
                $"PyTorch has no {cell.GetType().Name.Split('`')[0]} like this one: it has plain cells of tanh and " +
                    "ReLU, the " +
                    "LSTM with a forget gate, and the GRU that resets after the product."),
        };
        var bhh = (cell as Gru<T>)?.W.bhh;
        yield return Matrix($"{prefix}weight_ih{suffix}", [.. order.Select(k => w.Wx[k])]);
        yield return Matrix($"{prefix}weight_hh{suffix}", [.. order.Select(k => w.Wh[k])]);
        yield return Vector($"{prefix}bias_ih{suffix}", isBias: true, [.. order.Select(k => w.b[k])]);
        yield return new($"{prefix}bias_hh{suffix}", true,
            [.. order.Select(k => k == 2 && bhh is not null ? bhh : w.b[k])])
        {
            IsVector = true,
            IsSecondBias = true,
            Own = bhh,
        };
    }

    private static string Dotted(string? name) => string.IsNullOrEmpty(name) ? "" : name + ".";

    private static Entry<T> Matrix<T>(string name, params Mat<T>[] blocks)
        where T : unmanaged, IFloatingPointIeee754<T> => new(name, false, blocks);

    private static Entry<T> Vector<T>(string name, bool isBias, params Mat<T>[] blocks)
        where T : unmanaged, IFloatingPointIeee754<T> => new(name, isBias, blocks) { IsVector = true };

    // The parts by what they hold: a recurrent layer, a matrix with a bias, one without, a vector with a bias.
    private static TorchNames Found(IReadOnlyDictionary<string, Tensor> tensors)
    {
        string? Prefix(string end, Func<string, bool> fits) => tensors.Keys
            .Where(name => name.EndsWith(end, StringComparison.Ordinal))
                .Select(name => name[..^end.Length].TrimEnd('.'))
            .Order(StringComparer.Ordinal).FirstOrDefault(fits);
        bool HasBias(string part) => tensors.ContainsKey($"{part}.bias");
        bool IsMatrix(string part) => tensors.TryGetValue($"{part}.weight", out var weight) && weight.Shape.Length == 2;
        var defaults = new TorchNames();
        return new(
            Prefix("weight_ih_l0", _ => true) ?? defaults.Recurrent,
            Prefix(".weight", part => IsMatrix(part) && HasBias(part)) ?? defaults.Output,
            Prefix(".weight", part => IsMatrix(part) && !HasBias(part)) ?? defaults.Embedding,
            Prefix(".weight", part => !IsMatrix(part) && HasBias(part)) ?? defaults.Norm);
    }

    private static InvalidDataException Bad(string path, string why) =>
        new($"'{path}' was not loaded: {why}. The model is as it was.");
}
