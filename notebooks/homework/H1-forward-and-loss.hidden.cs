// H1, the part that no student receives: checks, hints, known wrong answers.

static Mat<double> Bias(Random r, int units) => Draw.Mat(r, 1, units);

//| exercise: h1.step
//| hint: What shapes do x and Wxh have? What must the product be?
//| hint: x is [B, I] and Wxh is [H, I]: x * Wxh.Transpose() is [B, H]. The same with h and Whh.
//| hint: Add the two products, then bh[0, i] to column i of every row, then Map(Math.Tanh).
//| public: one example, one unit
[Draw.Mat(r, 1, 1), Draw.Mat(r, 1, 1), Draw.Mat(r, 1, 1), Draw.Mat(r, 1, 1), Bias(r, 1)]
//| public: two examples, two units
[Draw.Mat(r, 2, 2), Draw.Mat(r, 2, 2, 0.5), Draw.Mat(r, 2, 2, 0.5), Draw.Mat(r, 2, 2, 0.5), Bias(r, 2)]
//| check: a bias of zeros   weight: 2
[Draw.Mat(r, 3, 4), Draw.Mat(r, 3, 5, 0.5), Draw.Mat(r, 5, 4, 0.3), Draw.Mat(r, 5, 5, 0.3), new Mat<double>(1, 5)]
//| check: one example   weight: 1
[Draw.Mat(r, 1, 4), Draw.Mat(r, 1, 5, 0.5), Draw.Mat(r, 5, 4, 0.3), Draw.Mat(r, 5, 5, 0.3), Bias(r, 5)]
//| check: a batch   weight: 2
[Draw.Mat(r, 4, 4), Draw.Mat(r, 4, 5, 0.5), Draw.Mat(r, 5, 4, 0.3), Draw.Mat(r, 5, 5, 0.3), Bias(r, 5)]
//| wrong: transposed
//|   replace: h * Whh.Transpose()
//|   by: h * Whh
//|   says: Whh is not transposed: with examples in rows the product is h·Whhᵀ
//| wrong: bias forgotten
//|   replace: a[b, i] += bh[0, i];
//|   by: a[b, i] += 0;
//|   says: the bias is missing
//| wrong: bias on the first row
//|   replace: b < a.Rows
//|   by: b < 1
//|   says: the bias is added to the first example only: every row gets it
//| wrong: tanh forgotten
//|   replace: return a.Map(Math.Tanh);
//|   by: return a;
//|   says: tanh is missing
//| wrong: sigmoid
//|   replace: Math.Tanh
//|   by: s => 1 / (1 + Math.Exp(-s))
//|   says: this is the sigmoid; the cell uses tanh

//| exercise: h1.unroll
//| hint: What does step t need of the step before?
//| hint: Keep a variable h, h0 at first. Each round makes a new state of x[t] and h, stores it, and it becomes h.
//| hint: Make a new matrix each step. If you write into the same one, all entries of the array are the last state.
//| public: one step
[Draw.Mats(r, 1, 1, 2), Draw.Mat(r, 1, 2, 0.5), Draw.Mat(r, 2, 2, 0.5), Draw.Mat(r, 2, 2, 0.5), Bias(r, 2)]
//| public: three steps
[Draw.Mats(r, 3, 1, 2), Draw.Mat(r, 1, 2, 0.5), Draw.Mat(r, 2, 2, 0.5), Draw.Mat(r, 2, 2, 0.5), Bias(r, 2)]
//| check: one step   weight: 1
[Draw.Mats(r, 1, 2, 3), Draw.Mat(r, 2, 4, 0.5), Draw.Mat(r, 4, 3, 0.5), Draw.Mat(r, 4, 4, 0.5), Bias(r, 4)]
//| check: eight steps from a state of zeros   weight: 2
[Draw.Mats(r, 8, 2, 3), new Mat<double>(2, 4), Draw.Mat(r, 4, 3, 0.5), Draw.Mat(r, 4, 4, 0.5), Bias(r, 4)]
//| wrong: always from h0
//|   replace: h = next;
//|   by: h = h0; states[t] = next; if (t >= 0) continue;
//|   says: every step starts from h0: the state is not carried on
//| wrong: overwritten
//|   replace: return states;
//|   by: return states.Select(_ => states[^1]).ToArray();
//|   says: all entries are the last state: a new matrix is needed each step
//| wrong: h0 among them
//|   replace: return states;
//|   by: return states.Prepend(h0).ToArray();
//|   says: h0 is among the states: T inputs give T states
//| wrong: first state forgotten
//|   replace: var h = h0;
//|   by: var h = new Mat<double>(h0.Rows, h0.Columns);
//|   says: h0 is not used: the state before the first step need not be 0
//| wrong: backwards
//|   replace: x[t] * Wxh
//|   by: x[x.Length - 1 - t] * Wxh
//|   says: the inputs are read from the end

