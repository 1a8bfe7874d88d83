// H5, the part that no student receives: checks, hints, known wrong answers.

static object[] Decoder(Random r, int units, int tokens, int end, int max) => new object[]
{
    Draw.Mat(r, 1, units), Draw.Mat(r, units, tokens, 2), Draw.Mat(r, units, units, 1.2), Draw.Mat(r, tokens, units), 0, end, max,
};

// Tokens 1 … n are written in a row, then the end, whatever the state: the next token depends on the last one only.
static object[] Counting(int n, int max)
{
    int tokens = n + 2;
    var (wxh, why) = (new Mat<double>(tokens, tokens), new Mat<double>(tokens, tokens));
    for (int k = 0; k < tokens; k++)
    {
        wxh[k, k] = 3;
        why[(k + 1) % tokens, k] = 1;
    }
    return new object[] { new Mat<double>(1, tokens), wxh, new Mat<double>(tokens, tokens), why, 0, tokens - 1, max };
}

//| exercise: h5.forced
//| hint: What does the decoder know when it writes the first token?
//| hint: Everything moves one step to the right; the start token takes the first place.
//| hint: inputs[0] = start; inputs[t] = target[t − 1] after it. The last target is never read.
//| public: one token
[new[] { 9 }, 0]
//| public: three tokens
[new[] { 5, 7, 9 }, 0]
//| check: one token   weight: 1
[Draw.Ints(r, 1, 50), 77]
//| check: a sentence   weight: 2
[Draw.Ints(r, 9, 50), 77]
//| wrong: not shifted
//|   replace: t == 0 ? start : target[t - 1]
//|   by: target[t]
//|   says: the inputs are not shifted: the decoder reads the very token it should write
//| wrong: shifted to the left
//|   replace: t == 0 ? start : target[t - 1]
//|   by: t + 1 < target.Length ? target[t + 1] : start
//|   says: the inputs are shifted the wrong way: the decoder reads the future
//| wrong: end is read
//|   replace: return inputs;
//|   by: return inputs.Append(target[^1]).ToArray();
//|   says: there is one input too many: the end token is written, not read
//| wrong: no start
//|   replace: t == 0 ? start
//|   by: t == 0 ? target[0]
//|   says: the start token is missing
//| wrong: always start
//|   replace: : target[t - 1]
//|   by: : start
//|   says: the decoder reads the start token at every step

//| exercise: h5.greedy
//| hint: Which two things does a step hand to the next one?
//| hint: The state and the token. Loop: new state, largest logit, stop at end, else write it down.
//| hint: Test for end before you add the token; and let the loop run only while fewer than max are written.
//| public: it counts to two
Counting(2, 10)
//| public: it is cut off
Counting(6, 3)
//| public: a random decoder
Decoder(r, 3, 5, 99, 4)
//| check: it ends by itself   weight: 2
Counting(7, 30)
//| check: it is cut off   weight: 1
Counting(9, 4)
//| check: it must end at once   weight: 1
Counting(0, 5)
//| check: the state matters   weight: 2
Decoder(r, 6, 8, 99, 12)
//| wrong: end written
//|   replace: if (token == end) break;
//|   by: if (token == end) { written.Add(token); break; }
//|   says: the end token is part of the answer: it only says where to stop
//| wrong: state not carried
//|   replace: h = NextState(h, token, Wxh, Whh);
//|   by: h = NextState(h0, token, Wxh, Whh);
//|   says: every step starts from h0: the state is not carried on
//| wrong: start is read again
//|   replace: NextState(h, token, Wxh, Whh)
//|   by: NextState(h, start, Wxh, Whh)
//|   says: the decoder reads the start token at every step: it must read what it wrote
//| wrong: one too many
//|   replace: written.Count < max
//|   by: written.Count <= max
//|   says: one token too many is written: at most max
//| wrong: no stop
//|   replace: if (token == end) break;
//|   by: if (token == end && written.Count == 0) break;
//|   says: it does not stop at the end token
//| wrong: start written
//|   replace: var written = new List<int>();
//|   by: var written = new List<int> { start }; max++;
//|   says: the start token is part of the answer: it is only read

