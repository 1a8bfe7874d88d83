namespace RnnCourse.Training;

/// <summary>Saves and loads the weights of any model as a safetensors file.</summary>
public static class Weights
{
    /// <summary>Saves every parameter under its name; an existing file is replaced, whole or not at all.</summary>
    /// <param name="model">A cell, a model, or anything with parameters.</param>
    /// <param name="path">Where to, usually <c>….safetensors</c>.</param>
    /// <param name="notes">Texts to keep with them, such as the vocabulary or the settings.</param>
    /// <exception cref="ArithmeticException">A weight is NaN or infinite; nothing was written.</exception>
    public static void Save<T>(IParameters<T> model, string path, IReadOnlyDictionary<string, string>? notes = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        model.ThrowIfNotFinite($"'{path}' was not written");
        Safetensors.Write(path, model.Parameters.ToDictionary(p => p.Name, p => ToTensor(p.Value)), notes);
    }

    /// <summary>Loads the weights that <see cref="Save"/> wrote, all of them or none. Floats and doubles are
    /// converted.</summary>
    /// <param name="model">A model of the same names and shapes; its weights are overwritten.</param>
    /// <param name="path">The file.</param>
    /// <returns>The texts that were saved with them.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, foreign, or of another model; the message says in what way, and the model is as it was.
    /// </exception>
    public static IReadOnlyDictionary<string, string> Load<T>(IParameters<T> model, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        var (tensors, notes) = Safetensors.Read(path);
        var missing = model.Parameters.Select(p => p.Name).Except(tensors.Keys).ToArray();
        var foreign = tensors.Keys.Except(model.Parameters.Select(p => p.Name)).ToArray();
        if (missing.Length + foreign.Length > 0)
            throw Bad(path, $"it is of another model: it lacks {List(missing)} and has {List(foreign)} that this " +
                "model has not");

        var values = model.Parameters.Select(p => Fitting(p, tensors[p.Name], path)).ToArray();
        for (var n = 0; n < values.Length; n++) model.Parameters[n].Value.CopyFrom(values[n]);
        return notes;
    }

    private static Mat<T> Fitting<T>(Parameter<T> parameter, Tensor tensor, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, columns) = (parameter.Value.Rows, parameter.Value.Columns);
        if (!tensor.Shape.SequenceEqual([rows, columns]))
            throw Bad(path, $"{parameter.Name} is [{string.Join(", ", tensor.Shape)}] there and [{rows}, {columns}] " +
                "in this model: were they made with the same sizes?");
        var mat = ToMat<T>(tensor);
        return mat.IsFinite() ? mat
            : throw Bad(path, $"{parameter.Name} holds NaN, infinity or a number too large for this model");
    }

    internal static Tensor ToTensor<T>(Mat<T> mat) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var numbers = new T[mat.Rows * mat.Columns];
        for (var r = 0; r < mat.Rows; r++) mat.RowSpan(r).CopyTo(numbers.AsSpan(r * mat.Columns));
        int[] shape = [mat.Rows, mat.Columns];
        return typeof(T) == typeof(float)
            ? Tensor.Of(shape, (float[])(object)numbers)
            : Tensor.Of(shape, (double[])(object)numbers);
    }

    /// <summary>The numbers of a tensor of two axes, in the precision of the model.</summary>
    internal static Mat<T> ToMat<T>(Tensor tensor) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (numbers, next) = (tensor.ToDoubles(), 0);
        return Mat<T>.Dense(tensor.Shape[0], tensor.Shape[1], (_, _) => T.CreateTruncating(numbers[next++]));
    }

    /// <summary>What the format calls numbers of this type.</summary>
    internal static string Kind<T>() => typeof(T) == typeof(float) ? "F32" : "F64";

    private static string List(string[] names) =>
        names.Length == 0 ? "nothing" : string.Join(", ", names.Take(5)) + (names.Length > 5 ? ", …" : "");

    private static InvalidDataException Bad(string path, string why) =>
        new($"'{path}' was not loaded: {why}. The model is as it was.");
}
