// H2, the part that no student receives: checks, hints, known wrong answers.
// r is a Random; Draw draws matrices. A check's code gives the arguments, in the order of the method's head.

//| exercise: h2.output
//| hint: What does one step add? An outer product of the error at the output with the state, for each example.
//| hint: (p[t] − y[t]) is [B, C] and h[t] is [B, H]. Which one must be transposed so that the product is [C, H]?
//| hint: Begin with a matrix of zeros, [C, H]. For each t add ((p[t] - y[t]).Transpose() * h[t]).
//| public: one step, one example
[new[] { Draw.Probabilities(r, 1, 3) }, new[] { Draw.OneHot(r, 1, 3) }, Draw.States(r, 1, 1, 2)]
//| public: three steps, two examples
[new[] { Draw.Probabilities(r, 2, 3), Draw.Probabilities(r, 2, 3), Draw.Probabilities(r, 2, 3) },
 new[] { Draw.OneHot(r, 2, 3), Draw.OneHot(r, 2, 3), Draw.OneHot(r, 2, 3) }, Draw.States(r, 3, 2, 2)]
//| check: one step, a batch   weight: 1
[new[] { Draw.Probabilities(r, 5, 4) }, new[] { Draw.OneHot(r, 5, 4) }, Draw.States(r, 1, 5, 3)]
//| check: many steps   weight: 2
[Enumerable.Range(0, 7).Select(_ => Draw.Probabilities(r, 1, 4)).ToArray(), Enumerable.Range(0, 7).Select(_ => Draw.OneHot(r, 1, 4)).ToArray(), Draw.States(r, 7, 1, 3)]
//| wrong: factor T
//|   replace: return dWhy;
//|   by: return dWhy * (1.0 / p.Length);
//|   says: the sum over t was divided by T: E is the sum of the errors of all steps, not their mean
//| wrong: last step only
//|   replace: dWhy += dO.Transpose() * h[t];
//|   by: dWhy = dO.Transpose() * h[t];
//|   says: only the last step is in the result: the gradients of all steps must be added
//| wrong: sign
//|   replace: p[t] - y[t]
//|   by: y[t] - p[t]
//|   says: the sign is wrong: the derivative of the error after softmax is p − y, not y − p
//| wrong: target forgotten
//|   replace: p[t] - y[t]
//|   by: p[t]
//|   says: the target y is missing: the derivative is p − y, not p
//| wrong: mean over the batch
//|   replace: dO.Transpose() * h[t]
//|   by: (dO.Transpose() * h[t]) * (1.0 / p[t].Rows)
//|   says: it was divided by the batch size: E sums over the examples
//| wrong: transposed
//|   replace: dO.Transpose() * h[t]
//|   by: (h[t].Transpose() * dO).Transpose().Map(x => x * x)
//|   says: the entries were squared: the outer product is linear in p − y

