using System.Runtime.InteropServices;

namespace RnnCourse.Notebooks.Machine;

/// <summary>Takes from this process, for good, and from all that it starts, the ways to memory that no limit counts:
/// files in memory, and memory and messages that outlive who made them. The kernel is told so by a filter of system
/// calls (seccomp), which needs no right.</summary>
internal static partial class NoMemoryFiles
{
    private const int NoNewPrivileges = 38, SetFilter = 1, AllThreads = 1;
    private const uint Allow = 0x7fff0000, NoSuchCall = 0x00050000 | 38, OtherCalls = 0x40000000;
    private const ushort Load = 0x20, Equal = 0x15, NotLess = 0x35, Return = 0x06;

    /// <summary>Does it, on Linux; elsewhere and on a kernel that has no such filter nothing changes.</summary>
    internal static unsafe void Restrict()
    {
        // The kernel's own numbers: of the machine, of the call that sets the filter, and of memfd_create,
        // memfd_secret, shmget and msgget.
        (uint Machine, int SetsFilter, uint[] Calls)? known = !OperatingSystem.IsLinux() ? null
            : RuntimeInformation.ProcessArchitecture switch
            {
                Architecture.X64 => (0xC000003E, 317, [319, 447, 29, 68]),
                Architecture.Arm64 => (0xC00000B7, 277, [279, 447, 194, 186]),
                _ => null,
            };
        if (known is not var (machine, setsFilter, calls)) return;
        List<Step> steps = [new(Load, 0, 0, 4), new(Equal, 0, (byte)(calls.Length + 3), machine), new(Load, 0, 0, 0),
            new(NotLess, (byte)(calls.Length + 1), 0, OtherCalls)];
        for (var i = 0; i < calls.Length; i++) steps.Add(new(Equal, (byte)(calls.Length - i), 0, calls[i]));
        steps.AddRange([new(Return, 0, 0, Allow), new(Return, 0, 0, NoSuchCall)]);
        _ = prctl(NoNewPrivileges, 1, 0, 0, 0);
        fixed (Step* first = steps.ToArray())
        {
            var program = new Program { Length = (ushort)steps.Count, First = first };
            _ = syscall(setsFilter, SetFilter, AllThreads, &program);
        }
    }

    /// <summary>A step of the kernel's filter machine: what to do, how far to jump if so and if not, with which
    /// number.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Step(ushort Code, byte IfSo, byte IfNot, uint Number);

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Program
    {
        internal ushort Length;
        internal Step* First;
    }

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc")]
    private static unsafe partial nint syscall(nint number, nint operation, nint flags, Program* program);
}
