namespace RnnCourse.Figures.Diagrams;

/// <summary>Networks unrolled in time, from left to right.</summary>
internal static class UnrolledNetwork
{
    private const int MostSteps = 12;
    private const double Out = 34, Hidden = 122, In = 210, BoxWidth = 56, BoxHeight = 40;

    public static Figure Draw(int steps, SequenceShape shape, string[]? inputs, string[]? outputs)
    {
        if (shape == SequenceShape.OneToOne) steps = 1;
        if (steps is < 1 or > MostSteps)
            throw new ArgumentOutOfRangeException(nameof(steps), steps,
                $"A network is drawn with 1 to {MostSteps} steps. For more, show the first few and say so.");
        var firstOutput = shape switch
        {
            SequenceShape.ManyToOne => steps - 1,
            SequenceShape.ManyToManyDelayed => (steps + 1) / 2,
            _ => 0,
        };
        var lastInput = shape switch
        {
            SequenceShape.OneToMany or SequenceShape.OneToOne => 0,
            SequenceShape.ManyToManyDelayed => (steps + 1) / 2 - 1,
            _ => steps - 1,
        };
        var sketch = new Sketch();
        double pitch = Math.Min(130, 600.0 / steps), left = 74;
        for (var t = 0; t < steps; t++)
        {
            var x = left + t * pitch;
            Step(sketch, x, t, pitch,
                input: t <= lastInput ? At(inputs, t) ?? $"x_{N(t + 1)}" : null,
                output: t >= firstOutput ? At(outputs, t - firstOutput) ?? $"o_{N(t + 1)}" : null,
                last: t == steps - 1);
        }
        var words = $"A recurrent network unrolled over {steps} {(steps == 1 ? "step" : "steps")} ({Name(shape)}): "
            + $"inputs at steps 1 to {lastInput + 1}, outputs at steps {firstOutput + 1} to {steps}; "
            + "each hidden state also receives the one before it through the same weights W_hh.";
        return sketch.ToFigure(left + (steps - 1) * pitch + 70, In + 28, words);
    }

    public static Figure DrawFolded()
    {
        var sketch = new Sketch();
        const double x = 80;
        sketch.Box(x, Hidden, BoxWidth, BoxHeight, "h", 0);
        sketch.Circle(x, In, 20, "x_t");
        sketch.Circle(x, Out, 20, "o_t");
        sketch.Arrow((x, In - 20), (x, Hidden + BoxHeight / 2));
        sketch.Arrow((x, Hidden - BoxHeight / 2), (x, Out + 20));
        sketch.Arrow(1, false, (x + BoxWidth / 2, Hidden), (x + 58, Hidden), (x + 58, Hidden + 34),
            (x - 50, Hidden + 34), (x - 50, Hidden), (x - BoxWidth / 2, Hidden));
        sketch.Text(x + 64, Hidden - 2, "W_hh", "start", 13);
        sketch.Text(x + 8, In - 32, "W_xh", "start", 13);
        sketch.Text(x + 8, Out + 40, "W_hy", "start", 13);
        sketch.Text(205, Hidden + 6, "=", size: 24);
        for (var t = 0; t < 3; t++)
        {
            var offset = t switch { 0 => "{t−1}", 1 => "t", _ => "{t+1}" };
            Step(sketch, 310 + t * 130, t, 130, $"x_{offset}", $"o_{offset}", last: t == 2, hidden: $"h_{offset}");
        }
        return sketch.ToFigure(650, In + 28,
            "A recurrent network as one box with a loop through W_hh, and the same network unrolled over three "
                + "steps: the same W_xh, W_hh and W_hy at each.");
    }

