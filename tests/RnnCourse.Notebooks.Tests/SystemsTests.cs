using RnnCourse.Notebooks.Execution.Session;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Machine;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests;

/// <summary>What differs between systems, asked on any of them.</summary>
public class SystemsTests
{
    [Fact]
    public void Windows_looks_for_a_program_by_its_endings_and_others_do_not()
    {
        static string? Variable(string name) => name == "PATH" ? @"C:\a; ""C:\b c\"" ;" : null;
        Assert.Equal(
            [@"C:\a\npm.exe", @"C:\a\npm.cmd", @"C:\a\npm.bat", @"C:\b c\npm.exe", @"C:\b c\npm.cmd",
                @"C:\b c\npm.bat"],
            SearchPath.Places(["npm"], Platform.Windows, Variable));
        Assert.Equal(["/usr/bin/npm", "/opt/x y/npm"],
            SearchPath.Places(["npm"], Platform.Debian, _ => "/usr/bin:/opt/x y/"));
        Assert.Empty(SearchPath.Places(["npm"], Platform.MacOS, _ => null));
    }

    [Theory]
    [InlineData(unchecked((int)0xC0000005), "was ended by Windows, fault 0xC0000005 (invalid memory access).")]
    [InlineData(unchecked((int)0xC0000374), "was ended by Windows, fault 0xC0000374.")]
    [InlineData(139, "was ended by signal 11 (invalid memory access).")]
    [InlineData(3, "exit code 3 (Environment.Exit).")]
    [InlineData(-1, "exit code -1 (Environment.Exit).")]
    public void A_fault_is_told_from_an_exit_on_every_system(int exitCode, string words) =>
        Assert.EndsWith(words, Death.Describe(exitCode, ""), StringComparison.Ordinal);

    [Fact]
    public void A_folder_with_read_only_files_is_removed_and_one_that_is_gone_is_no_error()
    {
        var folder = Directory.CreateTempSubdirectory("rnncourse-test-").FullName;
        var file = Path.Combine(folder, "given", "H2.statement.md");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "x");
        File.SetAttributes(file, FileAttributes.ReadOnly);
        FolderRemoval.MakeWritable(folder);
        Assert.False(new FileInfo(file).IsReadOnly);
        File.SetAttributes(file, FileAttributes.ReadOnly);
        FolderRemoval.Delete(folder);
        Assert.False(Directory.Exists(folder));
        FolderRemoval.Delete(folder);
    }

    [Fact]
    public void A_pattern_that_no_shell_has_replaced_names_the_notebooks_it_fits()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["b 2.dib", "b 1.dib", "a.dib", "b.txt"])
            folder.Write(name, "1");
        Assert.Equal(["b 1.dib", "b 2.dib"],
            NotebookFiles.Find([Path.Combine(folder.Path, "b*")]).Select(Path.GetFileName));
        var error =
            Assert.Throws<FileNotFoundException>(() => NotebookFiles.Find([Path.Combine(folder.Path, "c*.dib")]));
        Assert.EndsWith("c*.dib: no notebook (*.dib) has such a name.", error.Message, StringComparison.Ordinal);
    }
}
