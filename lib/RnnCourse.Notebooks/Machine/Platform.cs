namespace RnnCourse.Notebooks.Machine;

/// <summary>The kinds of systems that install programs in different ways.</summary>
public enum Platform
{
    /// <summary>Windows: winget.</summary>
    Windows,

    /// <summary>macOS: Homebrew.</summary>
    MacOS,

    /// <summary>Debian-based distributions: apt; .NET is not in its archive.</summary>
    Debian,

    /// <summary>Ubuntu-based distributions: apt; its Chromium is a snap, which sees no temporary files.</summary>
    Ubuntu,

    /// <summary>Fedora, Red Hat and their kin: dnf.</summary>
    Fedora,

    /// <summary>Any other: the download pages.</summary>
    Other,
}

/// <summary>Tells systems apart.</summary>
public static class Platforms
{
    /// <summary>The system this process runs on.</summary>
    public static Platform Current { get; } =
        OperatingSystem.IsWindows() ? Platform.Windows
        : OperatingSystem.IsMacOS() ? Platform.MacOS
        : FromOsRelease(File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "");

    /// <summary>Which Linux it is, from the text of <c>/etc/os-release</c>: the first name of <c>ID</c>, then
    /// <c>ID_LIKE</c>, that is known.</summary>
    public static Platform FromOsRelease(string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim().Split('=', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1].Trim('"', '\''));
        return lines["ID"].Concat(lines["ID_LIKE"]).SelectMany(names => names.Split(' ')).Select(name => name switch
        {
            "ubuntu" => Platform.Ubuntu,
            "debian" => Platform.Debian,
            "fedora" or "rhel" or "centos" => Platform.Fedora,
            _ => Platform.Other,
        }).FirstOrDefault(platform => platform != Platform.Other, Platform.Other);
    }
}