    public static Figure DrawSeq2Seq(string[] source, string[] target, bool teacherForcing)
    {
        var steps = source.Length + target.Length;
        if (source.Length == 0 || target.Length == 0 || steps > 14)
            throw new ArgumentException(
                $"An encoder and a decoder of together 2 to 14 steps can be drawn, but {source.Length} source "
                    + $"and {target.Length} target tokens were given.");
        var sketch = new Sketch();
        double pitch = Math.Min(110, 620.0 / steps), left = 50;
        var size = Math.Min(15, pitch / 5);
        for (var t = 0; t < steps; t++)
        {
            var x = left + t * pitch;
            var encodes = t < source.Length;
            var k = t - source.Length;
            sketch.Box(x, Hidden, Math.Min(BoxWidth, pitch * 0.62), BoxHeight,
                encodes ? $"k_{N(t + 1)}" : $"h_{N(k + 1)}", encodes ? 0 : 1, size);
            if (t + 1 < steps)
                sketch.Arrow((x + Math.Min(BoxWidth, pitch * 0.62) / 2, Hidden),
                    (x + pitch - Math.Min(BoxWidth, pitch * 0.62) / 2, Hidden));
            var input = encodes ? source[t] : k == 0 ? "‹start›" : target[k - 1];
            sketch.Text(x, In + 4, input, size: Math.Min(13, size));
            sketch.Arrow((x, In - 14), (x, Hidden + BoxHeight / 2));
            if (encodes) continue;
            sketch.Text(x, Out, target[k], size: Math.Min(13, size));
            sketch.Arrow((x, Hidden - BoxHeight / 2), (x, Out + 8));
            if (k + 1 < target.Length && !teacherForcing)
                sketch.Arrow(1, true, (x + 10, Out + 12), (x + pitch / 2, Out + 30), (x + pitch / 2, In - 18),
                    (x + pitch - 12, In - 6));
        }
        sketch.Text(left + (source.Length - 1) * pitch / 2, In + 34, "encoder", size: 14, muted: true);
        sketch.Text(left + (source.Length + (target.Length - 1) / 2.0) * pitch, In + 34,
            teacherForcing ? "decoder, fed the right tokens" : "decoder, fed its own outputs", size: 14, muted: true);
        var words =
            $"Sequence to sequence: an encoder reads {string.Join(" ", source)}; a decoder starts from its last "
                + $"state and writes {string.Join(" ", target)}, "
            + (teacherForcing ? "each step fed the right token before it." : "each step fed its own output before it.");
        return sketch.ToFigure(left + (steps - 1) * pitch + 50, In + 46, words);
    }

    private static void Step(Sketch sketch, double x, int t, double pitch, string? input, string? output, bool last,
        string? hidden = null)
    {
        var half = Math.Min(BoxWidth, pitch * 0.6) / 2;
        if (t == 0)
        {
            sketch.Text(x - half - 34, Hidden - 8, hidden is null ? "h_0" : "…", "middle", 14);
            sketch.Arrow(1, false, (x - half - 44, Hidden), (x - half, Hidden));
        }
        sketch.Box(x, Hidden, 2 * half, BoxHeight, hidden ?? $"h_{N(t + 1)}", 0);
        if (!last)
        {
            sketch.Arrow(1, false, (x + half, Hidden), (x + pitch - half, Hidden));
            if (pitch >= 90) sketch.Text(x + pitch / 2, Hidden - 8, "W_hh", size: 12);
        }
        if (input is not null)
        {
            sketch.Arrow((x, In - 18), (x, Hidden + BoxHeight / 2));
            Node(sketch, x, In, input, pitch);
            if (pitch >= 70) sketch.Text(x + 6, In - 34, "W_xh", "start", 12);
        }
        if (output is null) return;
        sketch.Arrow((x, Hidden - BoxHeight / 2), (x, Out + 18));
        Node(sketch, x, Out, output, pitch);
        if (pitch >= 70) sketch.Text(x + 6, Out + 44, "W_hy", "start", 12);
    }

    private static void Node(Sketch sketch, double x, double y, string label, double pitch)
    {
        var width = Math.Clamp(MathLabel.Width(label, 14) + 16, 36, pitch - 8);
        sketch.Box(x, y, width, 34, label, size: Math.Min(14, (pitch - 12) / Math.Max(1, MathLabel.Width(label, 1))));
    }

    private static string? At(string[]? names, int t) => names is not null && t < names.Length ? names[t] : null;

    private static string N(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static string Name(SequenceShape shape) => shape switch
    {
        SequenceShape.OneToOne => "one to one",
        SequenceShape.OneToMany => "one to many",
        SequenceShape.ManyToOne => "many to one",
        SequenceShape.ManyToManyDelayed => "many to many, delayed",
        _ => "many to many, in step",
    };
}
