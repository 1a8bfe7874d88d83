namespace RnnCourse.Figures;

/// <summary>A term of <see cref="Diagram.Shapes"/>: a matrix with its size, or a sign between matrices.</summary>
public readonly struct ShapeTerm
{
    private ShapeTerm(string text, int rows, int columns) => (Text, Rows, Columns) = (text, rows, columns);

    internal string Text { get; }
    internal int Rows { get; }
    internal int Columns { get; }
    internal bool IsMatrix => Rows > 0;

    /// <summary>A matrix: its name, rows and columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public static ShapeTerm Matrix(string name, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        return new ShapeTerm(name, rows, columns);
    }

    /// <summary>A sign: "=", "·", "+".</summary>
    public static ShapeTerm Sign(string sign) => new(sign, 0, 0);

    /// <summary>A matrix.</summary>
    public static implicit operator ShapeTerm((string Name, int Rows, int Columns) matrix) =>
        Matrix(matrix.Name, matrix.Rows, matrix.Columns);

    /// <summary>A sign.</summary>
    public static implicit operator ShapeTerm(string sign) => Sign(sign);
}
