// H7, the part that no student receives: checks, hints, known wrong answers.

static double[] Small(Random r, int units) => Draw.Vector(r, 4 * units * (32 + units + 1) + 32 * (units + 1), 0.5);

// A tale that nobody has read, and what counting makes of it: the cost in bits of a symbol.
static readonly int[] Unread = Of(StoryOf(1_500, 90_000_019));
static readonly int[] Read = Of(StoryOf(60_000, 90_000_020));

static string StoryOf(int length, int seed) => RnnCourse.Lessons.Texts.StoryText.Write(length, new Random(seed));
static int[] Of(string text) => text.ToLowerInvariant().Replace('\n', ' ')
    .Select(letter => Math.Max(0, Alphabet.IndexOf(letter))).ToArray();

static double ByLetter()
{
    var counts = Enumerable.Range(0, 32).Select(s => 1.0 + Read.Count(x => x == s)).ToArray();
    return Unread.Skip(1).Average(x => -Math.Log2(counts[x] / counts.Sum()));
}

static double ByPair()
{
    var counts = new double[32, 32];
    for (int n = 1; n < Read.Length; n++) counts[Read[n - 1], Read[n]]++;
    return Enumerable.Range(1, Unread.Length - 1).Average(n => -Math.Log2((counts[Unread[n - 1], Unread[n]] + 1)
        / Enumerable.Range(0, 32).Sum(s => counts[Unread[n - 1], s] + 1)));
}

static string Cost(double[] answer)
{
    int units = Enumerable.Range(1, 100).FirstOrDefault(u => SizeOf(u) == answer.Length);
    if (answer.Length > MostWeights)
        return $"the network has {answer.Length} weights; it may have {MostWeights}";
    if (units == 0)
        return $"{answer.Length} weights are those of no number of units: 1 has {SizeOf(1)}, 12 have {SizeOf(12)}";
    return answer.All(double.IsFinite) ? null : "a weight is NaN or infinite";
}

static double BitsOf(double[] w) => Bits(w, Enumerable.Range(1, 100).First(u => SizeOf(u) == w.Length), Unread);

//| exercise: h7.pieces
//| hint: Where in the text does stream b begin, and where in it its piece n?
//| hint: Every stream has text.Length / streams symbols. How many whole pieces of them fit, if the last one is not read?
//| hint: pieces[n][t][b] = text[b * length + n * steps + t], with (length - 1) / steps pieces.
//| public: one stream
[Draw.Ints(new Random(1), 9, 32), 1, 4]
//| public: two streams
[Draw.Ints(new Random(2), 13, 32), 2, 2]
//| check: one stream   weight: 1
[Draw.Ints(r, 21, 32), 1, 5]
//| check: several, and a rest   weight: 2
[Draw.Ints(r, 64, 32), 3, 4]
//| check: the last has no successor   weight: 1
[Draw.Ints(r, 24, 32), 2, 4]
//| wrong: last is read
//|   replace: (length - 1) / steps
//|   by: length / steps
//|   says: the last symbol of a stream is read, though it has no successor
//| wrong: streams side by side in the text
//|   replace: text[b * length + n * steps + t]
//|   by: text[(n * steps + t) * streams + b]
//|   says: neighbours in the text went to different streams: a stream must be a stretch of the text
//| wrong: pieces dealt out
//|   replace: text[b * length + n * steps + t]
//|   by: text[(n * streams + b) * steps + t]
//|   says: the pieces were dealt out to the streams in turn: the state would be carried to another place in the text
//| wrong: streams and steps exchanged
//|   replace: text[b * length + n * steps + t]
//|   by: text[(b * steps + t) % text.Length]
//|   says: every piece begins where the first one does: n is missing from the place

