using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using RnnCourse.Figures.Display;
using Xunit;

namespace RnnCourse.Browser.Tests.Figures;

/// <summary>
/// plotly.js from npm, by name and version, checked against its pinned hash, kept in the ignored folder .cache. Where
/// it cannot be had the tests that need it are skipped, except where CI=true: there they fail.
/// </summary>
internal static class PlotlyPackage
{
    private const string Integrity =
        "VSmS9KVNun16S8qFYYp9LlL/XBby4ueeGqB+K9AqRCVsup8dSpGULap4UyR1f2mz4pV3qjWp1sR5chwLgIKPoQ==";

    private static readonly Lazy<string?> Script = new(Find);

    /// <summary>The text of plotly.min.js.</summary>
    public static string Read()
    {
        if (Script.Value is string script) return script;
        const string reason = "plotly.js is not in .cache and npm cannot fetch it.";
        Assert.False(BrowserFixture.Required, reason);
        Assert.Skip(reason);
        return "";
    }

    /// <summary>The element that loads it from disk: quicker than five megabytes in a message to the
    /// browser.</summary>
    public static string Element
    {
        get
        {
            _ = Read();
            return $"<script src=\"{new Uri(Place).AbsoluteUri}\"></script>";
        }
    }

    private static string Place =>
        Path.Combine(RepositoryRoot(), ".cache", "plotly", Upgrade.PlotlyVersion, "plotly.min.js");

    private static string? Find()
    {
        var file = Place;
        if (!File.Exists(file) && !Fetch(Path.GetDirectoryName(file)!, file)) return null;
        var script = File.ReadAllText(file);
        var hash = "sha384-" + Convert.ToBase64String(SHA384.HashData(File.ReadAllBytes(file)));
        return hash == Upgrade.PlotlyIntegrity ? script
            : throw new InvalidDataException($"{file} is not the pinned plotly.js: its hash is {hash}. Delete it.");
    }

    private static bool Fetch(string folder, string file)
    {
        Directory.CreateDirectory(folder);
        var npm = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["pack", $"plotly.js-dist-min@{Upgrade.PlotlyVersion}", "--silent"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(npm)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
        var package = Directory.GetFiles(folder, "*.tgz").Single();
        var bytes = File.ReadAllBytes(package);
        if (Convert.ToBase64String(SHA512.HashData(bytes)) != Integrity)
            throw new InvalidDataException($"npm returned another plotly.js than the pinned one: {package}.");
        using var reader = new TarReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        while (reader.GetNextEntry() is TarEntry entry)
            if (entry.Name == "package/plotly.min.js") entry.ExtractToFile(file, overwrite: true);
        return File.Exists(file);
    }

    private static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "RnnCourse.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("RnnCourse.sln was not found above the tests.");
    }
}
