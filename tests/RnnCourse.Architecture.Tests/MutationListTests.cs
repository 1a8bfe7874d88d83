namespace RnnCourse.Architecture.Tests;

/// <summary>The list of mistakes made on purpose (tests/mutations) follows the library: whoever changes a line that is
/// in it hears so here, not when the list is run.</summary>
public sealed class MutationListTests
{
    [Fact]
    public void Each_mutation_finds_its_code_exactly_once()
    {
        var (code, missing, count) = ("", new List<string>(), 0);
        foreach (var line in File.ReadLines(Path.Combine(Projects.Root, "tests", "mutations", "mutations.txt")))
        {
            if (line.StartsWith("@ ", StringComparison.Ordinal))
                code = File.ReadAllText(Path.Combine(Projects.Root, line[2..].Split('|')[0].Trim()));
            if (!line.StartsWith("- ", StringComparison.Ordinal)) continue;
            count++;
            if (code.Split(line[2..].Trim()).Length != 2) missing.Add(line);
        }

        Assert.Empty(missing);
        Assert.True(count > 90, $"The list has {count} mutations; was it cut?");
    }
}
