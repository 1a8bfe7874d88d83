namespace RnnCourse.Models;

/// <summary>Dropout with one mask for all steps of a sequence (Gal and Ghahramani 2016): h[t] = m ⊙ x[t], where every m
/// is 0 with probability p and 1/(1 − p) otherwise. A trainer draws a mask for every batch; without one the layer shows
/// x[t] as it is.</summary>
public sealed class Dropout<T> : Layer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <param name="size">The size of x[t] and h[t].</param>
    /// <param name="rate">p, the share of units that are dropped.</param>
    /// <param name="random">The generator of the masks.</param>
    public Dropout(int size, double rate, Random random)
        : base(size, size)
    {
        ArgumentNullException.ThrowIfNull(random);
        (Rate, Random) = (Expect.Within(rate, 0, 1, "it must be at least 0 and below 1"), random);
    }

    /// <summary>p.</summary>
    public double Rate { get; }

    /// <summary>What draws the masks.</summary>
    internal Random Random { get; }

    /// <summary>What the mask is made of; null, as outside training, drops nothing.</summary>
    public int? Seed { get; set; }
    public override IReadOnlyList<Parameter<T>> Parameters => [];

    /// <summary>The dropout layers of some cells.</summary>
    internal static IEnumerable<Dropout<T>> In(IEnumerable<Cell<T>> cells) =>
        cells.SelectMany(cell => cell is Dropout<T> dropout ? [dropout] : In(cell.Parts));

    internal void Draw() => Seed = Random.Next();

    private protected override LayerRun<T> NewRun(Sequence<T> x) => new DropoutRun<T>(this, x);

    private protected override void Forward(LayerRun<T> run)
    {
        var m = ((DropoutRun<T>)run).Mask;
        if (Seed is { } seed)
        {
            var (random, kept) = (new Random(seed), Scalar<T>.Of(1 / (1 - Rate)));
            m.CopyFrom(Mat<T>.Dense(m.Rows, m.Columns, (_, _) => random.NextDouble() < Rate ? T.Zero : kept));
        }
        else m.Fill(T.One);
        Apply(m, Vectors(run.X), run.H.All);
    }

    private protected override void Backward(LayerRun<T> run, LayerGradient<T> grad)
    {
        if (grad.InputOrNull is { } dX) Apply(((DropoutRun<T>)run).Mask, grad.RealDH, dX.All);
    }

    // to = m ⊙ from at every step.
    private static void Apply(Mat<T> m, Mat<T> from, Mat<T> to)
    {
        for (var t = 0; t < from.Rows / m.Rows; t++)
        {
            var rows = new RowPart(t * m.Rows, m.Rows);
            to.OperandOf(rows).Set(m.Operand % from.OperandOf(rows));
        }
    }
}

/// <summary>A <see cref="Dropout{T}"/> unrolled over a sequence.</summary>
public sealed class DropoutRun<T> : LayerRun<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal DropoutRun(Dropout<T> layer, Sequence<T> x)
        : base(layer, x) => Mask = new(x.Batch, layer.Outputs);

    /// <summary>m, one row for each example, [B, N].</summary>
    public Mat<T> Mask { get; }
}
