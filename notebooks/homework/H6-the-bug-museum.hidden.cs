// H6, the part that no student receives: the planted bugs, checks, hints, known wrong answers.

static object[] Full(Random r, int T, int B, double gain = 0.8) =>
    new object[] { Draw.Mats(r, T, B, 2), Draw.Mats(r, T, B, 3), Draw.States(r, 1, B, 3)[0], Draw.Mat(r, 3, 2, 0.7), Draw.Mat(r, 3, 3, gain) };
static object[] Window(Random r, int T, int B, int k) =>
    new object[] { Draw.Mats(r, T, B, 2), Draw.Mat(r, B, 3), Draw.States(r, 1, B, 3)[0], Draw.Mat(r, 3, 2, 0.7), Draw.Mat(r, 3, 3, 0.8), k };
static object[] Logits(Random r, int T, int B, int C, double scale = 1) =>
    new object[] { Draw.Mats(r, T, B, C, scale), Enumerable.Range(0, T).Select(_ => Draw.Ints(r, B, C)).ToArray() };

//| exercise: h6.whh
//| start: the planted bug
//|   replace: later = dA * Whh;
//|   by: later = dA * Whh.Transpose();
//| hint: Set T = 1: is it right? Then T = 2. Which line matters only from two steps on?
//| hint: The checker shows all entries wrong. What carries the error from step t to step t − 1?
//| hint: Forward, a state is multiplied by Whhᵀ. What must a row vector be multiplied by on the way back?
//| public: one step
Full(r, 1, 1)
//| public: three steps
Full(r, 3, 2)
//| check: a symmetric matrix   weight: 2
var given = Full(r, 4, 1);
var w = (Mat<double>)given[4];
given[4] = (w + w.Transpose()) * 0.5;
return given;
//| check: seven steps, a batch   weight: 2
Full(r, 7, 4)
//| wrong: slope of the wrong step
//|   replace: h[t].Map(s => 1 - s * s)
//|   by: h[Math.Max(t - 1, 0)].Map(s => 1 - s * s)
//|   says: the slope is taken at the wrong step
//| wrong: nothing flows
//|   replace: later = dA * Whh;
//|   by: later = later * 0.0;
//|   says: nothing flows back: this is truncation after one step
//| wrong: same state
//|   replace: t == 0 ? h0 : h[t - 1]
//|   by: h[t]
//|   says: dWhh uses h_t where it needs the state before it
//| wrong: transposed result
//|   replace: return dWhh;
//|   by: return dWhh.Transpose();
//|   says: the result is transposed
//| wrong: first step left out
//|   replace: t >= 0
//|   by: t >= 1
//|   says: the first step is left out of the sum
//| wrong: first example only
//|   replace: dA.Transpose() * before
//|   by: dA.RowRange(0, 1).Transpose() * before.RowRange(0, 1)
//|   says: only the first example counts
//| wrong: through h
//|   replace: later = dA * Whh;
//|   by: later = dH * Whh;
//|   says: the error goes back without the slope: it must be dA that goes through Whh
//| wrong: asymmetric part
//|   replace: later = dA * Whh;
//|   by: later = dA * ((Whh + Whh.Transpose()) * 0.5);
//|   says: only the symmetric part of Whh is used on the way back

//| exercise: h6.wxh
//| start: the planted bug
//|   replace: var slope = h[t].Map(s => 1 - s * s);
//|   by: var slope = h[Math.Min(t + 1, x.Length - 1)].Map(s => 1 - s * s);
//| hint: With T = 1 it is right, with T = 2 it is not. Which index differs?
//| hint: Let only the last step have an error (all other dEdH zero), and look where the first difference appears.
//| hint: δ_t is the derivative by a_t. At which state must the slope of tanh be taken?
//| public: one step
Full(r, 1, 1)
//| public: three steps
Full(r, 3, 2)
//| check: no recurrent weight   weight: 2
Full(r, 4, 2, 0)
//| check: six steps, one example   weight: 3
Full(r, 6, 1)
//| wrong: transposed
//|   replace: dA * Whh
//|   by: dA * Whh.Transpose()
//|   says: Whh is transposed on the way back
//| wrong: slope before
//|   replace: h[t].Map
//|   by: h[Math.Max(t - 1, 0)].Map
//|   says: the slope is taken a step too early
//| wrong: nothing flows
//|   replace: dEdH[t] + dA * Whh
//|   by: dEdH[t]
//|   says: nothing flows back: this is truncation after one step
//| wrong: factor T
//|   replace: return dWxh;
//|   by: return dWxh * (1.0 / x.Length);
//|   says: the sum over the steps was divided by T
//| wrong: input of the wrong step
//|   replace:  * x[t]
//|   by:  * x[Math.Max(t - 1, 0)]
//|   says: the input is of the step before
//| wrong: slope only on what is immediate
//|   replace: (dEdH[t] + dA * Whh) % slope
//|   by: (dEdH[t] % slope) + dA * Whh
//|   says: what comes from later steps misses the slope
//| wrong: first example only
//|   replace: dA.Transpose() * x[t]
//|   by: dA.RowRange(0, 1).Transpose() * x[t].RowRange(0, 1)
//|   says: only the first example counts