//| exercise: h2.delta
//| hint: Draw two steps of (H2.1). By which roads does h_t reach h_{t+1}? One passes W_hh and tanh, the other nothing but a number.
//| hint: dE/dh_t is dEdH[t], plus what step t + 1 sends back on both roads: δ_{t+1}·Whh, and (1 − λ) times dE/dh_{t+1}. And δ_t has the factor λ, since s_t enters h_t times λ.
//| hint: Keep a matrix `later`, zeros at first. In each round: dH = dEdH[t] + later; delta[t] = leak * (dH % s[t].Map(x => 1 - x * x)); later = (delta[t] * Whh) + (1 - leak) * dH.
//| public: one step, two units
[Draw.Mats(r, 1, 1, 2), Draw.States(r, 1, 1, 2), Draw.Mat(r, 2, 2), 0.5]
//| public: two steps, no leak left out
[Draw.Mats(r, 2, 1, 2), Draw.States(r, 2, 1, 2), Draw.Mat(r, 2, 2), 1.0]
//| public: four steps, three examples
[Draw.Mats(r, 4, 3, 2), Draw.States(r, 4, 3, 2), Draw.Mat(r, 2, 2), 0.25]
//| check: one step   weight: 1
[Draw.Mats(r, 1, 2, 3), Draw.States(r, 1, 2, 3), Draw.Mat(r, 3, 3), 0.3]
//| check: an error at the last step only   weight: 1
var dEdH = Draw.Mats(r, 5, 1, 3, 0);
dEdH[4] = Draw.Mat(r, 1, 3);
return new object[] { dEdH, Draw.States(r, 5, 1, 3), Draw.Mat(r, 3, 3), 0.6 };
//| check: no recurrent weights, the straight road alone   weight: 1
[Draw.Mats(r, 4, 1, 3), Draw.States(r, 4, 1, 3), new Mat<double>(3, 3), 0.2]
//| check: nine steps, a batch   weight: 3
[Draw.Mats(r, 9, 4, 3), Draw.States(r, 9, 4, 3), Draw.Mat(r, 3, 3), 0.4]
//| wrong: transposed
//|   replace: delta[t] * Whh
//|   by: delta[t] * Whh.Transpose()
//|   says: Whh is transposed: with examples in rows, the error goes back through Whh itself
//| wrong: straight road missing
//|   replace:  + (1 - leak) * dH
//|   by: 
//|   says: the straight road is missing: h_t enters h_{t+1} a second time, times 1 − λ
//| wrong: straight road without its factor
//|   replace: (1 - leak) * dH
//|   by: dH
//|   says: the straight road has the factor 1 − λ
//| wrong: the leak missing in δ
//|   replace: leak * (dH % slope)
//|   by: dH % slope
//|   says: δ lacks the factor λ: s_t enters h_t times λ
//| wrong: slope missing
//|   replace: leak * (dH % slope)
//|   by: leak * dH
//|   says: the slope of tanh is missing: δ is the derivative with respect to a, not s
//| wrong: straight road through the slope
//|   replace: (1 - leak) * dH
//|   by: (1 - leak) * (dH % slope)
//|   says: no slope stands on the straight road: it does not pass tanh
//| wrong: k = 1
//|   replace: var dH = dEdH[t] + later;
//|   by: var dH = dEdH[t];
//|   says: nothing flows back from later steps: this is truncation after one step
//| wrong: sigmoid's slope
//|   replace: x => 1 - x * x
//|   by: x => x * (1 - x)
//|   says: this is the slope of the sigmoid; the slope of tanh is 1 − s²
//| wrong: only the last error
//|   replace: var dH = dEdH[t] + later;
//|   by: var dH = t == s.Length - 1 ? dEdH[t] : later;
//|   says: only the last step's error is used: every step has an error of its own
//| wrong: first example only
//|   replace: later = delta[t] * Whh + (1 - leak) * dH;
//|   by: later = delta[t] * Whh + (1 - leak) * dH; for (int b = 1; b < later.Rows; b++) later.RowSpan(b).Clear();
//|   says: only the first example's error flows back: every row of the batch has its own
//| wrong: in place
//|   replace: var dH = dEdH[t] + later;
//|   by: var dH = dEdH[t]; dH.CopyFrom(dEdH[t] + later);
//|   says: dEdH was overwritten: the caller's matrix changed under its hands

//| exercise: h2.recurrent
//| hint: Which state did step t multiply with Whh?
//| hint: For t = 0 it was h0, otherwise h[t − 1]. The result is [H, H], with δ's unit as the row.
//| hint: For each t add delta[t].Transpose() * before, where before is h0 at t = 0 and h[t − 1] after it.
//| public: one step
[Draw.Mats(r, 1, 1, 2), Draw.States(r, 1, 1, 2), Draw.States(r, 1, 1, 2)[0]]
//| public: three steps, two examples
[Draw.Mats(r, 3, 2, 2), Draw.States(r, 3, 2, 2), Draw.States(r, 1, 2, 2)[0]]
//| check: the first step alone   weight: 1
[Draw.Mats(r, 1, 1, 3), Draw.States(r, 1, 1, 3), Draw.States(r, 1, 1, 3)[0]]
//| check: a state of zeros at first   weight: 2
[Draw.Mats(r, 6, 1, 3), Draw.States(r, 6, 1, 3), new Mat<double>(1, 3)]
//| check: six steps, a batch   weight: 2
[Draw.Mats(r, 6, 4, 3), Draw.States(r, 6, 4, 3), Draw.States(r, 1, 4, 3)[0]]
//| wrong: same step
//|   replace: t == 0 ? h0 : h[t - 1]
//|   by: h[t]
//|   says: it uses h_t where it needs h_{t−1}, the state that Whh was multiplied with
//| wrong: first step forgotten
//|   replace: int t = 0; t < delta.Length
//|   by: int t = 1; t < delta.Length
//|   says: the first step is missing: its state before is h0
//| wrong: transposed
//|   replace: delta[t].Transpose() * before
//|   by: before.Transpose() * delta[t]
//|   says: the outer product is the wrong way round: rows belong to δ, columns to the state
//| wrong: factor T
//|   replace: return dWhh;
//|   by: return dWhh * (1.0 / delta.Length);
//|   says: the sum over t was divided by T: the shared weight collects the gradients of all steps
//| wrong: first example only
//|   replace: delta[t].Transpose() * before
//|   by: delta[t].RowRange(0, 1).Transpose() * before.RowRange(0, 1)
//|   says: the sum over the batch is missing: only the first example counts

