// H8, the part that no student receives: checks, hints, known wrong answers.

static object[] Unit(Random r, int batch, int inputs, int units) => new object[]
{
    Draw.Mat(r, batch, inputs), Draw.Mat(r, batch, units, 0.6), Draw.Mat(r, units, inputs), Draw.Mat(r, units, units),
    Draw.Mat(r, units, inputs), Draw.Mat(r, units, units),
};

static object[] Back(Random r, int batch, int units) => new object[]
{
    Draw.Mat(r, batch, units), Draw.Mat(r, batch, units).Map(a => 1 / (1 + Math.Exp(-a))),
    Draw.Mat(r, batch, units).Map(Math.Tanh), Draw.Mat(r, batch, units).Map(Math.Tanh), Draw.Mat(r, units, units),
    Draw.Mat(r, units, units),
};

static object[] Torch(Random r, int batch, int inputs, int units, double bias) => new object[]
{
    Draw.Mat(r, batch, inputs), Draw.Mat(r, batch, units, 0.6), Draw.Mat(r, 3 * units, inputs),
    Draw.Mat(r, 3 * units, units), Draw.Mat(r, 1, 3 * units, bias), Draw.Mat(r, 1, 3 * units, bias),
};

const double Step = 1e-5;

static object[] Around(Random r, params int[] read)
{
    var w = Draw.Vector(r, 40, 0.7);
    return new object[]
    {
        Enumerable.Range(0, w.Length).SelectMany(k => new[] { Step, -Step }
            .Select(s => w.Select((x, j) => j == k ? x + s : x).ToArray())).Prepend(w).ToArray(), read,
    };
}

//| exercise: h8.forward
//| hint: A row times a transposed matrix is a row. Which of the four matrices does the gate use?
//| hint: First g and c, both from x and the old h; then mix the old h and c.
//| hint: g = Sigmoid(x * Wxg.Transpose() + h * Whg.Transpose()), c likewise with Tanh, and h' = g % h + (1 - g) % c.
//| public: one example, two units
Unit(new Random(1), 1, 2, 2)
//| public: two examples
Unit(new Random(2), 2, 3, 2)
//| check: from a state of zeros   weight: 1
[Draw.Mat(r, 2, 3), new Mat<double>(2, 4), Draw.Mat(r, 4, 3), Draw.Mat(r, 4, 4), Draw.Mat(r, 4, 3), Draw.Mat(r, 4, 4)]
//| check: from any state   weight: 2
Unit(r, 3, 2, 3)
//| wrong: sides exchanged
//|   replace: g % h + (1 - g) % c
//|   by: (1 - g) % h + g % c
//|   says: the two sides of the gate are exchanged: here g is what is kept
//| wrong: gate with tanh
//|   replace: var g = Sigmoid(
//|   by: var g = Tanh(
//|   says: a gate lies between 0 and 1: it has a sigmoid
//| wrong: candidate of the kept part
//|   replace: var c = Tanh(x * Wxc.Transpose() + h * Whc.Transpose());
//|   by: var c = Tanh(x * Wxc.Transpose() + (g % h) * Whc.Transpose());
//|   says: the candidate reads the whole state here; there is no reset gate
//| wrong: not transposed
//|   replace: h * Whg.Transpose()
//|   by: h * Whg
//|   says: Whg is not transposed

//| exercise: h8.backward
//| hint: Write h_t as a sum of two products, and take the derivative by g, by c, and by the h that stands there itself.
//| hint: δg has the slope g(1 − g) and what the gate chooses between, h − c; δc has (1 − g) and the slope of tanh.
//| hint: dE/dh_{t−1} has three parts: g ⊙ dH by itself, δg Whg through the gate, δc Whc through the candidate.
//| public: one unit
Back(new Random(3), 1, 1)
//| public: two examples, two units
Back(new Random(4), 2, 2)
//| check: several examples   weight: 2
Back(r, 3, 4)
//| check: the gates are shut   weight: 1
[Draw.Mat(r, 2, 3), new Mat<double>(2, 3), Draw.States(r, 1, 2, 3)[0], Draw.States(r, 1, 2, 3)[0], Draw.Mat(r, 3, 3), Draw.Mat(r, 3, 3)]
//| wrong: difference exchanged
//|   replace: (h - c)
//|   by: (c - h)
//|   says: an open gate keeps h: the gate's gradient has h − c, not c − h
//| wrong: the road through the gate is missing
//|   replace: g % dH + deltaG * Whg + deltaC * Whc
//|   by: g % dH + deltaC * Whc
//|   says: h also acts through the gate: δg Whg is missing
//| wrong: the straight road is missing
//|   replace: g % dH + deltaG * Whg + deltaC * Whc
//|   by: deltaG * Whg + deltaC * Whc
//|   says: the straight road is missing: g ⊙ dE/dh
//| wrong: transposed
//|   replace: deltaC * Whc
//|   by: deltaC * Whc.Transpose()
//|   says: Whc is transposed: on the way back it is not
//| wrong: no slope of tanh
//|   replace: (1 - g) % (1 - c % c) % dH
//|   by: (1 - g) % dH
//|   says: the slope of tanh is missing in δc

