using Microsoft.DotNet.Interactive.Formatting;

#pragma warning disable IDE0130
namespace Microsoft.DotNet.Interactive;

/// <summary>The running cell, as the code in it sees it.</summary>
public class KernelInvocationContext
{
    private static readonly AsyncLocal<KernelInvocationContext?> Flowing = new();
    private readonly ICellOutput _output;
    private int _displays;

    internal KernelInvocationContext(int cell, ICellOutput output, CancellationToken cancellation)
    {
        Cell = cell;
        _output = output;
        CancellationToken = cancellation;
    }

    /// <summary>The cell that runs, or null in code that no cell started.</summary>
    public static KernelInvocationContext? Current
    {
        get => Flowing.Value;
        internal set => Flowing.Value = value;
    }

    /// <summary>Cancelled when the user cancels the cell or its time is up.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Whether the cell has ended. What it shows from then on is dropped.</summary>
    public bool IsComplete { get; internal set; }
    internal int Cell { get; }

    internal string NextDisplay() => $"display-{Cell + 1}-{Interlocked.Increment(ref _displays)}";

    internal void Display(string id, IReadOnlyList<FormattedValue> values) => _output.Display(this, id, values);

    internal void Update(string id, IReadOnlyList<FormattedValue> values) => _output.Update(this, id, values);
}

/// <summary>Where a cell's displays go.</summary>
internal interface ICellOutput
{
    void Display(KernelInvocationContext cell, string id, IReadOnlyList<FormattedValue> values);

    void Update(KernelInvocationContext cell, string id, IReadOnlyList<FormattedValue> values);
}

/// <summary>What a running cell can show.</summary>
public static class KernelInvocationContextExtensions
{
    /// <summary>Shows a value in the MIME types named, or in the preferred ones of its type.</summary>
    public static DisplayedValue Display(this KernelInvocationContext context, object? value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Displays.Show(context, new DisplayedValue(value, Displays.Format(value, mimeTypes)));
    }

    /// <summary>Shows text as what <paramref name="mimeType"/> says it is.</summary>
    public static DisplayedValue DisplayAs(this KernelInvocationContext context, string value, string mimeType)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrWhiteSpace(mimeType);
        return Displays.Show(context, new DisplayedValue(value, [new FormattedValue(mimeType, value)]));
    }
}
