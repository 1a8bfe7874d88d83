using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;
using RealVector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>The right answer to an exercise, the inputs it is checked with, and likely mistakes.</summary>
internal sealed class Answer
{
    private static readonly Lazy<Dictionary<string, Answer>> Known = new(() => All().ToDictionary(one => one.Id));
    private readonly IReadOnlyList<(string Says, Delegate Gives)> _mistakes;

    private Answer(string id, Delegate right, IEnumerable<object[]> inputs,
        IReadOnlyList<(string Says, Delegate Gives)> mistakes) =>
        (Id, Right, Inputs, _mistakes) = (id, right, [.. inputs], mistakes);

    public string Id { get; }
    public Delegate Right { get; }

    /// <summary>The arguments of each check: two sets of them at least, so that a constant is not an answer.</summary>
    public IReadOnlyList<object[]> Inputs { get; }

    /// <summary>What each likely mistake is, as it ends a sentence: "This is the answer if …".</summary>
    public IReadOnlyList<string> Mistakes => [.. _mistakes.Select(mistake => mistake.Says)];

    public static IEnumerable<Answer> All() =>
    [
        .. FirstSteps.Answers, .. Shapes.Answers, .. Characters.Answers, .. Backpropagation.Answers,
        .. VanishingAndExploding.Answers, .. Remedies.Answers, .. Gates.Answers, .. Sequences.Answers,
        .. LinearRecurrence.Answers, .. Words.Answers,
    ];

    /// <exception cref="ArgumentException">There is no such exercise.</exception>
    public static Answer Named(string id) => Known.Value.TryGetValue(id, out var answer) ? answer
        : throw new ArgumentException($"There is no exercise '{id}'. Its number stands beside it in the notebook, such "
            + "as 6.1.", nameof(id));

    public static Answer Of<A, R>(string id, Func<A, R> right, A[] inputs, params (string, Func<A, R>)[] mistakes) =>
        new(id, right, inputs.Select(a => new object[] { a! }), Delegates(mistakes));

    public static Answer Of<A, B, R>(string id, Func<A, B, R> right, (A, B)[] inputs,
        params (string, Func<A, B, R>)[] mistakes) => new(id, right, Arguments(inputs), Delegates(mistakes));

    public static Answer Of<A, B, C, R>(string id, Func<A, B, C, R> right, (A, B, C)[] inputs,
        params (string, Func<A, B, C, R>)[] mistakes) => new(id, right, Arguments(inputs), Delegates(mistakes));

    public static Answer Of<A, B, C, D, R>(string id, Func<A, B, C, D, R> right, (A, B, C, D)[] inputs,
        params (string, Func<A, B, C, D, R>)[] mistakes) => new(id, right, Arguments(inputs), Delegates(mistakes));

    public static Answer Of<A, B, C, D, E, R>(string id, Func<A, B, C, D, E, R> right, (A, B, C, D, E)[] inputs,
        params (string, Func<A, B, C, D, E, R>)[] mistakes) => new(id, right, Arguments(inputs), Delegates(mistakes));

    /// <summary>What is wrong with a method's head; null when it can be checked.</summary>
    public string? HeadFault(Delegate answer)
    {
        var (asked, given) = (Types(Right), Types(answer));
        return asked.SequenceEqual(given) && Right.Method.ReturnType == answer.Method.ReturnType ? null
            : $"takes ({Names(asked)}) and returns {Name(Right.Method.ReturnType)}, but this method takes "
                + $"({Names(given)}) and returns {Name(answer.Method.ReturnType)}";
    }

    /// <summary>The arguments as the student reads them: <c>w = 1.2, slope = 0.7</c>.</summary>
    public string Show(object[] input) => string.Join(", ",
        Right.Method.GetParameters().Zip(input, (parameter, value) => $"{parameter.Name} = {Text(value)}"));

    /// <summary>A likely mistake, as a method that makes it.</summary>
    public Delegate Mistake(string says) => _mistakes.First(one => one.Says == says).Gives;

    /// <summary>Whether a mistake gives these very numbers.</summary>
    public bool Gives(string mistake, object[] input, double[] numbers) =>
        AsNumbers(Call(Mistake(mistake), input)) is { } given && Agree(given, numbers);

    /// <summary>Calls a method with copies of the arguments.</summary>
    public static object? Call(Delegate method, object[] input)
    {
        try
        {
            return method.DynamicInvoke([.. input.Select(Copy)]);
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(inner).Throw();
            throw;
        }
    }

    /// <summary>The numbers of a result, matrices row by row; null for null.</summary>
    public static double[]? AsNumbers(object? value) => value switch
    {
        null => null,
        Mat<double> m => [.. m.ToArray().Cast<double>()],
        Matrix<double> m => m.ToRowMajorArray(),
        RealVector v => v.ToArray(),
        string s => [.. s.Select(letter => (double)letter)],
        Array a => [.. a.Cast<object>().Select(x => Convert.ToDouble(x, CultureInfo.InvariantCulture))],
        _ => [Convert.ToDouble(value, CultureInfo.InvariantCulture)],
    };

    public static bool Agree(double[] got, double[] expected) => got.Length == expected.Length
        && Enumerable.Range(0, got.Length).All(n => Near(got[n], expected[n], expected));

    /// <summary>Entries agree when they differ by less than 1e-9 of the largest.</summary>
    public static bool Near(double got, double expected, double[] all) => got.Equals(expected)
        || Math.Abs(got - expected) <= 1e-9 * Math.Max(1e-300, all.Max(Math.Abs));

    private static IEnumerable<object[]> Arguments<T>(T[] tuples)
        where T : struct, ITuple =>
        tuples.Select(tuple => Enumerable.Range(0, tuple.Length).Select(n => tuple[n]!).ToArray());

    private static (string, Delegate)[] Delegates<T>((string Says, T Gives)[] mistakes)
        where T : Delegate => [.. mistakes.Select(mistake => (mistake.Says, (Delegate)mistake.Gives))];

    // By the delegate's type: a lambda's own method has its closure as a first parameter.
    private static Type[] Types(Delegate method) =>
        [.. method.GetType().GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)];

    private static string Names(IEnumerable<Type> types) => string.Join(", ", types.Select(Name));

    private static string Name(Type type) => type == typeof(double) ? "double" : type == typeof(int) ? "int"
        : type == typeof(bool) ? "bool" : type == typeof(string) ? "string"
        : type.IsArray ? Name(type.GetElementType()!) + (type.GetArrayRank() == 2 ? "[,]" : "[]")
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{Names(type.GetGenericArguments())}>" : type.Name;

    private static object Copy(object value) => value switch
    {
        Mat<double> m => m.Clone(),
        Matrix<double> m => m.Clone(),
        RealVector v => v.Clone(),
        Array a => a.Clone(),
        _ => value,
    };

    /// <summary>A value as the student reads it.</summary>
    public static string Text(object? value) => value switch
    {
        double x => Numbers.Short(x),
        Mat<double> m => Text(m.ToArray()),
        Matrix<double> m => Text(m.ToArray()),
        RealVector v => Text(v.ToArray()),
        double[,] m => $"[{string.Join("; ", Enumerable.Range(0, m.GetLength(0)).Select(row => string.Join(", ",
            Enumerable.Range(0, m.GetLength(1)).Select(column => Text(m[row, column])))))}]",
        Array a => $"[{string.Join(", ", a.Cast<object?>().Select(Text))}]",
        string s => $"\"{s}\"",
        bool b => b ? "true" : "false",
        null => "null",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