//| exercise: h6.window
//| start: the planted bug
//|   replace: Math.Max(0, T - k)
//|   by: Math.Max(0, T - k + 1)
//| hint: Call it with k = 1. How many shares should be in the sum, and how many are?
//| hint: With k = T the checker must be satisfied. Print which t the loop visits.
//| hint: k shares are those of t = T − 1 down to T − k.
//| public: one step, k = 1
Window(r, 1, 1, 1)
//| public: five steps, k = 2
Window(r, 5, 1, 2)
//| public: three steps, k = 9
Window(r, 3, 1, 9)
//| check: k = 2   weight: 2
Window(r, 6, 2, 2)
//| check: k = T   weight: 2
Window(r, 5, 2, 5)
//| wrong: one too many
//|   replace: Math.Max(0, T - k)
//|   by: Math.Max(0, T - k - 1)
//|   says: one step too many is in the window
//| wrong: no window
//|   replace: Math.Max(0, T - k)
//|   by: Math.Max(0, T - Math.Max(k, T))
//|   says: the window is ignored: all steps are in the sum
//| wrong: from the start
//|   replace: t >= Math.Max(0, T - k)
//|   by: t >= 0 && t >= k - 1
//|   says: k counts from the wrong end: the window holds the last k steps
//| wrong: transposed
//|   replace: dA * Whh
//|   by: dA * Whh.Transpose()
//|   says: Whh is transposed on the way back
//| wrong: last share only
//|   replace: dWhh += dA.Transpose() * (t == 0 ? h0 : h[t - 1])
//|   by: dWhh = dA.Transpose() * (t == 0 ? h0 : h[t - 1])
//|   says: only the earliest share is returned: they must be added

//| exercise: h6.mean
//| start: the planted bug
//|   replace: double outputs = o.Length * o[0].Rows;
//|   by: double outputs = o[0].Rows;
//| hint: Divide the differences by your gradient, entry by entry. What do you see?
//| hint: It is one constant factor. Change T, then change B: which one does it follow?
//| hint: The mean is over all outputs: T steps times B examples.
//| public: one step, one example
Logits(r, 1, 1, 3)
//| public: three steps, two examples
Logits(r, 3, 2, 3)
//| check: three examples   weight: 1
Logits(r, 2, 3, 3)
//| check: six steps   weight: 2
Logits(r, 6, 1, 4)
//| wrong: sum
//|   replace: (p - y) / outputs
//|   by: p - y
//|   says: this is the gradient of the sum: the mean divides by the number of outputs
//| wrong: precedence
//|   replace: (p - y) / outputs
//|   by: p - y / outputs
//|   says: only y is divided: the difference p − y needs parentheses
//| wrong: mean over the steps only
//|   replace: o.Length * o[0].Rows
//|   by: o.Length
//|   says: the mean over the batch is missing
//| wrong: over classes too
//|   replace: o.Length * o[0].Rows
//|   by: o.Length * o[0].Rows * o[0].Columns
//|   says: it is divided by the number of classes as well: a class is no output of its own
//| wrong: sign
//|   replace: p - y
//|   by: y - p
//|   says: the sign is wrong: p − y
//| wrong: steps and examples added
//|   replace: o.Length * o[0].Rows
//|   by: o.Length + o[0].Rows - 1
//|   says: T and B were added: the number of outputs is their product

//| exercise: h6.padding
//| start: the planted bug
//|   replace: if (t >= lengths[b]) continue;
//|   by: if (t >= o.Length) continue;
//| hint: At step 1 the checker is content, at step 3 it is not. What is different at step 3?
//| hint: Which rows are wrong there? Which examples are they?
//| hint: A padded step has no error: its gradient is 0, whatever its target says.
//| public: two sentences
[.. Logits(r, 4, 3, 3), new[] { 2, 3, 1 }]
//| check: one token each   weight: 1
[.. Logits(r, 5, 2, 3), new[] { 1, 1 }]
//| check: a batch of lengths   weight: 2
[.. Logits(r, 6, 4, 3), new[] { 4, 1, 6, 3 }]
//| check: large logits   weight: 1
[.. Logits(r, 3, 2, 4, 400), new[] { 3, 3 }]
//| wrong: end cut off
//|   replace: t >= lengths[b]
//|   by: t >= lengths[b] - 1
//|   says: the last real token has lost its error: the end token must be learnt
//| wrong: one step of padding
//|   replace: t >= lengths[b]
//|   by: t > lengths[b]
//|   says: one padded step still has an error: off by one
//| wrong: last example's length
//|   replace: t >= lengths[b]
//|   by: t >= lengths[0]
//|   says: the first example's length is used for all
//| wrong: longest
//|   replace: t >= lengths[b]
//|   by: t >= lengths.Max()
//|   says: the longest example's length is used for all: the others have padding before it
//| wrong: mean
//|   replace: p - (targets[t][b] == c ? 1 : 0)
//|   by: (p - (targets[t][b] == c ? 1 : 0)) / lengths.Sum()
//|   says: this is the gradient of the mean; asked is that of the sum
//| wrong: overflow
//|   replace: Math.Exp(-CrossEntropy(o[t], b, c))
//|   by: Math.Exp(o[t][b, c]) / Enumerable.Range(0, o[t].Columns).Sum(k => Math.Exp(o[t][b, k]))
//|   says: softmax without subtracting the maximum overflows here
