using System.Collections.Concurrent;
using System.Diagnostics;

namespace RnnCourse.Notebooks.Machine;

/// <summary>Starts programs from one thread that lives as long as this process. Linux ends a program that asks to die
/// with its parent when the thread ends that started it, and threads of the pool come and go.</summary>
internal static class Launcher
{
    private static readonly BlockingCollection<Action> Work = [];

    static Launcher() =>
        new Thread(() =>
        {
            foreach (var start in Work.GetConsumingEnumerable()) start();
        })
        { IsBackground = true, Name = "starts programs" }.Start();

    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    internal static Process Start(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(ProcessGroup.Start(info)
                    ?? throw new InvalidOperationException($"{info.FileName} did not start."));
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }
}
