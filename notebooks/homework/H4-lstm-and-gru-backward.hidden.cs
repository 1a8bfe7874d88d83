// H4, the part that no student receives: checks, hints, known wrong answers.

static double Sigma(double a) => 1 / (1 + Math.Exp(-a));
static Mat<double> Gate(Random r, int rows, int units) => Draw.Mat(r, rows, units).Map(Sigma);
static Mat<double> State(Random r, int rows, int units) => Draw.Mat(r, rows, units).Map(Math.Tanh);
static object[] Lstm(Random r, int rows, int units, bool later, bool now)
{
    var (f, g, o, c0) = (Gate(r, rows, units), State(r, rows, units), Gate(r, rows, units), Draw.Mat(r, rows, units));
    var c = (f % c0) + (f.Map(s => 1 - s)) % g;
    return new object[] { f, g, o, c0, c, Draw.Mat(r, rows, units, now ? 1 : 0), Draw.Mat(r, rows, units, later ? 1 : 0) };
}
static object[] Gru(Random r, int rows, int units, Mat<double> Whh, bool open = false) => new object[]
{
    Gate(r, rows, units), open ? new Mat<double>(rows, units).Map(_ => 1) : Gate(r, rows, units), State(r, rows, units), State(r, rows, units), Whh, Draw.Mat(r, rows, units),
};

//| exercise: h4.lstm
//| hint: Compute dE/dc_t first, (H4.2). Everything but the output gate needs it.
//| hint: c = f·cPrev + (1 − f)·g: the derivative with respect to f is cPrev − g, with respect to g it is 1 − f, with respect to cPrev it is f. Then the gate's own slope.
//| hint: dAf = total ⊙ (cPrev − g) ⊙ f(1 − f); dAg = total ⊙ (1 − f) ⊙ (1 − g²); dAo = dH ⊙ tanh(c) ⊙ o(1 − o); dCPrev = total ⊙ f.
//| public: one unit
Lstm(r, 1, 1, true, true)
//| public: two examples, two units
Lstm(r, 2, 2, true, true)
//| check: nothing from later steps   weight: 1
Lstm(r, 4, 3, false, true)
//| check: the error comes from later only   weight: 1
Lstm(r, 4, 3, true, false)
//| wrong: dC forgotten
//|   replace: var total = dC + (dH % o) % tanhC.Map(s => 1 - s * s);
//|   by: var total = (dH % o) % tanhC.Map(s => 1 - s * s);
//|   says: what reaches the cell state from later steps, dC, is missing
//| wrong: slope of tanh(c)
//|   replace:  % tanhC.Map(s => 1 - s * s)
//|   by:  * 1.0
//|   says: the slope of tanh(c) is missing on the way from h to c
//| wrong: slope of the sigmoid for g
//|   replace: g.Map(s => 1 - s * s)
//|   by: g.Map(s => s * (1 - s))
//|   says: g is a tanh, not a sigmoid: its slope is 1 − g²
//| wrong: new state in f
//|   replace: total % (cPrev - g)
//|   by: total % (c - g)
//|   says: the forget gate multiplies the old cell state, not the new one
//| wrong: one place of f
//|   replace: total % (cPrev - g)
//|   by: total % cPrev
//|   says: f stands in two places: what it keeps of the old state, it takes from the candidate
//| wrong: f in place of 1 − f
//|   replace: total % f.Map(s => 1 - s)
//|   by: total % f
//|   says: the candidate comes in through 1 − f
//| wrong: through the input gate
//|   replace: var dCPrev = total % f;
//|   by: var dCPrev = total % f.Map(s => 1 - s);
//|   says: the cell path goes through the forget gate f, not through 1 − f
//| wrong: slope without parentheses
//|   replace: o.Map(s => s * (1 - s))
//|   by: o.Map(s => s * 1 - s)
//|   says: s * 1 - s is 0: the slope s (1 − s) of the output gate needs its parentheses
//| wrong: output gate's slope
//|   replace:  % o.Map(s => s * (1 - s))
//|   by:  * 1.0
//|   says: the output gate's own slope is missing

//| exercise: h4.state
//| hint: How many ways lead from h_{t−1} to the error?
//| hint: δ is [B, H], W is [H, H]: the product δ·W is [B, H]. No transpose.
//| hint: Add deltas[k] * weights[k] for k = 0 … 2.
//| public: one example, one unit
[Draw.Mats(r, 3, 1, 1), Draw.Mats(r, 3, 1, 1)]
//| public: two units
[Draw.Mats(r, 3, 1, 2), Draw.Mats(r, 3, 2, 2)]
//| check: one unit   weight: 1
[Draw.Mats(r, 3, 2, 1), Draw.Mats(r, 3, 1, 1)]
//| check: four units, a batch   weight: 2
[Draw.Mats(r, 3, 3, 4), Draw.Mats(r, 3, 4, 4)]
//| wrong: transposed
//|   replace: deltas[k] * weights[k]
//|   by: deltas[k] * weights[k].Transpose()
//|   says: W is transposed: with examples in rows, the error goes back through W itself
//| wrong: one gate forgotten
//|   replace: k < deltas.Length
//|   by: k < deltas.Length - 1
//|   says: the output gate is missing: all three layers read the state
//| wrong: last gate only
//|   replace: dHPrev += deltas[k]
//|   by: dHPrev = deltas[k]
//|   says: only the last layer is in the result: the three must be added
//| wrong: mean
//|   replace: return dHPrev;
//|   by: return dHPrev * (1.0 / 3);
//|   says: the three were averaged: they add

