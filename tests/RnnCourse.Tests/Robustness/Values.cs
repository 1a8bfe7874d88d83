using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;

namespace RnnCourse.Tests.Robustness;

/// <summary>
/// Draws a value of any type that a public member of the library asks for, odd ones among them: null, 0, −1, the ends
/// of int and double, NaN, infinities, ragged arrays, lone surrogates, models of other sizes.
/// </summary>
internal sealed class Values(Random random)
{
    private static readonly int[] Ints = [0, 1, 2, 3, 5, -1, int.MaxValue, int.MaxValue - 1, int.MinValue];
    private static readonly double[] Doubles =
        [0, 1, 0.5, -1, 2, 1e-3, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e308, -1e308, 1e-320,
            1e40];

    private static readonly string[] Strings = ["", "x", "Whh", "f", "fh", "\ud800", "가", "no/such/folder/file"];

    public T Of<T>(params T[] values) => values[random.Next(values.Length)];

    /// <summary>A value, or a reason why none can be made.</summary>
    public object? Draw(Type type, int depth = 0)
    {
        if (!type.IsValueType && random.Next(30) == 0) return null;
        if (type == typeof(int)) return random.Next(3) == 0 ? Of(Ints) : random.Next(1, 4);
        if (type == typeof(long)) return (long)Of(Ints);
        if (type == typeof(double)) return Of(Doubles);
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(char)) return Of('f', 'h', 'x', '\ud800');
        if (type == typeof(string)) return Of(Strings);
        if (type == typeof(Random)) return new Random(random.Next());
        if (type == typeof(CancellationToken)) return new CancellationToken(random.Next(2) == 0);
        if (type == typeof(object)) return Of<object>("x", 1, 2.0);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length));
        if (Nullable.GetUnderlyingType(type) is { } inner) return random.Next(3) == 0 ? null : Draw(inner, depth);
        if (type == typeof(Mat<double>)) return Mat();
        if (type == typeof(Steps<double>)) return Steps();
        if (type == typeof(Sequence<double>)) return Sequence();
        if (type == typeof(State<double>)) return State(depth);
        if (type == typeof(Parameter<double>)) return new Parameter<double>(Of(Strings), Mat());
        if (type == typeof(Cell<double>)) return Cell(depth);
        if (type == typeof(SequenceModel<double>)) return Model();
        if (type == typeof(Seq2Seq<double>)) return Translator();
        if (type == typeof(Loss<double>)) return Of<Loss<double>>(
            new SoftmaxCrossEntropy<double>(), new SigmoidCrossEntropy<double>(), new SquaredError<double>());
        if (type == typeof(Optimizer<double>)) return Of<Optimizer<double>>(
            new Sgd<double>(Model(), 0.1), new Adam<double>(Model()), new AdaGrad<double>(Model()));
        if (type == typeof(IParameters<double>)) return Of<IParameters<double>>(Cell(depth), Model(), Translator());
        if (typeof(Run<double>).IsAssignableFrom(type)) return Run(type, depth);
        if (typeof(Gradient<double>).IsAssignableFrom(type)) return Gradient(type, depth);
        if (type == typeof(ModelRun<double>)) return Model().Unroll(Sequence(2, 3));
        if (type == typeof(Seq2SeqRun<double>)) return Translator().Unroll(Sequence(2, 3), Tokens(2, 3));
        if (type == typeof(LossResult<double>)) return Loss();
        if (typeof(Delegate).IsAssignableFrom(type)) return Function(type, depth);
        if (type.IsArray) return Array(type, depth);
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) && type.IsInterface
            && type.GetGenericArguments() is [var element])
            return Array(element.MakeArrayType(), depth);
        return depth > 3 ? throw new NotSupportedException(type.Name) : New(type, depth);
    }

    public Mat<double> Mat() => Numbers(random.Next(0, 4), random.Next(1, 4));

    private Mat<double> Numbers(int rows, int columns) => Mat<double>.Dense(rows, columns,
        (_, _) => random.Next(40) == 0 ? Of(Doubles) : random.NextDouble() - 0.5);

    private Steps<double> Steps(int? batch = null, int? columns = null) => RnnCourse.Tests.Numbers.RandomSteps<double>(
        random, random.Next(1, 4), batch ?? random.Next(1, 3), columns ?? random.Next(1, 4));

    private Sequence<double> Sequence(int? batch = null, int? columns = null)
    {
        var b = batch ?? random.Next(1, 3);
        if (random.Next(2) == 0) return Tokens(b, columns ?? random.Next(1, 4));
        var steps = Steps(b, columns);
        return new(steps, random.Next(2) == 0 ? null
            : [.. Enumerable.Range(0, b).Select(_ => random.Next(1, steps.Count + 1))]);
    }

    private Sequence<double> Tokens(int batch, int symbols) => Enumerable.Range(0, random.Next(1, 4))
        .Select(_ => Enumerable.Range(0, batch).Select(_ => random.Next(symbols)).ToArray()).ToArray();

    private State<double> State(int depth) => random.Next(3) == 0 && depth < 3
        ? new State<double>(State(depth + 1), State(depth + 1))
        : new State<double>(Numbers(2, 3), random.Next(2) == 0 ? null : Numbers(2, 3));

    private Cell<double> Cell(int depth) => random.Next(depth > 2 ? 5 : 9) switch
    {
        0 => new VanillaRnn<double>(3, 3, Of(Enum.GetValues<Activation>()), random),
        1 => new Lstm<double>(3, 3, random, forgetGate: random.Next(2) == 0),
        2 => new Gru<double>(3, 3, random, Of(Enum.GetValues<GruVariant>())),
        3 => new Embedding<double>(3, 3, random),
        4 => new LayerNorm<double>(3),
        5 => new Dropout<double>(3, 0.5, random),
        6 => new Stacked<double>(new Gru<double>(3, 3, random), Cell(depth + 1)),
        7 => new Bidirectional<double>(new Gru<double>(3, 2, random), new VanillaRnn<double>(3, 2, random: random)),
        _ => new Stacked<double>(new Embedding<double>(3, 3, random), new Lstm<double>(3, 2, random)),
    };

    private SequenceModel<double> Model() =>
        new(Cell(1), random.Next(1, 4), random, Of(Enum.GetValues<OutputAt>()));

    private Seq2Seq<double> Translator()
    {
        if (random.Next(2) == 0)
            return new(new Gru<double>(3, 2, random), new Gru<double>(3, 2, random),
                random.Next(2) == 0 ? null
                    : new Attention<double>(2, 2, Of(Enum.GetValues<AttentionScore>()), random), random);
        var pair = new Bidirectional<double>(new Gru<double>(3, 2, random), new Gru<double>(3, 2, random));
        return new(pair, new BahdanauDecoder<double>(new Lstm<double>(6, 3, random), 3, pair, random), random);
    }

    private Run<double> Run(Type type, int depth)
    {
        for (var n = 0; n < 40; n++)
        {
            var cell = Cell(depth + 1);
            if (cell is LayerNorm<double> or Dropout<double>) continue;
            if (cell.Unroll(Sequence(2, 3)) is { } run && type.IsInstanceOfType(run)) return run;
        }

        throw new NotSupportedException(type.Name);
    }

    private Gradient<double> Gradient(Type type, int depth)
    {
        for (var n = 0; n < 40; n++)
        {
            var run = Run(typeof(Run<double>), depth);
            if (run.Cell.Bptt(run, null) is { } gradient && type.IsInstanceOfType(gradient)) return gradient;
        }

        throw new NotSupportedException(type.Name);
    }

    private LossResult<double> Loss()
    {
        var o = Steps();
        return new SquaredError<double>().Evaluate(o, Steps<double>.Of([.. o]));
    }

    private Array Array(Type type, int depth)
    {
        var element = type.GetElementType()!;
        if (type.GetArrayRank() == 2) return System.Array.CreateInstance(element, random.Next(0, 4), random.Next(0, 4));
        var array = System.Array.CreateInstance(element, random.Next(0, 4));
        for (var n = 0; n < array.Length; n++) array.SetValue(Draw(element, depth + 1), n);
        return array;
    }

    // A function that returns a value drawn once.
    private Delegate Function(Type type, int depth)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType)).ToArray();
        Expression body = invoke.ReturnType == typeof(void) ? Expression.Empty()
            : Expression.Constant(Draw(invoke.ReturnType, depth + 1), invoke.ReturnType);
        return Expression.Lambda(type, body, parameters).Compile();
    }

    private object New(Type type, int depth)
    {
        var constructors = type.GetConstructors();
        if (type.IsAbstract || constructors.Length == 0) throw new NotSupportedException(type.Name);
        var constructor = constructors[random.Next(constructors.Length)];
        try
        {
            return constructor.Invoke([.. constructor.GetParameters().Select(p => Draw(p.ParameterType, depth + 1))]);
        }
        catch (TargetInvocationException e) when (e.InnerException is ArgumentException or NotSupportedException
            or ArithmeticException or InvalidOperationException)
        {
            throw new NotSupportedException(type.Name);
        }
    }
}
