using System.Runtime.ExceptionServices;

namespace RnnCourse.Numerics;

/// <summary>Work in parts that do not depend on one another.</summary>
internal interface IWork
{
    /// <param name="part">0 … parts − 1.</param>
    void Run(int part);
}

/// <summary>Runs the parts of one piece of work on the calling thread and on helpers that wait for it. Nothing is
/// allocated. Work started while other work runs (within a part, or on another thread of the program) runs where it is,
/// part after part. Which thread takes which part is open; what a part computes does not depend on it.</summary>
internal static class Workers
{
    /// <summary>How often a helper looks for the next work before it goes to sleep: some tens of
    /// microseconds.</summary>
    private const int Spins = 60;

    private static readonly object OneAtATime = new();
    private static readonly object Sleep = new();
    private static Action<int>? _body;
    private static Exception? _failure;
    private static long _tickets; // the number of this work, its parts, the next part: 32, 16 and 16 bits
    private static int _left;
    private static int _asleep;
    private static int _helpers;

    // Whether this thread is doing a part already.
    [ThreadStatic]
    private static bool _busy;

    /// <summary>Runs every part, and returns when all are done.</summary>
    public static void Run<TWork>(int parts, TWork work)
        where TWork : struct, IWork
    {
        if (parts > 1 && Compute.Threads > 1 && !_busy && Monitor.TryEnter(OneAtATime))
        {
            try
            {
                Held<TWork>.Work = work;
                Share(parts, Held<TWork>.Body);
                Held<TWork>.Work = default;
            }
            finally
            {
                Monitor.Exit(OneAtATime);
            }
        }
        else
        {
            for (var p = 0; p < parts; p++) work.Run(p);
        }
    }

    private static void Share(int parts, Action<int> body)
    {
        while (_helpers < Compute.Threads - 1)
            new Thread(Help) { IsBackground = true, Name = $"RnnCourse helper {++_helpers}" }.Start();

        (_body, _failure, _left) = (body, null, parts);
        var number = (int)(Volatile.Read(ref _tickets) >> 32) + 1;
        Volatile.Write(ref _tickets, ((long)number << 32) | ((long)parts << 16));
        Interlocked.MemoryBarrier(); // publish the ticket before waking sleepers
        if (Volatile.Read(ref _asleep) > 0)
            lock (Sleep)
                Monitor.PulseAll(Sleep);

        TakeParts(number);
        var spin = default(SpinWait);
        while (Volatile.Read(ref _left) > 0) spin.SpinOnce(sleep1Threshold: -1);
        _body = null;
        if (_failure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    private static void TakeParts(int number)
    {
        _busy = true;
        while (true)
        {
            var ticket = Volatile.Read(ref _tickets);
            var (part, parts) = ((int)(ticket & 0xFFFF), (int)((ticket >> 16) & 0xFFFF));
            if ((int)(ticket >> 32) != number || part >= parts) break;
            if (Interlocked.CompareExchange(ref _tickets, ticket + 1, ticket) != ticket) continue;
            try
            {
                _body!(part);
            }
#pragma warning disable CA1031 // Whatever a part throws is thrown to the caller.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure = failure;
            }

            Interlocked.Decrement(ref _left);
        }

        _busy = false;
    }

    private static void Help()
    {
        var seen = 0;
        while (true)
        {
            var spin = default(SpinWait);
            for (var i = 0; i < Spins && Number() == seen; i++) spin.SpinOnce(sleep1Threshold: -1);
            if (Number() == seen)
                lock (Sleep)
                {
                    Interlocked.Increment(ref _asleep);
                    while (Number() == seen) Monitor.Wait(Sleep);
                    Interlocked.Decrement(ref _asleep);
                }

            TakeParts(seen = Number());
        }

        static int Number() => (int)(Volatile.Read(ref _tickets) >> 32);
    }

    private static class Held<TWork>
        where TWork : struct, IWork
    {
        public static readonly Action<int> Body = static part => Work.Run(part);
        public static TWork Work;
    }
}
