using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>What packages bring besides a library, from a feed made here: nothing is asked of the network.</summary>
public sealed class PackageTests : IDisposable
{
    /// <summary>A name of this test's own: NuGet unpacks a version once and keeps it.</summary>
    private readonly string _name = $"Rnn.Test.P{Guid.NewGuid():N}";

    private readonly TemporaryFolder _folder = new();

    public PackageTests() => _folder.Write("nuget.config", $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{Path.Combine(_folder.Path, "unpacked")}" /></config>
          <packageSources><clear /><add key="here" value="feed" /></packageSources>
          <fallbackPackageFolders><clear /></fallbackPackageFolders>
        </configuration>
        """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_native_library_of_a_package_is_found()
    {
        var native = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!,
            OperatingSystem.IsWindows() ? "System.IO.Compression.Native.dll"
            : OperatingSystem.IsMacOS() ? "libSystem.Native.dylib" : "libSystem.Native.so");
        var own = "own-native" + Path.GetExtension(native);
        Pack("1.0.0", ($"runtimes/{RuntimeInformation.RuntimeIdentifier}/native/lib{own}", File.ReadAllBytes(native)));
        var run = await Run.CellsAsync(_folder.Path, $"#r \"nuget: {_name}, 1.0.0\"",
            "System.Runtime.InteropServices.NativeLibrary.Load(\"own-native\", "
                + "System.Reflection.Assembly.GetExecutingAssembly(), null) != IntPtr.Zero");
        Assert.Equal("True", run.Cells[1].Text(EventKind.Return));
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task One_version_in_two_spellings_is_one_package_and_another_version_is_refused()
    {
        Pack("1.0.0", Library("public static class Mine { public static int Version => 1; }"));
        Pack("2.0.0", Library("public static class Mine { public static int Version => 2; }"));
        var run = await Run.CellsAsync(
            _folder.Path, $"#r \"nuget:{_name}\" // the newest", $"#r \"nuget: {_name}, 2.0\"",
            $"#r \"nuget: {_name}, 2.*\"\nMine.Version", $"#r \"nuget: {_name}, 1.0.0\"", "Mine.Version");
        Assert.Equal("2", run.Cells[2].Text(EventKind.Return));
        Assert.Contains($"{_name} 2.0.0 is in use already; 1.0.0 cannot replace it", run.Cells[3].Reason,
            StringComparison.Ordinal);
        Assert.Equal("2", run.Cells[4].Text(EventKind.Return));
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task An_extension_of_the_kernel_is_loaded()
    {
        const string Extension = """
            public class Point { public int X = 7; }
            public class Extension : Microsoft.DotNet.Interactive.IKernelExtension
            {
                public System.Threading.Tasks.Task OnLoadAsync(Microsoft.DotNet.Interactive.Kernel kernel)
                {
                    Microsoft.DotNet.Interactive.Formatting.Formatter.Register<Point>(p => "X=" + p.X, "text/plain");
                    return System.Threading.Tasks.Task.CompletedTask;
                }
            }
            """;
        var (path, library) = Library(Extension);
        Pack("1.0.0", (path, library), ($"interactive-extensions/dotnet/{_name}.dll", library));
        var run = await Run.CellsAsync(_folder.Path, $"#r \"nuget: {_name}, 1.0.0\"\nvar point = new Point();",
            "display(point, \"text/plain\");");
        Assert.Equal("X=7", run.Cells[1].Text(EventKind.Display));
    }

    private (string Path, byte[] Content) Library(string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        using var image = new MemoryStream();
        var emitted = CSharpCompilation.Create(_name, [CSharpSyntaxTree.ParseText(code)], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return ($"lib/net8.0/{_name}.dll", image.ToArray());
    }

    private void Pack(string version, params (string Path, byte[] Content)[] files)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "feed"));
        using var package = ZipFile.Open(Path.Combine(_folder.Path, "feed", $"{_name}.{version}.nupkg"),
            ZipArchiveMode.Create);
        Write($"{_name}.nuspec", System.Text.Encoding.UTF8.GetBytes($"""
            <package><metadata><id>{_name}</id><version>{version}</version><authors>tests</authors>
            <description>A test.</description></metadata></package>
            """));
        foreach (var (path, content) in files) Write(path, content);

        void Write(string path, byte[] content)
        {
            using var stream = package.CreateEntry(path).Open();
            stream.Write(content);
        }
    }
}