//| exercise: h5.mask
//| hint: Which steps of example b have an error?
//| hint: Those before lengths[b]. By how many numbers is the sum divided?
//| hint: By the number of real tokens of the whole batch, the end tokens among them: the sum of lengths.
//| public: one sentence, one padded step
[new[] { Draw.Vector(r, 3).Select(Math.Abs).ToArray() }, new[] { 2 }]
//| public: two sentences
[new[] { Draw.Vector(r, 4).Select(Math.Abs).ToArray(), Draw.Vector(r, 4).Select(Math.Abs).ToArray() }, new[] { 4, 2 }]
//| check: no padding   weight: 1
[Enumerable.Range(0, 3).Select(_ => Draw.Vector(r, 5)).ToArray(), new[] { 5, 5, 5 }]
//| check: one padded sentence   weight: 2
[new[] { Draw.Vector(r, 6) }, new[] { 4 }]
//| check: a batch of lengths   weight: 2
[Enumerable.Range(0, 4).Select(_ => Draw.Vector(r, 7)).ToArray(), new[] { 7, 2, 5, 3 }]
//| wrong: padding counted
//|   replace: t < lengths[b]
//|   by: t < losses[b].Length
//|   says: padded steps are in the loss
//| wrong: divided by everything
//|   replace: sum / count
//|   by: sum / losses.Sum(row => row.Length)
//|   says: it is divided by all steps, padding included: only real tokens count
//| wrong: end cut off
//|   replace: t < lengths[b]
//|   by: t < lengths[b] - 1
//|   says: the end token's error is cut off: a decoder that is never asked to stop never learns to
//| wrong: mean of means
//|   replace: return sum / count;
//|   by: return losses.Select((row, b) => row.Take(lengths[b]).Average()).Average();
//|   says: this is the mean of the sentences' means: short sentences weigh too much
//| wrong: sum
//|   replace: sum / count
//|   by: sum
//|   says: the sum was returned; asked is the mean over the real tokens
//| wrong: divided by the batch
//|   replace: sum / count
//|   by: sum / losses.Length
//|   says: it is divided by the number of sentences; asked is the number of tokens

//| exercise: h5.attention
//| hint: Which scores may take part in the softmax?
//| hint: Only the first `length`. The others' weights are 0, not e^0.
//| hint: max over j < length; weights[0, j] = exp(score − max), divided by their sum; context = (weights * states).
//| public: two states
[Draw.Mat(r, 1, 2), Draw.Mat(r, 2, 2), 2]
//| public: one padded state
[Draw.Mat(r, 1, 2), Draw.Mat(r, 3, 2), 2]
//| public: large scores
[Draw.Mat(r, 1, 2, 60), Draw.Mat(r, 3, 2, 60), 3]
//| check: no padding   weight: 2
[Draw.Mat(r, 1, 4), Draw.Mat(r, 5, 4), 5]
//| check: padding   weight: 2
[Draw.Mat(r, 1, 4), Draw.Mat(r, 7, 4), 4]
//| check: large scores   weight: 1
[Draw.Mat(r, 1, 4, 100), Draw.Mat(r, 5, 4, 100), 5]
//| check: padding with a large score   weight: 1
var (h, states) = (Draw.Mat(r, 1, 3).Map(Math.Abs), Draw.Mat(r, 5, 3));
for (int i = 0; i < 3; i++) states[4, i] = 5000;
return new object[] { h, states, 4 };
//| wrong: no mask
    var scores = h * states.Transpose();
    double max = double.NegativeInfinity, sum = 0;
    for (int j = 0; j < states.Rows; j++) max = Math.Max(max, scores[0, j]);
    var weights = scores.Map(s => Math.Exp(s - max));
    for (int j = 0; j < states.Rows; j++) sum += weights[0, j];
    weights = weights * (1 / sum);
    return (weights, weights * states);
//|   says: padded states get weight: only the first `length` states are real
//| wrong: overflow
//|   replace: Math.Exp(scores[0, j] - max)
//|   by: Math.Exp(scores[0, j])
//|   says: without subtracting the largest score the exponential overflows
//| wrong: masked scores of 0
//|   replace: weights[0, j] /= sum;
//|   by: weights[0, j] /= sum + (states.Rows - length) * Math.Exp(-max);
//|   says: padding has score 0 instead of none: e⁰ = 1 is in the sum
//| wrong: not normalised
//|   replace: weights[0, j] /= sum;
//|   by: weights[0, j] /= 1;
//|   says: the weights do not sum to 1: the division is missing
//| wrong: maximum of padding too
//|   replace: for (int j = 0; j < length; j++) max
//|   by: for (int j = 0; j < states.Rows; j++) max
//|   says: the maximum is taken over padding too: the real weights may become 0/0
//| wrong: mean
//|   replace: weights * states
//|   by: new Mat<double>(1, states.Rows).Map(_ => 1.0 / states.Rows) * states
//|   says: the context is the plain mean: it must be weighted

//| exercise: h5.exposure
//| hint: It is easier to ask for the opposite.
//| hint: All right: (1 − error) to the power length.
//| hint: 1 − (1 − error)^length.
//| public: one token
[0.1, 1]
//| public: ten tokens
[0.05, 10]
//| check: one token   weight: 1
[0.3 * r.NextDouble() + 0.01, 1]
//| check: a sentence   weight: 2
[0.1 * r.NextDouble() + 0.01, r.Next(8, 40)]
//| wrong: all right
//|   replace: 1 - allRight
//|   by: allRight
//|   says: this is the probability that all are right; asked is the opposite
//| wrong: sum
//|   replace: 1 - allRight
//|   by: error * length
//|   says: probabilities were added: for long sentences the sum exceeds 1
//| wrong: all wrong
//|   replace: 1 - allRight
//|   by: Math.Pow(error, length)
//|   says: this is the probability that all are wrong; one is enough
//| wrong: off by one
//|   replace: Math.Pow(1 - error, length)
//|   by: Math.Pow(1 - error, length - 1)
//|   says: one token is missing: each of the length tokens can be wrong