//| exercise: h1.softmax
//| hint: Which numbers must sum to 1?
//| hint: Work row by row: the largest logit, the exponentials of the differences to it, their sum.
//| hint: p[b, c] = Math.Exp(o[b, c] - max) with the row's own max; then divide the row by its sum.
//| public: one example
[Draw.Mat(r, 1, 3)]
//| public: two examples
[Draw.Mat(r, 2, 3)]
//| public: a large logit
[new Mat<double>(1, 2).Map(_ => 0) + Mat<double>.Row(1000, 999)]
//| check: a batch   weight: 2
[Draw.Mat(r, 5, 4)]
//| check: large logits   weight: 1
[Draw.Mat(r, 1, 5).Map(x => x + 2000)]
//| check: rows of very different size   weight: 1
var o = Draw.Mat(r, 3, 5);
for (int c = 0; c < 5; c++) o[1, c] += 3000;
return new object[] { o };
//| wrong: overflow
//|   replace: Math.Exp(o[b, c] - max)
//|   by: Math.Exp(o[b, c])
//|   says: softmax without subtracting the maximum overflows here
//| wrong: maximum outside
//|   replace: Math.Exp(o[b, c] - max)
//|   by: Math.Exp(o[b, c]) - max
//|   says: the maximum is subtracted in the exponent, exp(o − max), not from the exponential
//| wrong: one maximum for all
//|   replace: max = Math.Max(max, o[b, c]);
//|   by: for (int k = 0; k < o.Rows; k++) max = Math.Max(max, o[k, c]);
//|   says: one maximum for the whole batch: a row far below it becomes 0/0; every row has its own
//| wrong: sum over the batch
//|   replace: return p;
//|   by: for (int c = 0; c < o.Columns; c++) { double s = 0; for (int b = 0; b < o.Rows; b++) s += p[b, c]; for (int b = 0; b < o.Rows; b++) p[b, c] /= s; } return p;
//|   says: the probabilities are normalised over the batch: each example's classes must sum to 1
//| wrong: not normalised
//|   replace: p[b, c] /= sum;
//|   by: p[b, c] *= 1;
//|   says: the division by the sum is missing
//| wrong: no exponential
//|   replace: sum += p[b, c] = Math.Exp(o[b, c] - max);
//|   by: sum += p[b, c] = Math.Abs(o[b, c]) + 1e-12;
//|   says: the exponential is missing
//| wrong: first row only
//|   replace: b < o.Rows; b++
//|   by: b < 1; b++
//|   says: only the first example was computed

//| exercise: h1.loss
//| hint: What is added for one output? And for some without a target?
//| hint: For each t and b: skip targets below 0; find the row's max; then max + log(sum of exp(o − max)) − o of the target.
//| hint: Do not compute the probability first: it may be 0, and its logarithm −∞.
//| public: one output
[Draw.Mats(r, 1, 1, 3), new[] { new[] { 1 } }]
//| public: three steps, two examples, one without a target
[Draw.Mats(r, 3, 2, 3), new[] { new[] { 1, 2 }, new[] { 0, -1 }, new[] { 2, 1 } }]
//| public: a large logit
[new[] { Mat<double>.Row(1000, 0) }, new[] { new[] { 1 } }]
//| check: outputs without a target   weight: 2
[Draw.Mats(r, 4, 2, 4), new[] { new[] { 1, 3 }, new[] { -1, 0 }, new[] { 3, -1 }, new[] { -1, 2 } }]
//| check: large logits   weight: 1
[Draw.Mats(r, 3, 1, 4, 900), Enumerable.Range(0, 3).Select(_ => Draw.Ints(r, 1, 4)).ToArray()]
//| wrong: padding counted
//|   replace: if (target < 0) continue;
//|   by: if (target < 0) target = 0;
//|   says: outputs without a target are counted as class 0: padding is in the loss
//| wrong: factor T
//|   replace: return loss;
//|   by: return loss / o.Length;
//|   says: the mean over the steps was returned; asked is the sum
//| wrong: overflow
//|   replace: max + Math.Log(sum) - o[t][b, target]
//|   by: -Math.Log(Math.Exp(o[t][b, target] - max) / sum)
//|   says: the logarithm of a probability that rounds to 0 is infinite: take it apart as in (H1.3)
//| wrong: first step only
//|   replace: t < o.Length
//|   by: t < 1
//|   says: only the first step's errors are in the sum
//| wrong: sign
//|   replace: loss += max
//|   by: loss -= max
//|   says: a sign is wrong: the error grows with log Σ exp and falls with the target's logit
//| wrong: ends at the first gap
//|   replace: if (target < 0) continue;
//|   by: if (target < 0) return loss;
//|   says: the sum ends at the first output without a target: others may follow

//| exercise: h1.initial
//| hint: If all classes are equally likely, what is the probability of the true one?
//| hint: It is 1/C at each step, whatever the target. What is −log of that?
//| hint: ln C for one step, with the natural logarithm. How many steps are summed?
//| public: one step, four classes
[4, 1]
//| public: ten steps, two classes
[2, 10]
//| check: one step   weight: 1
[r.Next(3, 60), 1]
//| check: many steps   weight: 2
[r.Next(3, 60), r.Next(5, 40)]
//| wrong: without the steps
//|   replace: steps * Math.Log(classes)
//|   by: Math.Log(classes)
//|   says: this is the error of one step; asked is the sum over all steps
//| wrong: base 2
//|   replace: Math.Log(classes)
//|   by: Math.Log2(classes)
//|   says: this is the logarithm to base 2: bits, not nats
//| wrong: base 10
//|   replace: Math.Log(classes)
//|   by: Math.Log10(classes)
//|   says: this is the logarithm to base 10
//| wrong: sign
//|   replace: Math.Log(classes)
//|   by: Math.Log(1.0 / classes)
//|   says: the minus is missing: the error is −log(1/C), which is positive
//| wrong: perplexity
//|   replace: Math.Log(classes)
//|   by: classes
//|   says: this counts the classes; the error is their logarithm
