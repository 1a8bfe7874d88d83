namespace RnnCourse.Training;

/// <summary>Ends training when the validation loss no longer improves, and puts the best weights back.</summary>
public sealed class EarlyStop
{
    private readonly Func<object, double> _validation;
    private readonly int _every, _patience;
    private readonly List<double> _losses = [];

    /// <param name="validation">Computes the validation loss with the weights as they are.</param>
    /// <param name="every">Steps between two looks.</param>
    /// <param name="patience">Looks without improvement that are allowed.</param>
    public EarlyStop(Func<double> validation, int every = 100, int patience = 5)
        : this(_ => validation(), every, patience) => ArgumentNullException.ThrowIfNull(validation);

    private EarlyStop(Func<object, double> validation, int every, int patience)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        (_validation, _every, _patience) = (validation, every, patience);
    }

    /// <summary>Looks at the loss of the trainer's own <c>Evaluate</c> on unseen batches, which are read again at each
    /// look: give an array, or a sequence that ends and gives the same each time.</summary>
    /// <inheritdoc cref="EarlyStop(Func{double}, int, int)"/>
    public static EarlyStop On<T>(IEnumerable<Batch<T>> validation, int every = 100, int patience = 5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(validation);
        return new(loop => Of<Trainer<T>>(loop).Evaluate(validation).Loss, every, patience);
    }

    /// <inheritdoc cref="On{T}(IEnumerable{Batch{T}}, int, int)"/>
    public static EarlyStop On<T>(IEnumerable<TranslationBatch<T>> validation, int every = 100, int patience = 5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(validation);
        return new(loop => Of<Seq2SeqTrainer<T>>(loop).Evaluate(validation).Loss, every, patience);
    }

    /// <summary>The validation loss at each look of the last training run.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>A watch over one training run.</summary>
    internal Watch<T> Start<T>(IParameters<T> model, object loop) where T : unmanaged, IFloatingPointIeee754<T>
    {
        _losses.Clear();
        return new Watch<T>(model, this, loop);
    }

    private static TLoop Of<TLoop>(object loop) where TLoop : class =>
        loop as TLoop ?? throw new InvalidOperationException(
            $"EarlyStop was given batches for a {typeof(TLoop).Name.Split('`')[0]} of {typeof(TLoop)
                .GenericTypeArguments[0].Name}, but trains another: give it batches of the kind that are trained on.");

    internal sealed class Watch<T>(IParameters<T> model, EarlyStop rule, object loop)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private double _least = double.PositiveInfinity;
        private int _worse;

        /// <summary>The weights at the best look.</summary>
        public IReadOnlyList<Parameter<T>> Best { get; } =
            [.. model.Parameters.Select(p => p with { Value = p.Value.Clone() })];

        public IReadOnlyList<double> Losses => rule._losses;

        /// <summary>Whether training should end.</summary>
        public bool IsOver => _worse >= rule._patience;

        /// <summary>Looks after every so many steps.</summary>
        public void Look(int stepsDone)
        {
            if (stepsDone % rule._every != 0 || !Count(rule._validation(loop))) return;
            for (var n = 0; n < Best.Count; n++) Best[n].Value.CopyFrom(model.Parameters[n].Value);
        }

        /// <summary>Goes on from looks of before; the best weights are copied by the caller.</summary>
        public void Resume(IEnumerable<double> losses)
        {
            foreach (var loss in losses) Count(loss);
        }

        /// <summary>Puts the weights of the best look back, if there was a look.</summary>
        public void Restore()
        {
            if (double.IsPositiveInfinity(_least)) return;
            for (var n = 0; n < Best.Count; n++) model.Parameters[n].Value.CopyFrom(Best[n].Value);
        }

        /// <summary>Counts a look; true if it is the best so far.</summary>
        private bool Count(double loss)
        {
            rule._losses.Add(loss);
            if (loss < _least) (_least, _worse) = (loss, 0);
            else _worse++;
            return _worse == 0;
        }
    }
}
