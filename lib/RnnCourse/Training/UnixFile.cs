using System.Runtime.InteropServices;

#if !FIGURES
namespace RnnCourse.Training;
#else // RnnCourse.Figures, which refers to no library, is compiled with this file too.
namespace RnnCourse.Figures.Display;
#endif

/// <summary>What .NET does not tell of a file on Unix: its kind and owner.</summary>
/// <param name="IsStream">Whether it is a pipe, a socket or a device: what has no end, or is gone when read.</param>
internal sealed record UnixFile(UnixFileMode Mode, bool IsStream, uint User, uint Group)
{
    private const int KindMask = 0xF000, Regular = 0x8000, Directory = 0x4000, ModeMask = 0xFFF;

    /// <summary>The file at a path, links followed; null where there is none, and on Windows.</summary>
    public static UnixFile? Of(string path)
    {
        if (OperatingSystem.IsWindows()) return null;
        // .NET's own portable form of stat: flags, mode, user and group come first on every system.
        var status = new int[64];
        if (Stat(path, status) != 0) return null;
        return new((UnixFileMode)(status[1] & ModeMask), (status[1] & KindMask) is not (Regular or Directory),
            (uint)status[2], (uint)status[3]);
    }

    /// <summary>Gives a file the owner and group of another, where the system lets this user.</summary>
    public static void TryGive(string path, UnixFile to)
    {
        if (Of(path) is { } mine && (mine.User != to.User || mine.Group != to.Group))
            _ = ChangeOwner(path, to.User, to.Group);
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] int[] status);

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
