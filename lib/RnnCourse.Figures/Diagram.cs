using RnnCourse.Figures.Diagrams;

namespace RnnCourse.Figures;

/// <summary>The diagrams of the course: networks unrolled in time, the insides of cells, the shapes of
/// matrices.</summary>
public static class Diagram
{
    /// <summary>A recurrent network unrolled in time: the same weights at each step.</summary>
    /// <param name="shape">Which steps have an input and which an output.</param>
    /// <param name="inputs">What enters at each step; by default x₁, x₂, …</param>
    /// <param name="outputs">What leaves at each step; by default o₁, o₂, …</param>
    /// <exception cref="ArgumentOutOfRangeException">More or fewer steps than can be drawn.</exception>
    public static Figure Unrolled(int steps = 4, SequenceShape shape = SequenceShape.ManyToMany,
        IEnumerable<string>? inputs = null, IEnumerable<string>? outputs = null) =>
        UnrolledNetwork.Draw(steps, shape, inputs?.ToArray(), outputs?.ToArray());

    /// <summary>A recurrent network with its loop, beside the same network unrolled.</summary>
    public static Figure Folded() => UnrolledNetwork.DrawFolded();

    /// <summary>Inside the plain cell: a_t = W_xh x_t + W_hh h_{t−1} + b_h, h_t = tanh(a_t), o_t = W_hy h_t +
    /// b_y.</summary>
    public static Figure RnnCell() => CellDiagrams.Rnn();

    /// <summary>Inside the LSTM: the cell state's straight line, the three gates and the candidate.</summary>
    public static Figure LstmCell() => CellDiagrams.Lstm();

    /// <summary>Inside the GRU: reset and update gates; the new state mixes the old one and the candidate.</summary>
    public static Figure GruCell() => CellDiagrams.Gru();

    /// <summary>An encoder that reads one sequence and a decoder that writes another, each output being the next
    /// input.</summary>
    /// <param name="teacherForcing">The decoder is fed the right tokens, not its own.</param>
    public static Figure Seq2Seq(IEnumerable<string> source, IEnumerable<string> target, bool teacherForcing = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return UnrolledNetwork.DrawSeq2Seq([.. source], [.. target], teacherForcing);
    }

    /// <summary>The road of one error back through time: from E_t to h_t, from each state to the one before, and to
    /// every use of W_hh.</summary>
    /// <param name="errorAt">The step t of the error, 1 to 6.</param>
    /// <param name="use">The step k of one use of W_hh: only the road there is drawn, with the term of the sum that it
    /// is; by default all roads.</param>
    /// <exception cref="ArgumentOutOfRangeException">More or fewer steps than can be drawn.</exception>
    public static Figure RoadBack(int errorAt = 3, int? use = null) => RoadsBack.Draw(errorAt, use);

    /// <summary>Truncated backpropagation through time: a sequence cut into pieces, which the error does not
    /// leave.</summary>
    /// <param name="count">Steps of the sequence, 1 to 40.</param>
    /// <param name="carried">Whether each piece starts from the last state of the one before, or from zeros.</param>
    /// <exception cref="ArgumentOutOfRangeException">More or fewer steps than can be drawn.</exception>
    public static Figure Pieces(int count, int steps, bool carried = true) =>
        RoadsBack.DrawPieces(count, steps, carried);

    /// <summary>An equation of matrices, each drawn in its shape with its size below it.</summary>
    /// <example><code>Diagram.Shapes(("a_t", 2, 1), "=", ("W_xh", 2, 3), "·", ("x_t", 3, 1), "+", ("W_hh", 2, 2), "·",
    /// ("h_{t−1}", 2, 1))</code></example>
    /// <param name="terms">Matrices (name, rows, columns) and, as text, the signs between them.</param>
    public static Figure Shapes(params ShapeTerm[] terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return MatrixShapes.Draw(terms);
    }
}