//| exercise: h7.step
//| hint: Which four pre-activations does unit j have? PreActivation gives them, one at a time.
//| hint: First all of c', from the old c and h; then h' from c'; then the logits, from the new h'.
//| hint: c'[j] = σ(a_f) c[j] + σ(a_i) tanh(a_g); h'[j] = σ(a_o) tanh(c'[j]); p[s] = exp(o[s] − max) / Σ exp(o − max).
//| public: from zeros, two units
[Small(new Random(3), 2), 2, 5, new double[2], new double[2]]
//| public: from a state
[Small(new Random(4), 2), 2, 9, new[] { 0.3, -0.5 }, new[] { 0.8, -1.2 }]
//| check: from zeros   weight: 1
[Small(r, 3), 3, r.Next(32), new double[3], new double[3]]
//| check: from a state   weight: 3
[Small(r, 4), 4, r.Next(32), Draw.Vector(r, 4, 0.4), Draw.Vector(r, 4)]
//| check: large logits   weight: 1
[Small(r, 2).Select((x, k) => k >= 280 ? 2000 * x : x).ToArray(), 2, 3, new[] { 0.9, -0.9 }, new[] { 3.0, -3.0 }]
//| wrong: gates exchanged
//|   replace: Open(Gate(1, j)) * c[j]
//|   by: Open(Gate(0, j)) * c[j]
//|   says: the old cell state is multiplied by the input gate: the order of the gates is i, f, g, o
//| wrong: cell state not squashed
//|   replace: Open(Gate(3, j)) * Math.Tanh(next[j])
//|   by: Open(Gate(3, j)) * next[j]
//|   says: h' is o times tanh(c'), not o times c'
//| wrong: logits of the old state
//|   replace: Logit(w, units, s, state)
//|   by: Logit(w, units, s, h)
//|   says: the logits are those of the old state: they must see what was just read
//| wrong: overflow
//|   replace: double sum = logits.Sum(o => Math.Exp(o - logits.Max()));
//|   by: double sum = logits.Sum(o => Math.Exp(o));
//|   replace: Math.Exp(o - logits.Max()) / sum
//|   by: Math.Exp(o) / sum
//|   says: a number is NaN or infinite: did an exponential overflow, or something divide by zero?

//| exercise: h7.bits
//| hint: What is carried from step to step, and which probability is paid for?
//| hint: Read symbol n, then pay −log2 of the probability of symbol n + 1. The state goes on.
//| hint: N symbols are N − 1 predictions: divide by that.
//| public: three symbols
[Small(new Random(5), 2), 2, new[] { 4, 0, 17 }]
//| check: two symbols   weight: 1
[Small(r, 2), 2, Draw.Ints(r, 2, 32)]
//| check: a text   weight: 3
[Small(r, 3), 3, Draw.Ints(r, 40, 32)]
//| wrong: state not carried
//|   replace: (h, c) = (step.H, step.C);
//|   by:
//|   says: every step starts from zeros: the state is not carried on
//| wrong: nats
//|   replace: Math.Log2
//|   by: Math.Log
//|   says: that is the cost in nats: a bit is ln 2 nats
//| wrong: divided by N
//|   replace: bits / (text.Length - 1)
//|   by: bits / text.Length
//|   says: N symbols are N − 1 predictions: the first is not predicted
//| wrong: the symbol that was read
//|   replace: step.P[text[n + 1]]
//|   by: step.P[text[n]]
//|   says: the probability is that of the symbol just read; pay for the one that comes next
//| wrong: cell state not carried
//|   replace: (h, c) = (step.H, step.C);
//|   by: h = step.H;
//|   says: the cell state c is not carried on