//| exercise: h2.input
//| hint: Which column of dWxh does a token touch? What is written into it?
//| hint: Three loops: steps, examples, units. The column is tokens[t][b], the value delta[t][b, i].
//| hint: The same token may come again: add (+=), do not assign (=), to dWxh[i, tokens[t][b]].
//| public: one step, two examples
[Draw.Mats(r, 1, 2, 2), new[] { new[] { 0, 2 } }, 3]
//| public: a token that comes twice
[Draw.Mats(r, 3, 2, 2), new[] { new[] { 0, 1 }, new[] { 1, 1 }, new[] { 0, 2 } }, 4]
//| check: each token once   weight: 1
[Draw.Mats(r, 5, 1, 3), new[] { new[] { 3 }, new[] { 1 }, new[] { 4 }, new[] { 0 }, new[] { 2 } }, 5]
//| check: tokens that come again   weight: 2
[Draw.Mats(r, 5, 1, 3), new[] { new[] { 1 }, new[] { 1 }, new[] { 2 }, new[] { 1 }, new[] { 0 } }, 5]
//| check: a batch   weight: 1
[Draw.Mats(r, 8, 4, 3), Enumerable.Range(0, 8).Select(_ => Draw.Ints(r, 4, 9)).ToArray(), 9]
//| wrong: assigned
//|   replace: +=
//|   by: =
//|   says: a token that comes again overwrites what was there: the contributions must be added
//| wrong: first example only
//|   replace: b < delta[t].Rows
//|   by: b < 1
//|   says: the sum over the batch is missing: only the first example counts
//| wrong: the token before
//|   replace: tokens[t][b]
//|   by: tokens[Math.Max(t - 1, 0)][b]
//|   says: the token is of the step before: δ_t belongs to x_t
//| wrong: last step forgotten
//|   replace: t < delta.Length
//|   by: t < delta.Length - 1 || t == 0
//|   says: the last step is missing
//| wrong: transposed
//|   replace: return dWxh;
//|   by: return dWxh.Transpose();
//|   says: the result is transposed: it must have the shape of Wxh, [H, V]

//| exercise: h2.differences
//| tolerance: 1e-7
//| hint: One entry at a time: a little up, a little down, and back.
//| hint: Keep the old value. Set w[r, c] = old + ε, call Loss; set it to old − ε, call Loss; then restore it.
//| hint: The entry of the gradient is (above − below) / (2 ε). Restore w[r, c] = old before you go on.
//| public: one number
[Draw.Mat(r, 1, 1), 0.1]
//| public: two by two
[Draw.Mat(r, 2, 2), 0.01]
//| check: one number   weight: 1
[Draw.Mat(r, 1, 1), 0.2]
//| check: a matrix   weight: 2
[Draw.Mat(r, 3, 4), 0.05]
//| wrong: one-sided
//|   replace: double below = Loss(w);
//|   by: w[r, c] = old; double below = Loss(w); above = below + 2 * (above - below);
//|   says: the difference is one-sided: (E(w + ε) − E(w)) / ε has an error that falls only with ε
//| wrong: factor 2
//|   replace: (2 * epsilon)
//|   by: epsilon
//|   says: the distance between the two points is 2ε, not ε
//| wrong: not restored
//|   replace: w[r, c] = old;
//|   by: w[r, c] = old - epsilon;
//|   says: w is not restored: the next entry is measured at another place
//| wrong: precedence
//|   replace: (above - below) / (2 * epsilon)
//|   by: (above - below) / 2 * epsilon
//|   says: a / 2 * ε is (a / 2) · ε: the divisor 2ε needs parentheses
//| wrong: epsilon forgotten
//|   replace: (above - below) / (2 * epsilon)
//|   by: above - below
//|   says: the difference was not divided by the distance 2ε
//| wrong: a step of its own
//|   replace: double old = w[r, c];
//|   by: double old = w[r, c]; epsilon = 0.05;
//|   says: ε is an argument: the step that was asked for must be used
//| wrong: first column only
//|   replace: c < w.Columns
//|   by: c < 1
//|   says: only the first column was moved: every entry has its own difference

