namespace RnnCourse.Figures.Diagrams;

/// <summary>The way an error takes back through time: in full, and cut into pieces. Forward arrows are plain, backward
/// ones dashed.</summary>
internal static class RoadsBack
{
    private const int MostSteps = 6, MostPieceSteps = 40;
    private const int Forward = 0, Backward = 1;

    /// <summary>One error, the road back from it, and the product of derivatives it brings to each use of the recurrent
    /// weights.</summary>
    public static Figure Draw(int errorAt, int? use)
    {
        if (errorAt is < 1 or > MostSteps)
            throw new ArgumentOutOfRangeException(nameof(errorAt), errorAt,
                $"The road is drawn from step 1 to {MostSteps}: for more, show the first few and say so.");
        if (use is { } step && (step < 1 || step > errorAt))
            throw new ArgumentOutOfRangeException(nameof(use), use,
                $"The road from the error at step {errorAt} reaches the uses at steps 1 to {errorAt}.");
        const double error = 34, hidden = 120, used = 214, boxWidth = 62, boxHeight = 40;
        double pitch = Math.Min(190, 560.0 / errorAt), left = 60;
        var sketch = new Sketch();
        for (var k = 0; k <= errorAt; k++)
        {
            var x = left + k * pitch;
            sketch.Box(x, hidden, boxWidth, boxHeight, $"h_{N(k)}", Forward);
            if (k == 0) continue;
            sketch.Arrow((x - pitch + boxWidth / 2, hidden - 8), (x - boxWidth / 2, hidden - 8));
            var (passed, reached) = (k > (use ?? 0), k == (use ?? k));
            if (passed)
                sketch.Arrow(Backward, true, (x - boxWidth / 2, hidden + 9), (x - pitch + boxWidth / 2, hidden + 9));
            if (passed && pitch >= 120 && k > 1)
                sketch.Text(x - pitch / 2, hidden + 30, $"∂h_{N(k)}/∂h_{N(k - 1)}", size: 13);
            if (reached) sketch.Arrow(Backward, true, (x, hidden + boxHeight / 2), (x, used - 17));
            sketch.Box(x, used, Math.Min(112, pitch - 10), 34, $"W_hh at k = {N(k)}", reached ? Backward : -1,
                pitch >= 120 ? 13 : 10);
            var counts = k == errorAt;
            sketch.Box(x, error, 46, 34, $"E_{N(k)}", counts ? Backward : -1, 14);
            sketch.Arrow((x - (counts ? 7 : 0), hidden - boxHeight / 2), (x - (counts ? 7 : 0), error + 17));
            if (counts) sketch.Arrow(Backward, true, (x + 7, error + 17), (x + 7, hidden - boxHeight / 2));
        }
        sketch.Text(left + errorAt * pitch + 14, 80, $"∂E_{N(errorAt)}/∂h_{N(errorAt)}", "start", 13);
        if (use is { } at)
        {
            var links = Enumerable.Range(at + 1, errorAt - at).Reverse().Select(j => $" · ∂h_{N(j)}/∂h_{N(j - 1)}");
            sketch.Text(left, used + 46,
                $"∂E_{N(errorAt)}/∂h_{N(errorAt)}{string.Concat(links)} · ∂⁺h_{N(at)}/∂W_hh", "start", 15);
        }
        var words = use is { } end
            ? $"The way back from the error E{errorAt} to the use of the recurrent weights at step {end}: a product of "
                + $"{errorAt - end + 2} factors."
            : ($"The way back from the error E_{errorAt}: it enters the state h_{errorAt} and goes from each state "
                + "to the one before it, down to h_0. ")
            .Replace("_", "", StringComparison.Ordinal)
            + $"At {(errorAt == 1 ? "the one step" : $"each of the {errorAt} steps")} on the way it reaches one use of "
            + "the same recurrent weights.";
        return sketch.ToFigure(left + errorAt * pitch + 110, used + (use is null ? 26 : 62), words);
    }

    /// <summary>A sequence cut into pieces: the state goes on over the cuts or starts anew, the error never crosses
    /// one.</summary>
    public static Figure DrawPieces(int count, int steps, bool carried)
    {
        if (count is < 1 or > MostPieceSteps)
            throw new ArgumentOutOfRangeException(nameof(count), count,
                $"A sequence is drawn with 1 to {MostPieceSteps} steps.");
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        const double middle = 62, radius = 7;
        double pitch = Math.Min(34, 640.0 / count), left = 46;
        double X(int t) => left + t * pitch;
        var sketch = new Sketch();
        for (var first = 0; first < count; first += steps)
        {
            var last = Math.Min(first + steps, count) - 1;
            double l = X(first) - pitch * 0.43, r = X(last) + pitch * 0.43, above = middle - 38, below = middle + 42;
            sketch.Line((l, above), (r, above), (r, below), (l, below), (l, above));
            sketch.Text((X(first) + X(last)) / 2, 14, $"piece {N(first / steps + 1)}", size: 12, muted: true);
            sketch.Arrow(Backward, true, (X(last), middle + 28), (X(first), middle + 28));
            if (first == 0 || !carried) sketch.Text(X(first) - radius, middle - 18, "h = 0", "start", 11);
        }
        for (var t = 0; t < count; t++)
        {
            sketch.Circle(X(t), middle, radius, "", Forward);
            if (t + 1 < count && (carried || (t + 1) % steps != 0))
                sketch.Arrow(Forward, false, (X(t) + radius, middle), (X(t + 1) - radius, middle));
        }
        var state = carried ? "the state goes on from piece to piece" : "each piece starts from a state of zeros";
        sketch.Text(left - pitch * 0.4, 124, $"→ forward: {state}", "start", 12);
        sketch.Text(left - pitch * 0.4, 142, "⇠ backward: the error stops at the first step of its piece", "start", 12);
        return sketch.ToFigure(X(count - 1) + 30, 152,
            $"A sequence of {N(count)} step{(count == 1 ? "" : "s")} in pieces of {N(steps)}: {state}, and the error "
                + "goes back to the first step of its piece and no further.");
    }

    private static string N(int n) => n.ToString(CultureInfo.InvariantCulture);
}
