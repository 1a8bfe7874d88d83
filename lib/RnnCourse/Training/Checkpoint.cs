using System.Globalization;
using RnnCourse.Optimizers;

namespace RnnCourse.Training;

/// <summary>Keeps a training run in a file, so that one that was interrupted goes on from there, bit for bit as if it
/// had not been: weights, the optimiser's moments, steps, losses, the carried state, generators, and what
/// <see cref="EarlyStop"/> knows.</summary>
/// <remarks>Start the same program again: <c>Run</c> reads the file, takes from the batches as many as were used, and
/// trains the steps that are missing. Delete the file to train from the start. A generator that only makes the batches
/// need not be given, if the program seeds it. One of dropout masks or of a decoder's own symbols must be, and must not
/// make the batches too.</remarks>
public sealed class Checkpoint
{
    private const string Weights = "weights", Best = "best", CarriedState = "carried";
    private const string Losses = "losses", Norms = "norms", Validation = "validation";
    private readonly string _path;
    private readonly int _every;
    private readonly Xoshiro256[] _generators;

    /// <param name="path">The file, usually <c>….safetensors</c>; it need not be there.</param>
    /// <param name="every">Steps between two times it is written. It is also written at the end.</param>
    /// <param name="generators">What the training draws from beside its batches, such as dropout masks.</param>
    public Checkpoint(string path, int every = 100, params Xoshiro256[] generators)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ArgumentNullException.ThrowIfNull(generators);
        (_path, _every, _generators) = (path, every, [.. generators]);
    }

    /// <summary>Throws if the training draws from a generator whose state would be lost.</summary>
    internal void Check(IEnumerable<Random> draws)
    {
        if (draws.Any(random => !_generators.Contains(random)))
            throw new InvalidOperationException(
                "The training draws dropout masks or symbols from a generator that the checkpoint does not keep: " +
                "make it with new Xoshiro256(seed), and give it to the checkpoint too.");
    }

    internal bool IsDue(int stepsDone) => stepsDone % _every == 0;

    internal void Write<T>(Saved<T> state) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tensors = state.Matrices.Concat(Matrices(state.Carried, CarriedState))
            .ToDictionary(p => p.Name, p => Training.Weights.ToTensor(p.Value));
        foreach (var (name, numbers) in state.Numbers) tensors[name] = Tensor.Of([numbers.Count], numbers.ToArray());
        Safetensors.Write(_path, tensors, new Dictionary<string, string>
        {
            ["optimizer"] = state.Optimizer.GetType().Name,
            ["steps"] = state.Optimizer.Steps.ToString(CultureInfo.InvariantCulture),
            ["generators"] = string.Join(' ', _generators.Select(generator => generator.State)),
        });
    }

    /// <summary>Reads the file, if it is there; what is wrong with it changes nothing.</summary>
    /// <returns>What gives the generators their states, when the batches have been taken.</returns>
    internal Action Read<T>(Saved<T> state) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!File.Exists(_path)) return () => { };
        var (tensors, notes) = Safetensors.Read(_path);
        var matrices = state.Matrices.ToArray();
        var expected = matrices.Select(p => p.Name).Concat(state.Numbers.Select(list => list.Name)).ToArray();
        var found = tensors.Keys.Where(name => !name.StartsWith(CarriedState + ".", StringComparison.Ordinal));
        if (expected.Except(found).Concat(found.Except(expected)).Order().FirstOrDefault() is { } other)
            throw Bad(tensors.ContainsKey(other) ? $"it holds {other}, which this one has not"
                : $"it does not hold {other}");
        if (notes.GetValueOrDefault("optimizer") is var optimizer && optimizer != state.Optimizer.GetType().Name)
            throw Bad($"its optimiser is {optimizer}, here it is {state.Optimizer.GetType().Name}");
        foreach (var (name, value) in matrices)
            if (!tensors[name].Shape.SequenceEqual([value.Rows, value.Columns])
                || tensors[name].Kind != Training.Weights.Kind<T>())
                throw Bad($"{name} is {tensors[name].Kind} [{string.Join(", ", tensors[name].Shape)}] there, and " +
                    $"{Training.Weights.Kind<T>()} {value.Shape} here");
        var states = notes.GetValueOrDefault("generators", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (states.Length != _generators.Length)
            throw Bad($"it holds {states.Length} generators, here there are {_generators.Length}");
        if (!int.TryParse(notes.GetValueOrDefault("steps"), CultureInfo.InvariantCulture, out var steps))
            throw Bad("it does not say how many steps were taken");

        state.Carried = Carried<T>(tensors, CarriedState);
        state.Optimizer.Steps = steps;
        foreach (var (name, value) in matrices) value.CopyFrom(Training.Weights.ToMat<T>(tensors[name]));
        foreach (var (name, _) in state.Numbers)
            if (name == Validation) state.Watch!.Resume(tensors[name].ToDoubles());
            else (name == Losses ? state.Losses : state.Norms).AddRange(tensors[name].ToDoubles());
        return () =>
        {
            for (var n = 0; n < states.Length; n++) _generators[n].State = states[n];
        };
    }

    private static IEnumerable<Parameter<T>> Matrices<T>(State<T>? state, string place)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        state is null ? []
        : state.Layers.Count > 0 ? state.Layers.SelectMany((layer, n) => Matrices(layer, $"{place}.{n}"))
        : state.C is null ? [new($"{place}.h", state.H)]
        : [new($"{place}.h", state.H), new($"{place}.c", state.C)];

    private static State<T>? Carried<T>(IReadOnlyDictionary<string, Tensor> tensors, string place)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!tensors.Keys.Any(name => name.StartsWith(place + ".", StringComparison.Ordinal))) return null;
        Mat<T>? Mat(string name) =>
            tensors.TryGetValue($"{place}.{name}", out var tensor) ? Training.Weights.ToMat<T>(tensor) : null;
        if (Mat("h") is { } h) return new State<T>(h, Mat("c"));
        var layers = new List<State<T>>();
        while (Carried<T>(tensors, $"{place}.{layers.Count}") is { } layer) layers.Add(layer);
        return new State<T>([.. layers]);
    }

    private InvalidDataException Bad(string why) =>
        new($"'{_path}' is of another training: {why}. Nothing was changed. Name another file, or move it away.");

    /// <summary>What a training run is made of.</summary>
    internal sealed record Saved<T>(IParameters<T> Model, Optimizer<T> Optimizer, EarlyStop.Watch<T>? Watch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public List<double> Losses { get; } = [];
        public List<double> Norms { get; } = [];
        public State<T>? Carried { get; set; }

        public IEnumerable<Parameter<T>> Matrices =>
        [
            .. Model.Parameters.Select(p => p.Under(Weights)),
            .. Optimizer.Moments.Select(p => p.Under("moments")),
            .. Watch?.Best.Select(p => p.Under(Best)) ?? [],
        ];

        public IEnumerable<(string Name, IReadOnlyList<double> List)> Numbers =>
        [
            (Checkpoint.Losses, Losses), (Checkpoint.Norms, Norms),
            .. Watch is null ? Array.Empty<(string, IReadOnlyList<double>)>() : [(Validation, Watch.Losses)],
        ];
    }
}
