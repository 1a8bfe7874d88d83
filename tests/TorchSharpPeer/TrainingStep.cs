using TorchSharp;
using static TorchSharp.torch;

namespace RnnCourse.TorchSharpPeer;

/// <summary>What is to be measured.</summary>
internal sealed record Request(string Cell, int Hidden, int Batch, int Steps, int Threads, double Seconds, bool Cpu)
{
    public (string Cell, int Hidden, int Batch, int Steps) Network => (Cell, Hidden, Batch, Steps);
}

/// <summary>Forward, loss, backward, clipping and an update of a character model; its one-hot vectors are made
/// beforehand.</summary>
internal sealed class TrainingStep : IDisposable
{
    private const int Vocabulary = 65;

    private readonly DisposeScope _all = NewDisposeScope();
    private readonly Func<Tensor, Tensor> _recurrent;
    private readonly nn.Module<Tensor, Tensor> _output;
    private readonly IReadOnlyList<TorchSharp.Modules.Parameter> _parameters;
    private readonly optim.Optimizer _adam;
    private readonly Tensor _x, _y;
    private readonly int _hidden;

    public TrainingStep(string cell, int hidden, int batch, int steps)
    {
        random.manual_seed(1);
        _hidden = hidden;
        (_recurrent, var module) = Recurrent(cell, hidden);
        _output = nn.Linear(hidden, Vocabulary);
        _parameters = [.. module.parameters(), .. _output.parameters()];
        _adam = optim.Adam(_parameters, 0.001);
        _x = nn.functional.one_hot(randint(0, Vocabulary, [steps, batch]), Vocabulary).to(float32);
        _y = randint(0, Vocabulary, [(long)steps * batch]);
    }

    public void Run()
    {
        using var step = NewDisposeScope();
        _adam.zero_grad();
        var o = _output.call(_recurrent(_x).reshape(_y.shape[0], _hidden));
        nn.functional.cross_entropy(o, _y).backward();
        nn.utils.clip_grad_norm_(_parameters, 5);
        _adam.step();
    }

    public void Dispose()
    {
        _adam.Dispose();
        _all.Dispose();
    }

    private static (Func<Tensor, Tensor> Forward, nn.Module Module) Recurrent(string cell, int hidden)
    {
        switch (cell)
        {
            case "rnn":
                var rnn = nn.RNN(Vocabulary, hidden);
                return (x => rnn.call(x).Item1, rnn);
            case "lstm":
                var lstm = nn.LSTM(Vocabulary, hidden);
                return (x => lstm.call(x).Item1, lstm);
            case "gru":
                var gru = nn.GRU(Vocabulary, hidden);
                return (x => gru.call(x).Item1, gru);
            default: throw new ArgumentException($"There is no cell '{cell}'.", nameof(cell));
        }
    }
}