//| exercise: h7.stop
//| hint: Walk through the looks once. What must you remember?
//| hint: Remember where the best look was. How many looks without a new best are n − best?
//| hint: If looks[n] is smaller than the best, it is the best now; else, if n − best equals the patience, end there.
//| public: it ends
[new[] { 3.0, 2, 2.5, 2.6, 1 }, 2]
//| public: it falls to the end
[new[] { 3.0, 2, 1 }, 2]
//| check: it ends   weight: 2
[new[] { 4.0, 3, 3.5, 3.4, 3.6, 1.0, 0.9 }, 3]
//| check: never   weight: 1
[new[] { 4.0, 3, 3.5, 2.9, 3.1, 3.2 }, 3]
//| check: as good is not better   weight: 1
[new[] { 2.0, 1, 1, 1, 0.5 }, 2]
//| wrong: worse than the look before
int best = 0, worse = 0;
for (int n = 1; n < looks.Length; n++)
{
    worse = looks[n] < looks[n - 1] ? 0 : worse + 1;
    if (looks[n] < looks[best]) best = n;
    if (worse == patience) return (best, n);
}
return (best, looks.Length - 1);
//|   says: a look is compared with the one before it; compare it with the best so far
//| wrong: as good is better
//|   replace: looks[n] < looks[best]
//|   by: looks[n] <= looks[best]
//|   says: a loss as good as the best counts as a new best
//| wrong: one look too late
//|   replace: n - best == patience
//|   by: n - best > patience
//|   says: it ends one look too late
//| wrong: never ends
//|   replace: return (best, looks.Length - 1);
//|   by: return (best, best);
//|   says: if the patience lasts, training ends after the last look, not after the best
//| wrong: best of all
//|   replace: return (best, n);
//|   by: return (Array.IndexOf(looks, looks.Min()), n);
//|   says: the best look lies after the end: training was over before it

//| exercise: h7.weights
//| hint: What does the network know of the text before a piece, in the training that stands there?
//| hint: Carry the state (restart near 0), read longer pieces, clip, and train for thousands of updates. Look at unseen text while you do.
//| hint: A forget bias of 1, a learning rate of 0.01 that falls, pieces of 40 symbols, and a few thousand updates are enough.
//| judge
if (Cost(answer) is { } fault) return fault;
double bits = BitsOf(answer);
var (name, most) = check switch
{
    "better than counting letters" => ("counting letters costs", ByLetter()),
    "better than counting pairs" => ("counting pairs costs", ByPair()),
    _ => ("1.2 times the authors' cost is", 1.2 * BitsOf(Weights())),
};
return bits < most ? null : $"it costs {bits:0.00} bits a symbol on the unread tale; {name} {most:0.00}";
//| check: better than counting letters   weight: 4
[]
//| check: better than counting pairs   weight: 4
[]
//| check: nearly as good as the authors' own   weight: 2
[]
//| wrong: untrained
//|   replace: return Unpack(
//|   by: var w = Unpack(
//|   replace: "");
//|   by: ""); return w.Select(x => 0 * x).ToArray();
//|   says: all weights are 0: every symbol is as probable as any other
//| wrong: nothing remembered
//|   replace: return Unpack(
//|   by: var w = Unpack(
//|   replace: "");
//|   by: ""); return w.Select((x, k) => k < 2160 && k % 45 >= 32 && k % 45 < 44 ? 0 : x).ToArray();
//|   says: the states do not see the states before: Whi, Whf, Whg and Who are 0
//| wrong: weights halved
//|   replace: return Unpack(
//|   by: var w = Unpack(
//|   replace: "");
//|   by: ""); return w.Select((x, k) => k < 2160 ? x : 0.6 * x).ToArray();
//|   says: the output layer's weights are too small: the network is less sure than it could be
//| wrong: barely trained
//|   replace: return Unpack(
//|   by: var w = Unpack(
//|   replace: "");
//|   by: ""); return w.Select((x, k) => k < 2160 ? x : 0.08 * x).ToArray();
//|   says: the network is hardly surer of one letter than of another: was it trained long enough?
//| wrong: too large
//|   replace: return Unpack(
//|   by: var w = Unpack(
//|   replace: "");
//|   by: ""); return w.Concat(w).ToArray();
//|   says: the network has more weights than it may have: take fewer units

//| exercise: h7.words
//| hint: Change one thing at a time, and write the bits down each time.
//| hint: What did carrying the state do? What did clipping do, and how did you see that it was needed?
//| hint: Name what you changed, in order, with the bits on unseen text; one thing that did not help; and when you stopped.
//| rubric: 1: names at least two changes and what each did, with numbers
//| rubric: 1: judged on text that was not read, and says so
//| rubric: 1: names a change that did not help, and a likely reason
