namespace RnnCourse.Training;

/// <summary>Ends training when the validation loss no longer improves, and puts the best weights back.</summary>
/// <param name="validation">Computes the validation loss with the weights as they are.</param>
/// <param name="every">Steps between two looks.</param>
/// <param name="patience">Looks without improvement that are allowed.</param>
public sealed class EarlyStop(Func<double> validation, int every = 100, int patience = 5)
{
    /// <summary>The validation loss at each look of the last training run.</summary>
    public IReadOnlyList<double> Losses => _losses;

    private readonly List<double> _losses = [];

    /// <summary>A watch over one training run.</summary>
    internal Watch<T> Start<T>(IParameters<T> model) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(_every, 1, nameof(every));
        ArgumentOutOfRangeException.ThrowIfLessThan(_patience, 1, nameof(patience));
        _losses.Clear();
        return new Watch<T>(model, this);
    }

    internal sealed class Watch<T>(IParameters<T> model, EarlyStop rule) where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Mat<T>[] _best = [.. model.Parameters.Select(p => p.Value.Clone())];
        private double _least = double.PositiveInfinity;
        private int _worse;

        /// <summary>Looks after every so many steps; true if training should end.</summary>
        public bool ShouldStop(int stepsDone)
        {
            if (stepsDone % rule._every != 0) return false;
            var loss = rule._validation();
            rule._losses.Add(loss);
            if (!(loss < _least)) return ++_worse >= rule._patience;
            (_least, _worse) = (loss, 0);
            for (var n = 0; n < _best.Length; n++) _best[n].CopyFrom(model.Parameters[n].Value);
            return false;
        }

        /// <summary>Puts the weights of the best look back, if there was a look.</summary>
        public void Restore()
        {
            if (double.IsPositiveInfinity(_least)) return;
            for (var n = 0; n < _best.Length; n++) model.Parameters[n].Value.CopyFrom(_best[n]);
        }
    }

    private readonly Func<double> _validation = validation;
    private readonly int _every = every, _patience = patience;
}
