namespace RnnCourse.Notebooks.Doctor;

/// <summary>The kinds of systems that install programs in different ways.</summary>
public enum Platform
{
    /// <summary>Windows: winget.</summary>
    Windows,

    /// <summary>macOS: Homebrew.</summary>
    MacOS,

    /// <summary>Debian and its kin: apt; .NET is not in its archive.</summary>
    Debian,

    /// <summary>Ubuntu and its kin: apt; its Chromium is a snap, which sees no temporary files.</summary>
    Ubuntu,

    /// <summary>Fedora, Red Hat and their kin: dnf.</summary>
    Fedora,

    /// <summary>Any other: the download pages.</summary>
    Other,
}

/// <summary>Tells systems apart, and how each installs what the course uses.</summary>
public static class Platforms
{
    /// <summary>The system this process runs on.</summary>
    public static Platform Current { get; } =
        OperatingSystem.IsWindows() ? Platform.Windows
        : OperatingSystem.IsMacOS() ? Platform.MacOS
        : FromOsRelease(File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "");

    /// <summary>Which Linux it is, from the text of <c>/etc/os-release</c>: the first name of <c>ID</c>, then <c>ID_LIKE</c>, that is known.</summary>
    public static Platform FromOsRelease(string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim().Split('=', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1].Trim('"', '\''));
        return lines["ID"].Concat(lines["ID_LIKE"]).SelectMany(names => names.Split(' ')).Select(name => name switch
        {
            "ubuntu" => Platform.Ubuntu,
            "debian" => Platform.Debian,
            "fedora" or "rhel" or "centos" => Platform.Fedora,
            _ => Platform.Other,
        }).FirstOrDefault(platform => platform != Platform.Other, Platform.Other);
    }

    internal static string InstallSdk(this Platform platform) => platform switch
    {
        Platform.Windows => "run 'winget install Microsoft.DotNet.SDK.10', then open a new terminal",
        Platform.MacOS => "run 'brew install --cask dotnet-sdk', then open a new terminal",
        Platform.Ubuntu => "run 'sudo apt-get install dotnet-sdk-10.0'; where apt has no such package: https://dotnet.microsoft.com/download/dotnet/10.0",
        Platform.Fedora => "run 'sudo dnf install dotnet-sdk-10.0'",
        _ => "install the .NET 10 SDK from https://dotnet.microsoft.com/download/dotnet/10.0, then open a new terminal",
    };

    internal static string InstallNode(this Platform platform) => platform switch
    {
        Platform.Windows => "run 'winget install OpenJS.NodeJS.LTS', then open a new terminal",
        Platform.MacOS => "run 'brew install node'",
        Platform.Debian or Platform.Ubuntu => "run 'sudo apt-get install nodejs npm'",
        Platform.Fedora => "run 'sudo dnf install nodejs npm'",
        _ => "install Node.js, which brings npm, from https://nodejs.org",
    };

    internal static string InstallBrowser(this Platform platform) => platform switch
    {
        Platform.Windows => "run 'winget install Google.Chrome'",
        Platform.MacOS => "run 'brew install --cask google-chrome'",
        Platform.Debian => "run 'sudo apt-get install chromium'",
        Platform.Fedora => "run 'sudo dnf install chromium'",
        _ => "install Chrome from https://www.google.com/chrome",
    };

    internal static string InstallEditor(this Platform platform) => platform switch
    {
        Platform.Windows => "run 'winget install Microsoft.VisualStudioCode'",
        Platform.MacOS => "run 'brew install --cask visual-studio-code'",
        _ => "install VS Code from https://code.visualstudio.com",
    };

    internal static string InstallJupyter(this Platform platform) => platform switch
    {
        Platform.Windows => "run 'py -m pip install notebook'",
        Platform.MacOS => "run 'brew install jupyterlab'",
        Platform.Debian or Platform.Ubuntu => "run 'sudo apt-get install jupyter-notebook'",
        Platform.Fedora => "run 'sudo dnf install python3-notebook'",
        _ => "run 'python3 -m pip install notebook'",
    };
}
