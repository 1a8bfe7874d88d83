namespace RnnCourse.Notebooks.Doctor;

/// <summary>How each system installs what the course uses.</summary>
internal static class Installation
{
    internal static string InstallSdk(this Platform platform) => platform switch
    {
        Platform.Windows => "run 'winget install Microsoft.DotNet.SDK.10', then open a new terminal",
        Platform.MacOS => "run 'brew install --cask dotnet-sdk', then open a new terminal",
        Platform.Ubuntu =>
            "run 'sudo apt-get install dotnet-sdk-10.0'; where apt has no such package: "
                + "https://dotnet.microsoft.com/download/dotnet/10.0",
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
