namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>Node and npm typeset the book's formulas and fetch its one script while the book is built.</summary>
internal sealed class NodeCheck : ICheck
{
    const string Name = "Node and npm";

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var node = await machine.AskAsync("node", ["--version"], cancellation).ConfigureAwait(false);
        var npm = await machine.AskAsync("npm", ["--version"], cancellation).ConfigureAwait(false);
        return node is not null && npm is not null
            ? Diagnosis.Works(Name, $"Node {node.TrimStart('v')}, npm {npm}")
            : new(Name, Health.Optional, $"{(node is null ? "Node" : "npm")} not found: the book's formulas are typeset in the reader's browser, which needs a network",
                "install Node 18 or newer: https://nodejs.org");
    }
}
