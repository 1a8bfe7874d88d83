using System.Collections;
using System.Globalization;

namespace RnnCourse.Numerics;

/// <summary>One matrix for every time step, T × [B, N], in one block of memory, so that a product over all steps is one
/// product. Where a sequence has an initial value (h₀), it is step −1: <c>h[t - 1]</c> is right at t = 0 too.</summary>
[ShownAsText.TypeFormatterSource]
public sealed class Steps<T> : IReadOnlyList<Mat<T>> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Mat<T>[] _steps; // step −1 first, if there is one
    private readonly Mat<T> _memory;
    private readonly int _initial; // 1 with an initial value, otherwise 0

    /// <summary>Steps of zeros.</summary>
    /// <param name="count">T, the number of steps, 1 or more.</param>
    /// <param name="rows">B, the examples of the batch.</param>
    /// <param name="columns">N, numbers at each step.</param>
    /// <param name="initial">Whether there is a step −1.</param>
    public Steps(int count, int rows, int columns, bool initial = false)
    {
        Expect.Positive(count);
        Expect.Positive(rows);
        Expect.Positive(columns);
        (Count, Rows, Columns, _initial) = (count, rows, columns, initial ? 1 : 0);
        var memory = _memory = new Mat<T>(
            Expect.AtMost(int.MaxValue, ((long)count + _initial) * rows, "One column of the steps"), columns);
        _steps = new Mat<T>[count + _initial];
        for (var t = 0; t < _steps.Length; t++) _steps[t] = memory.RowRange(t * rows, rows);
        All = initial ? memory.RowRange(rows, count * rows) : memory;
        AllPrevious = initial ? memory.RowRange(0, count * rows) : memory;
    }

    /// <summary>T, the number of steps (step −1 not counted).</summary>
    public int Count { get; }

    /// <summary>B, the examples of the batch.</summary>
    public int Rows { get; }

    /// <summary>N, numbers at each step.</summary>
    public int Columns { get; }

    /// <summary>All steps 0 … T − 1 below one another, [T·B, N].</summary>
    public Mat<T> All { get; }

    /// <summary>The steps before those: −1 … T − 2, [T·B, N].</summary>
    internal Mat<T> AllPrevious { get; }

    /// <summary>The shape as text: T × [B, N].</summary>
    public string Shape => string.Create(CultureInfo.InvariantCulture, $"{Count} × [{Rows}, {Columns}]");

    public override string ToString() => $"{Shape}, the first step:\n{this[0]}";

    /// <summary>One step, [B, N].</summary>
    /// <param name="t">0 … T − 1, and −1 for the initial value where there is one.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another t.</exception>
    public Mat<T> this[int t]
    {
        [MethodImpl(AggressiveInlining)]
        get
        {
            var i = t + _initial;
            return (uint)i < (uint)_steps.Length ? _steps[i] : throw Outside(t);
        }
    }

    private ArgumentOutOfRangeException Outside(int t) =>
        new(nameof(t), $"t is {t}; steps go from {-_initial} to {Count - 1}.");

    /// <summary>Steps copied from matrices of one shape; null stands for zeros.</summary>
    /// <param name="steps">T matrices [B, N].</param>
    public static Steps<T> Of(params Mat<T>?[] steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var shape = Array.Find(steps, step => step is not null)
            ?? throw new ArgumentException(
                "The sequence is empty: there must be at least one step that is not null.", nameof(steps));
        var copy = new Steps<T>(steps.Length, shape.Rows, shape.Columns);
        for (var t = 0; t < steps.Length; t++)
            if (steps[t] is { } step)
            {
                if (step.Rows != shape.Rows || step.Columns != shape.Columns)
                    throw new ArgumentException(
                        $"Step {t} is {step.Shape}; the others are {shape.Shape}.", nameof(steps));
                copy[t].CopyFrom(step);
            }

        return copy;
    }

    /// <summary>Steps copied from matrices of one shape; null stands for zeros.</summary>
    /// <param name="steps">T matrices [B, N].</param>
    public static implicit operator Steps<T>(Mat<T>?[] steps) => Of(steps);

    /// <summary>Sets every number, the initial ones too, to 0.</summary>
    public void Clear()
    {
        foreach (var step in _steps) step.Clear();
    }

    /// <summary>Overwrites steps 0 … T − 1.</summary>
    /// <param name="source">The same T × [B, N].</param>
    public void CopyFrom(Steps<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Count != Count || source.Rows != Rows || source.Columns != Columns)
            throw new ArgumentException($"The steps to copy are {source.Shape}; expected {Shape}.", nameof(source));
        for (var t = 0; t < Count; t++) this[t].CopyFrom(source[t]);
    }

    /// <summary>Makes these dE/dh before the way back: the immediate gradients (null for 0), what comes to the state
    /// after the last step by another way (null for 0), and 0 before the first step.</summary>
    internal void StartBack(Steps<T>? dEdH, Mat<T>? dEdFinal)
    {
        this[-1].Clear();
        if (dEdH is null) All.Clear();
        else if (!dEdH.Fits(Count, Rows, Columns))
            throw new ArgumentException($"dEdH is {dEdH.Shape}; expected {Shape}, the shape of run.H.", nameof(dEdH));
        else All.CopyFrom(dEdH.All);
        if (dEdFinal is null) return;
        Expect.Shape(dEdFinal, Rows, Columns, "batch, hidden units", "final");
        this[Count - 1].Operand.Set(this[Count - 1].Operand + dEdFinal.Operand);
        GC.KeepAlive(this);
        GC.KeepAlive(dEdFinal);
    }

    /// <summary>Some examples of the batch at one step, as an operand of an equation.</summary>
    internal Expression<T, Leaf<T>> this[int t, RowPart rows]
    {
        [MethodImpl(AggressiveInlining)]
        get
        {
            if ((uint)(t + _initial) >= (uint)_steps.Length) throw Outside(t);
            return new(new(_memory, ((t + _initial) * Rows) + rows.First, rows.Count));
        }
    }

    /// <summary>Whether these are T × [B, N].</summary>
    internal bool Fits(int count, int rows, int columns) => Count == count && Rows == rows && Columns == columns;

    public IEnumerator<Mat<T>> GetEnumerator() => _steps.Skip(_initial).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
