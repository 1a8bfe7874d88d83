using RnnCourse.Cells;
using RnnCourse.Models;

namespace RnnCourse.Tests.Cells;

public sealed class CellKindsTests
{
    [Fact]
    public void Every_cell_of_the_library_is_among_the_kinds_that_are_tested()
    {
        var cells = typeof(Cell<>).Assembly.GetTypes().Where(type => !type.IsAbstract && IsCell(type)).ToList();
        var tested = CellKinds.All.SelectMany(kind => Parts(CellKinds.Make<double>(kind, 1, 1, null))).Select(cell => cell.GetType().GetGenericTypeDefinition()).ToHashSet();

        Assert.Contains(typeof(Lstm<>), cells);
        var forgotten = cells.Where(type => !tested.Contains(type)).Select(type => type.Name.Split('`')[0]).ToList();

        Assert.True(forgotten.Count == 0, $"No kind of CellKinds.cs makes {string.Join(" or ", forgotten)}: add a line, and its gradients are checked.");
    }

    private static bool IsCell(Type? type) => type is not null && ((type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Cell<>)) || IsCell(type.BaseType));

    private static IEnumerable<Cell<double>> Parts(Cell<double> cell) =>
    [
        cell,
        .. cell is Stacked<double> stack ? stack.Layers.SelectMany(Parts) : [],
        .. cell is Bidirectional<double> pair ? [.. Parts(pair.Forward), .. Parts(pair.Backward)] : Array.Empty<Cell<double>>(),
    ];
}