//| exercise: h8.torch
//| hint: Which block is which? PyTorch's order is r, z, n.
//| hint: Both biases are added at once, each to its own product. Then cut a and u into blocks.
//| hint: r multiplies u_n, the whole recurrent part with its bias; a_n stands outside.
//| public: one unit
Torch(new Random(5), 1, 2, 1, 0.5)
//| public: two units
Torch(new Random(6), 2, 3, 2, 0.5)
//| check: without biases   weight: 1
Torch(r, 2, 3, 3, 0)
//| check: with biases   weight: 2
Torch(r, 3, 2, 4, 0.8)
//| wrong: order of the course
//|   replace: var r = Sigmoid(Block(a, 0) + Block(u, 0));
//|   by: var r = Sigmoid(Block(a, 1) + Block(u, 1));
//|   replace: var z = Sigmoid(Block(a, 1) + Block(u, 1));
//|   by: var z = Sigmoid(Block(a, 0) + Block(u, 0));
//|   says: the blocks are in the course's order: in PyTorch r comes before z
//| wrong: reset before the product
//|   replace: r % Block(u, 2)
//|   by: Block((r % h) * weightHh.Transpose(), 2)
//|   says: the reset gate multiplies the product, with its bias, and not the state before it
//| wrong: bias outside
//|   replace: r % Block(u, 2)
//|   by: Plus(r % Block(h * weightHh.Transpose(), 2), Block(biasHh, 2))
//|   says: the recurrent bias of n stands outside the reset gate: it must be inside
//| wrong: sides of z
//|   replace: (1 - z) % n + z % h
//|   by: z % n + (1 - z) % h
//|   says: the sides of z are exchanged: in PyTorch z keeps the old state

//| exercise: h8.own
//| hint: Start with one unit: a gate, a candidate, h = g h + (1 − g) c. Write its loop forward, and E.
//| hint: Going back, dE/dh_t is what E says at once, plus what came from step t + 1. Add to every weight at every step: they are shared.
//| hint: If it does not agree, set the loop to one step; then two. What agrees for one and not for two is the road from step to step.
//| judge
var (e, gradient) = answer;
if (e.Length != points.Length) return $"there are {points.Length} rows of weights, but {e.Length} errors";
if (gradient.Length != points[0].Length)
    return $"the gradient has {gradient.Length} numbers, but there are {points[0].Length} weights";
if (!e.All(double.IsFinite) || !gradient.All(double.IsFinite)) return "a number is NaN or infinite";
var measured = Enumerable.Range(0, gradient.Length).Select(k => (e[1 + 2 * k] - e[2 + 2 * k]) / (2 * Step)).ToArray();
int least = read.Length > 2 ? 6 : 2;
if (measured.Count(d => Math.Abs(d) > 1e-6) < least)
    return $"fewer than {least} weights act on the error: a unit with a gate has more";
var worst = Enumerable.Range(0, gradient.Length).MaxBy(k => Math.Abs(gradient[k] - measured[k]));
return Math.Abs(gradient[worst] - measured[worst]) < 1e-6 * Math.Max(1, measured.Max(Math.Abs)) ? null
    : $"weight {worst}: your gradient says {gradient[worst]:0.0000}, central differences {measured[worst]:0.0000}";
//| check: one step   weight: 1
Around(r, 1)
//| check: two steps   weight: 3
Around(r, 0, 2)
//| check: a long way   weight: 4
Around(r, 2, 0, 1, 1, 0, 1, 0, 0, 1, 0)
//| wrong: not carried back
//|   replace: later = g[t] * dH + dG * w[3] + dC * w[8];
//|   by:
//|   says: an error speaks to its own step only: what comes from later steps is missing
//| wrong: only the straight road
//|   replace: later = g[t] * dH + dG * w[3] + dC * w[8];
//|   by: later = g[t] * dH;
//|   says: on the way back the state acts through gate and candidate, too
//| wrong: gate without slope
//|   replace: dH * g[t] * (1 - g[t]) * (h[t] - c[t])
//|   by: dH * (h[t] - c[t])
//|   says: the slope of the gate is missing
//| wrong: nothing learned
//|   replace: return (points.Select(w => Run(w, null)).ToArray(), gradient);
//|   by: return (points.Select(w => 0.0).ToArray(), gradient.Select(x => 0.0).ToArray());
//|   says: the error does not depend on the weights
//| wrong: two steps back at most
//|   replace: later = g[t] * dH + dG * w[3] + dC * w[8];
//|   by: later = g[t] * d[t] + d[t] * g[t] * (1 - g[t]) * (h[t] - c[t]) * w[3] + d[t] * (1 - g[t]) * (1 - c[t] * c[t]) * w[8];
//|   says: the error goes one step back and no further: dH must hold what came from later steps

//| exercise: h8.words
//| hint: What must g be when the 2 comes, and what at every step after it?
//| hint: Which factor multiplies the gradient at each step of the straight road?
//| hint: Say what keeps, what replaces, which weights do that, and what the product of the gates is at the start.
//| rubric: 2: says what the gate does at the 2 and after it, and which weights make it so
//| rubric: 2: says that the gradient comes back through a product of gates, and when that is near 0