//| exercise: h2.truncated
//| hint: When does nothing come back to step t? After the last step, and where a sentence ends.
//| hint: Take your answer to exercise 2. Before you add what came back, ask whether ends[t].
//| hint: dH = ends[t] ? dEdH[t] : dEdH[t] + later. All else stays as it was.
//| public: four steps, two sentences
[Draw.Mats(r, 4, 1, 2), Draw.States(r, 4, 1, 2), Draw.Mat(r, 2, 2), 0.5, new[] { false, true, false, true }]
//| public: five steps, the last sentence goes on
[Draw.Mats(r, 5, 1, 2), Draw.States(r, 5, 1, 2), Draw.Mat(r, 2, 2), 0.5, new[] { false, true, false, false, false }]
//| check: one sentence is plain BPTT   weight: 1
[Draw.Mats(r, 5, 2, 3), Draw.States(r, 5, 2, 3), Draw.Mat(r, 3, 3), 0.4, new[] { false, false, false, false, true }]
//| check: sentences of one step   weight: 1
[Draw.Mats(r, 4, 2, 3), Draw.States(r, 4, 2, 3), Draw.Mat(r, 3, 3), 0.7, new[] { true, true, true, true }]
//| check: sentences of several lengths   weight: 3
[Draw.Mats(r, 9, 2, 3), Draw.States(r, 9, 2, 3), Draw.Mat(r, 3, 3), 0.3, new[] { false, false, true, false, true, false, false, false, false }]
//| wrong: off by one
//|   replace: bool open = !ends[t];
//|   by: bool open = t == 0 || !ends[t - 1];
//|   says: the border is off by one: step t + 1 begins the next sentence, so nothing comes back to t
//| wrong: no truncation
//|   replace: bool open = !ends[t];
//|   by: bool open = true;
//|   says: nothing is truncated: the error crosses the borders of the sentences
//| wrong: k = 1
//|   replace: bool open = !ends[t];
//|   by: bool open = false;
//|   says: nothing flows back at all: within a sentence the error must flow
//| wrong: only the straight road is cut
//|   replace: open ? dEdH[t] + later : dEdH[t]
//|   by: open || t + 1 == s.Length ? dEdH[t] + later : dEdH[t] + delta[t + 1] * Whh
//|   says: only the straight road is cut: what comes through Whh must stop there too
//| wrong: too wide
//|   replace: bool open = !ends[t];
//|   by: bool open = !ends[t] && (t == 0 || !ends[t - 1]);
//|   says: the border is too wide: the first step of a sentence hears from its second
//| wrong: upside down
//|   replace: bool open = !ends[t];
//|   by: bool open = ends[t];
//|   says: the condition is upside down: the error passes within a sentence, not at its end
//| wrong: transposed
//|   replace: delta[t] * Whh
//|   by: delta[t] * Whh.Transpose()
//|   says: Whh is transposed: with examples in rows, the error goes back through Whh itself

//| exercise: h2.words
//| hint: Draw the chunks on a line, and mark steps 5 and 25.
//| hint: Which pairs (t, k) of the double sum (4.16) does the chunked backward pass leave out? Are they left out sometimes, or always?
//| hint: Say three things: what is missing, what the carried state can still do, and whether averaging helps.
//| rubric: 1: says that the terms from steps before 20 are missing, as 25 lies in the chunk from 20 to 29
//| rubric: 1: says that the state is carried, but no gradient asks it to keep what was read
//| rubric: 1: says that the error is a bias: it does not average out
