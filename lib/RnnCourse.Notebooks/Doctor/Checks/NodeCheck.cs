using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>Node typesets the book's formulas while it is built; npm fetches what Node runs, once.</summary>
internal sealed class NodeCheck : ICheck
{
    private const string Name = "Node and npm";
    private const string Lost =
        "the book is built all the same, but its formulas are typeset in the reader's browser, which needs a "
            + "network";

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var node = await machine.AskAsync("node", ["--version"], cancellation);
        var npm = await machine.AskAsync("npm", ["--version"], cancellation);
        if (node is null || npm is null)
            return new(Name, Health.Optional, $"{(node is null ? "Node" : "npm")} not found: {Lost}",
                machine.Platform.InstallNode());
        var found = $"Node {node.TrimStart('v')}, npm {npm}";
        if (machine.Keeps(MathTypesetter.KaTeX))
            return Diagnosis.Works(Name, found);
        var registry = await machine.AskAsync("npm", ["config", "get", "registry"], cancellation);
        return Uri.TryCreate(registry, UriKind.Absolute, out var address)
            && !await machine.AnswersAsync(address, cancellation)
            ? new(Name, Health.Optional,
                $"{found}; the npm registry {address.Host} does not answer, and KaTeX was not fetched before: "
                    + $"{Lost}",
                "go online and build the book once: what it fetches is kept")
            : Diagnosis.Works(Name, found);
    }
}
