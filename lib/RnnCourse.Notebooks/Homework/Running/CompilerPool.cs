using System.Collections.Concurrent;
using RnnCourse.Notebooks.Execution.Session;

namespace RnnCourse.Notebooks.Homework.Running;

/// <summary>Processes that compile, each for one question at a time. One that is lost by no fault of the question is
/// replaced, and the question asked again.</summary>
/// <param name="options">How a process is started.</param>
internal sealed class CompilerPool(SessionOptions options) : IAsyncDisposable
{
    /// <summary>Of processor time: on a busy machine a right answer must not lose its points to a compiler that waited
    /// for its turn.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private const int Tries = 4;
    private readonly ConcurrentBag<AnswerProcess> _free = [];

    /// <summary>Asks a compiler.</summary>
    /// <exception cref="AnswerLostException">The question ended it, or it was lost again and again.</exception>
    internal async Task<T> AskAsync<T>(Func<AnswerProcess, TimeSpan, Task<T>> ask, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if (!_free.TryTake(out var compiler))
                compiler = await AnswerProcess.StartAsync(options, cancellation);
            try
            {
                var result = await ask(compiler, Limit);
                _free.Add(compiler);
                return result;
            }
            catch (AnswerLostException e) when (e.FromOutside && tries < Tries)
            {
                await compiler.DisposeAsync();
            }
            catch
            {
                await compiler.DisposeAsync();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_free.TryTake(out var compiler)) await compiler.DisposeAsync();
    }
}
