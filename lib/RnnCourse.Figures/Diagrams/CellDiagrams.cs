namespace RnnCourse.Figures.Diagrams;

/// <summary>The insides of the three cells. Colours: 0 the state's line, 1 gates, 2 candidates.</summary>
internal static class CellDiagrams
{
    public static Figure Rnn()
    {
        var s = new Sketch();
        const double mid = 130;
        s.Box(150, mid, 74, 34, "W_hh ·");
        s.Box(300, 210, 74, 34, "W_xh ·");
        s.Circle(300, mid, 18, "+", 0);
        s.Box(400, mid, 70, 36, "tanh", 2);
        s.Box(520, 58, 74, 34, "W_hy ·");
        s.Text(60, mid + 5, "h_{t−1}");
        s.Text(300, 268, "x_t");
        s.Text(640, mid + 5, "h_t");
        s.Text(520, 20, "o_t");
        s.Text(236, 92, "b_h");
        s.Text(346, mid - 10, "a_t", size: 14);
        s.Text(610, 62, "+ b_y", "end", 13, muted: true);
        s.Arrow(0, false, (86, mid), (113, mid));
        s.Arrow(0, false, (187, mid), (282, mid));
        s.Arrow((300, 252), (300, 227));
        s.Arrow((300, 193), (300, mid + 18));
        s.Arrow((248, 98), (288, mid - 14));
        s.Arrow((318, mid), (365, mid));
        s.Arrow(0, false, (435, mid), (620, mid));
        s.Arrow((520, mid), (520, 75));
        s.Arrow((520, 41), (520, 28));
        return s.ToFigure(700, 284,
            ("Inside the plain cell: W_hh times the old state h_{t−1}, plus W_xh times the input x_t, plus the "
                + "bias b_h, is a_t; tanh of it is the new state h_t, from which W_hy gives the output o_t.").Replace(
                    "_{t−1}", " at t−1", StringComparison.Ordinal));
    }

    public static Figure Lstm()
    {
        var s = new Sketch();
        const double state = 60, gates = 200, wire = 262;
        s.Text(34, state + 5, "c_{t−1}");
        s.Text(668, state + 5, "c_t");
        s.Text(34, wire + 5, "h_{t−1}");
        s.Text(120, 322, "x_t");
        s.Text(668, wire + 5, "h_t");
        // The cell state: multiplied by f, added to, and on to the next step.
        s.Arrow(0, false, (66, state), (162, state));
        s.Circle(180, state, 18, "×", 0);
        s.Arrow(0, false, (198, state), (332, state));
        s.Circle(350, state, 18, "+", 0);
        s.Arrow(0, false, (368, state), (640, state));
        // The four fully connected layers, each fed x and h.
        s.Line((66, wire), (490, wire));
        s.Line((120, 304), (120, wire));
        Gate(s, 180, gates, wire, "f: σ", 1);
        Gate(s, 290, gates, wire, "i: σ", 1);
        Gate(s, 400, gates, wire, "g: tanh", 2);
        Gate(s, 490, gates, wire, "o: σ", 1);
        s.Arrow((180, gates - 18), (180, state + 18));
        s.Circle(350, 125, 18, "×");
        s.Arrow((290, gates - 18), (290, 125), (332, 125));
        s.Arrow((400, gates - 18), (400, 125), (368, 125));
        s.Arrow((350, 107), (350, state + 18));
        // The output: a gated look at the state.
        s.Arrow((560, state), (560, 107));
        s.Box(560, 125, 62, 34, "tanh", 2);
        s.Circle(560, gates, 18, "×");
        s.Arrow((560, 142), (560, gates - 18));
        s.Arrow((518, gates), (542, gates));
        s.Arrow(0, false, (560, gates + 18), (560, wire), (640, wire));
        return s.ToFigure(700, 336,
            "Inside the LSTM: the cell state runs straight from c at t−1 to c at t; the forget gate f "
                + "multiplies it, and the input gate i times the candidate g is added. The output gate o times tanh "
                + "of the state is h at t. All four layers are fed x at t and h at t−1.");
    }

    public static Figure Gru()
    {
        var s = new Sketch();
        const double state = 60, gates = 200, wire = 262;
        s.Text(34, state + 5, "h_{t−1}");
        s.Text(668, state + 5, "h_t");
        s.Text(120, 322, "x_t");
        s.Arrow(0, false, (66, state), (332, state));
        s.Circle(350, state, 18, "×", 0);
        s.Arrow(0, false, (368, state), (552, state));
        s.Circle(570, state, 18, "+", 0);
        s.Arrow(0, false, (588, state), (640, state));
        s.Line((90, state), (90, wire));
        s.Line((90, wire), (350, wire));
        s.Line((120, 304), (120, wire));
        Gate(s, 180, gates, wire, "r: σ", 1);
        Gate(s, 350, gates, wire, "z: σ", 1);
        // The candidate sees the old state after the reset gate.
        s.Circle(240, 125, 18, "×");
        s.Arrow((180, gates - 18), (180, 125), (222, 125));
        s.Arrow((240, state), (240, 107));
        s.Line((258, 125), (290, 125));
        s.Arrow((290, 125), (290, 290), (470, 290), (470, gates + 18));
        s.Line((120, 304), (490, 304));
        s.Arrow((490, 304), (490, gates + 18));
        s.Box(470, gates, 70, 36, "h̃: tanh", 2);
        // What z lets in of the candidate, 1 − z keeps of the old state.
        s.Arrow((350, gates - 18), (350, 133));
        s.Box(350, 118, 54, 30, "1 − z");
        s.Arrow((350, 103), (350, state + 18));
        s.Text(430, 152, "z", size: 14);
        s.Circle(570, 158, 18, "×");
        s.Arrow((350, 158), (552, 158));
        s.Arrow((505, gates), (570, gates), (570, 176));
        s.Arrow((570, 140), (570, state + 18));
        return s.ToFigure(700, 336,
            "Inside the GRU: the update gate z mixes the old state with the candidate h̃: h at t is (1 − z) "
                + "times h at t−1 plus z times h̃. The reset gate r multiplies the old state before the candidate "
                + "sees it. Gates and candidate are fed x at t.");
    }

    private static void Gate(Sketch s, double x, double y, double wire, string label, int series)
    {
        s.Arrow((x, wire), (x, y + 18));
        s.Box(x, y, label.Length > 5 ? 66 : 56, 36, label, series);
    }
}
