using System.Globalization;
using System.Text;
using MathNet.Numerics.LinearAlgebra;

namespace RnnCourse.Numerics;

/// <summary>A matrix of numbers, or a view of some rows of one: writing to a view writes to its matrix. Rows lie one
/// after another in memory aligned to 64 bytes; each is padded to a multiple of 64 bytes.</summary>
/// <typeparam name="T">float (training) or double (gradient checks).</typeparam>
[ShownAsText.TypeFormatterSource]
public sealed unsafe partial class Mat<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Alignment = 64;
    private readonly T[] _memory; // pinned: kept alive by this reference
    private readonly T* _first;

    /// <param name="rows">Rows, 0 or more.</param>
    /// <param name="columns">Columns, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of rows, or no columns.</exception>
    public Mat(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"Mat<{typeof(T).Name}>: numbers are float or double.");
        (Rows, Columns) = (rows, columns);
        Expect.AtMost(Array.MaxLength - 256, columns, $"A {Shape} matrix");
        Stride = PaddedColumns(columns);
        var needed = Expect.AtMost(
            Array.MaxLength, ((long)rows * Stride) + (Alignment / sizeof(T)), $"With its padding a {Shape} matrix");
        _memory = GC.AllocateArray<T>(needed, pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref _memory[0]);
        _first = (T*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
    }

    private Mat(Mat<T> of, int firstRow, int rows)
    {
        (Rows, Columns, Stride) = (rows, of.Columns, of.Stride);
        _memory = of._memory;
        _first = of._first + ((nint)firstRow * Stride);
    }

    public int Rows { get; }
    public int Columns { get; }

    /// <summary>Numbers from one row to the next, padding included.</summary>
    internal int Stride { get; }

    /// <summary>The first number. Keep the matrix alive while it is used.</summary>
    internal T* First => _first;

    /// <summary>The number at a row and a column; it can be assigned.</summary>
    /// <param name="row">0 … Rows − 1.</param>
    /// <param name="column">0 … Columns − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside the matrix.</exception>
    public ref T this[int row, int column]
    {
        get
        {
            if ((uint)row >= (uint)Rows || (uint)column >= (uint)Columns)
                throw new ArgumentOutOfRangeException(
                    nameof(row), $"[{row}, {column}] is outside a {Shape} matrix (indices start at 0).");
            return ref _first[((nint)row * Stride) + column];
        }
    }

    /// <summary>A number of a matrix with a single row, such as a bias.</summary>
    /// <param name="column">0 … Columns − 1.</param>
    /// <exception cref="InvalidOperationException">The matrix has several rows.</exception>
    public ref T this[int column]
    {
        get
        {
            if (Rows != 1) throw new InvalidOperationException($"A {Shape} matrix needs two indices, [row, column].");
            return ref this[0, column];
        }
    }

    /// <summary>The shape as text: [rows, columns].</summary>
    public string Shape => string.Create(CultureInfo.InvariantCulture, $"[{Rows}, {Columns}]");

    public static Mat<T> Zeros(int rows, int columns) => new(rows, columns);

    /// <summary>A matrix whose number at row r and column c is value(r, c), row after row.</summary>
    public static Mat<T> Dense(int rows, int columns, Func<int, int, T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var mat = new Mat<T>(rows, columns);
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) mat[r, c] = value(r, c);
        return mat;
    }

    /// <summary>A matrix with a single row.</summary>
    /// <param name="values">The row.</param>
    public static Mat<T> Row(params T[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var mat = new Mat<T>(1, values.Length);
        values.CopyTo(mat.RowSpan(0));
        return mat;
    }

    /// <summary>A matrix with these numbers.</summary>
    /// <param name="values">Rows × columns.</param>
    public static Mat<T> Of(T[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Dense(values.GetLength(0), values.GetLength(1), (r, c) => values[r, c]);
    }

    public static implicit operator Mat<T>(T[,] values) => Of(values);

    /// <summary>A matrix copied from MathNet.</summary>
    /// <param name="matrix">Any MathNet matrix.</param>
    public static Mat<T> FromMathNet(Matrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Dense(matrix.RowCount, matrix.ColumnCount, (r, c) => T.CreateChecked(matrix[r, c]));
    }

    /// <summary>A copy for MathNet (singular values, eigenvalues, …).</summary>
    /// <exception cref="InvalidOperationException">There are no rows, which MathNet cannot say.</exception>
    public Matrix<double> ToMathNet() => Rows == 0
        ? throw new InvalidOperationException($"A {Shape} matrix has no rows; a matrix of MathNet has at least one.")
        : Matrix<double>.Build.Dense(Rows, Columns, (r, c) => double.CreateChecked(this[r, c]));

    /// <summary>A copy as an array, rows × columns.</summary>
    public T[,] ToArray()
    {
        var array = new T[Rows, Columns];
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++) array[r, c] = this[r, c];
        return array;
    }

    /// <summary>The numbers of one row; writing to them writes to the matrix.</summary>
    /// <param name="row">0 … Rows − 1.</param>
    public Span<T> RowSpan(int row)
    {
        if ((uint)row >= (uint)Rows)
            throw new ArgumentOutOfRangeException(
                nameof(row), $"Row {row} is outside a {Shape} matrix (rows start at 0).");
        return new Span<T>(_first + ((nint)row * Stride), Columns);
    }

    /// <summary>A view of consecutive rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    public Mat<T> RowRange(int first, int count)
    {
        if (first < 0 || count < 0 || count > Rows - first)
            throw new ArgumentOutOfRangeException(
                nameof(first), $"{count} rows from row {first} on are outside a {Shape} matrix (rows start at 0).");
        return new Mat<T>(this, first, count);
    }

    /// <summary>A copy with memory of its own.</summary>
    public Mat<T> Clone()
    {
        var copy = new Mat<T>(Rows, Columns);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Overwrites this matrix with another of the same shape.</summary>
    /// <param name="source">[Rows, Columns].</param>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public void CopyFrom(Mat<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Expect.SameShape(source, this, "the source of a copy");
        source.Padded.CopyTo(Padded);
    }

    public void Clear() => Padded.Clear();

    /// <param name="value">The value.</param>
    public void Fill(T value)
    {
        for (var r = 0; r < Rows; r++) RowSpan(r).Fill(value);
    }

    /// <summary>Whether no number is NaN or infinite.</summary>
    public bool IsFinite() => Reductions.IsFinite(this);

    /// <summary>Frobenius norm √Σ x². It neither overflows nor vanishes where the numbers do not.</summary>
    public double Norm() => Reductions.Norm(this);

    /// <summary>Rows of numbers with four decimals, for reading; of a large matrix its shape and first
    /// corner.</summary>
    public override string ToString()
    {
        var (rows, columns) = (Math.Min(Rows, MostShown), Math.Min(Columns, MostShown));
        var text = new StringBuilder(rows < Rows || columns < Columns ? $"{Shape}, of which the first:\n" : "");
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                if (c > 0) text.Append("  ");
                text.Append(this[r, c].ToString("F4", CultureInfo.InvariantCulture).PadLeft(8));
            }

            if (columns < Columns) text.Append("  …");
            if (r < rows - 1) text.Append('\n');
        }

        return text.Append(rows < Rows ? "\n…" : "").ToString();
    }

    private const int MostShown = 32;

    /// <summary>All rows with their padding.</summary>
    internal Span<T> Padded => new(_first, Rows * Stride);

    /// <summary>Columns of a row with its padding: whole cache lines, and never a multiple of 8 of them, because rows
    /// that far apart compete for the same few places of the first-level cache.</summary>
    internal static int PaddedColumns(int columns)
    {
        var lanes = Alignment / sizeof(T);
        var lines = (columns + lanes - 1) / lanes;
        return (lines % 8 == 0 ? lines + 1 : lines) * lanes;
    }
}