//| exercise: h4.highway
//| hint: Addition passes a gradient on unchanged. What multiplies c_{t−1}?
//| hint: Start with ones; multiply by f[t], entry by entry, for every step.
//| hint: product = product % f[t] for t = 0 … f.Length − 1.
//| public: one step
[Enumerable.Range(0, 1).Select(_ => Gate(r, 1, 2)).ToArray()]
//| public: three steps
[Enumerable.Range(0, 3).Select(_ => Gate(r, 1, 2)).ToArray()]
//| check: one step   weight: 1
[Enumerable.Range(0, 1).Select(_ => Gate(r, 2, 3)).ToArray()]
//| check: nine steps   weight: 2
[Enumerable.Range(0, 9).Select(_ => Gate(r, 2, 3)).ToArray()]
//| wrong: first step forgotten
//|   replace: int t = 0; t < f.Length
//|   by: int t = 1; t < f.Length
//|   says: the first step's gate is missing
//| wrong: sum
//|   replace: product % f[t]
//|   by: product + f[t]
//|   says: the gates were added: they multiply
//| wrong: last step only
//|   replace: product % f[t]
//|   by: f[t]
//|   says: only the last gate counts here: all of them multiply
//| wrong: last step forgotten
//|   replace: t < f.Length
//|   by: t < f.Length - 1
//|   says: the last step's gate is missing
//| wrong: what is forgotten
//|   replace: product % f[t]
//|   by: product % f[t].Map(s => 1 - s)
//|   says: this is what is lost, 1 − f; the gate f is what is kept

//| exercise: h4.gru
//| hint: h = z·hPrev + (1 − z)·candidate. What are its derivatives with respect to z, the candidate and hPrev?
//| hint: dAz has the factor hPrev − candidate; dAh has 1 − z and the slope 1 − candidate². Through the candidate go dAh * Whh, then r for hPrev, and hPrev for r.
//| hint: dReset = dAh * Whh; dAr = dReset ⊙ hPrev ⊙ r(1 − r); dHPrev = dH ⊙ z + dReset ⊙ r.
//| public: one unit
Gru(r, 1, 1, Draw.Mat(r, 1, 1))
//| public: two examples, two units
Gru(r, 2, 2, Draw.Mat(r, 2, 2))
//| check: no recurrent weight in the candidate   weight: 1
Gru(r, 2, 3, new Mat<double>(3, 3))
//| check: the reset gate open   weight: 1
Gru(r, 2, 3, Draw.Mat(r, 3, 3), open: true)
//| check: all of it   weight: 2
Gru(r, 4, 3, Draw.Mat(r, 3, 3))
//| wrong: z and 1 − z swapped
//|   replace: var straight = dH % z;
//|   by: var straight = dH % z.Map(s => 1 - s);
//|   says: z and 1 − z are swapped: here the old state passes through z
//| wrong: reset gate in the wrong place
//|   replace: straight + dReset % r
//|   by: straight + (dAh % r) * Whh
//|   says: the reset gate is in the wrong place: it multiplies after the way back through Whh
//| wrong: reset gate forgotten
//|   replace: straight + dReset % r
//|   by: straight + dReset
//|   says: the reset gate is missing on the way from the candidate to hPrev
//| wrong: candidate's path
//|   replace: straight + dReset % r
//|   by: straight
//|   says: the path through the candidate is missing in dE/dhPrev
//| wrong: transposed
//|   replace: dAh * Whh
//|   by: dAh * Whh.Transpose()
//|   says: Whh is transposed
//| wrong: slope of the candidate
//|   replace:  % candidate.Map(s => 1 - s * s)
//|   by:  * 1.0
//|   says: the candidate's slope, 1 − h̃², is missing
//| wrong: sign of z
//|   replace: hPrev - candidate
//|   by: candidate - hPrev
//|   says: the sign for z is wrong: here more z means more of the old state

//| exercise: h4.bias
//| hint: What is the forget gate when its input is only the bias?
//| hint: The gate is σ(bias). How often does the gradient meet it?
//| hint: σ(bias) to the power lag.
//| public: no bias, one step
[0.0, 1]
//| public: bias 1, ten steps
[1.0, 10]
//| check: one step   weight: 1
[Draw.Normal(r), 1]
//| check: no bias   weight: 1
[0.0, r.Next(5, 40)]
//| check: any bias and lag   weight: 2
[1 + r.NextDouble(), r.Next(10, 50)]
//| wrong: lag in the sigmoid
//|   replace: Math.Exp(-bias)
//|   by: Math.Exp(-bias * lag)
//|   says: the lag is inside the sigmoid: it is the power of the gate
//| wrong: no sigmoid
//|   replace: 1 / (1 + Math.Exp(-bias))
//|   by: bias
//|   says: the sigmoid is missing: the gate is σ(bias)
//| wrong: one step too many
//|   replace: Math.Pow(gate, lag)
//|   by: Math.Pow(gate, lag + 1)
//|   says: one step too many: lag steps meet lag gates
//| wrong: product
//|   replace: Math.Pow(gate, lag)
//|   by: gate * lag
//|   says: the gates multiply each other: a power, not a product with the lag
//| wrong: precedence
//|   replace: 1 / (1 + Math.Exp(-bias))
//|   by: 1 / 1 + Math.Exp(-bias)
//|   says: 1 / 1 + e is 1 + e: the divisor 1 + exp(−bias) needs parentheses
//| wrong: tanh
//|   replace: 1 / (1 + Math.Exp(-bias))
//|   by: Math.Tanh(bias)
//|   says: this is tanh; a gate is a sigmoid
