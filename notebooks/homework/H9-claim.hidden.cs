// H9, the part that no student receives: checks, hints, known wrong answers.

static object[] Rows(Random r, int rows, int units) =>
    new object[] { Enumerable.Range(0, rows).Select(_ => Draw.Vector(r, units, 0.3).Select(Math.Tanh).ToArray()).ToArray() };

//| exercise: h9.faults
//| hint: For each claim, ask: what would the number have been if the sentence were false?
//| hint: One number could not have come out otherwise. One has two explanations. One was the best of many.
//| hint: A clipped gradient is never longer than the limit; the two networks differ in two things; 512 units were searched on the text that they are judged on.
//| public: all three
[]
//| check: all three   weight: 1
[]
//| wrong: first two exchanged
//|   replace: "cannot fail", "confounded", "no null"
//|   by: "confounded", "cannot fail", "no null"
//|   says: A and B are exchanged: what could A's number have been, if clipping did nothing for training?
//| wrong: last two exchanged
//|   replace: "cannot fail", "confounded", "no null"
//|   by: "cannot fail", "no null", "confounded"
//|   says: B and C are exchanged: which of them compares two networks that differ in two things?
//| wrong: first and last exchanged
//|   replace: "cannot fail", "confounded", "no null"
//|   by: "no null", "confounded", "cannot fail"
//|   says: A and C are exchanged: which of the two numbers could not have come out otherwise?
//| wrong: turned around
//|   replace: "cannot fail", "confounded", "no null"
//|   by: "confounded", "no null", "cannot fail"
//|   says: none of the three is in its place

//| exercise: h9.chance
//| hint: Count the searches that did at least as well.
//| hint: The real search is one of them: add 1 above and below.
//| hint: (1.0 + chance.Count(c => c >= measured)) / (1 + chance.Length): mind the division of whole numbers.
//| public: none did as well
[0.5, new[] { 0.1, 0.2, 0.3 }]
//| public: one did just as well
[0.5, new[] { 0.1, 0.5, 0.3 }]
//| check: some did better   weight: 2
[0.4, Draw.Vector(r, 19, 0.5).Append(0.9).ToArray()]
//| check: just as well counts   weight: 1
[0.25, new[] { 0.25, 0.1, 0.25, 0.7 }]
//| wrong: the real one is not counted
//|   replace: (1.0 + chance.Count(c => c >= measured)) / (1 + chance.Length)
//|   by: (double)chance.Count(c => c >= measured) / chance.Length
//|   says: the real search is not counted among them: then the share can be 0
//| wrong: as well is not better
//|   replace: c >= measured
//|   by: c > measured
//|   says: a search that did just as well counts, too
//| wrong: worse ones counted
//|   replace: c >= measured
//|   by: c <= measured
//|   says: the searches that did worse are counted; count those that did at least as well
//| wrong: whole numbers
//|   replace: (1.0 + chance.Count(c => c >= measured)) / (1 + chance.Length)
//|   by: (1 + chance.Count(c => c >= measured)) / (1 + chance.Length)
//|   says: whole numbers were divided: the rest is lost

//| exercise: h9.best
//| hint: What did the search do with the real labels? Do the same for every row.
//| hint: It took the unit with the largest absolute correlation.
//| hint: For each row, row.Max(Math.Abs).
//| public: two shifts
[new[] { new[] { 0.1, -0.4 }, new[] { 0.3, 0.2 }, new[] { -0.6, 0.5 } }]
//| public: one unit
[new[] { new[] { -0.2 }, new[] { 0.1 } }]
//| check: many units   weight: 2
Rows(r, 8, 12)
//| wrong: the real labels' unit
//|   replace: return correlations.Select(row => row.Max(Math.Abs)).ToArray();
//|   by: var last = correlations[^1]; int unit = Array.IndexOf(last, last.MaxBy(Math.Abs)); return correlations.Select(row => Math.Abs(row[unit])).ToArray();
//|   says: one unit is followed, the best for the real labels: the search must look for the best anew under every shift
//| wrong: not absolute
//|   replace: row.Max(Math.Abs)
//|   by: row.Max()
//|   says: a unit that follows the labels with the other sign is as good: take absolute values
//| wrong: sign kept
//|   replace: row.Max(Math.Abs)
//|   by: row.MaxBy(Math.Abs)
//|   says: the value has kept its sign
//| wrong: mean
//|   replace: row.Max(Math.Abs)
//|   by: row.Average(Math.Abs)
//|   says: that is the mean over the units; the search takes the best

//| exercise: h9.interval
//| hint: p is a share: right / of, not of whole numbers.
//| hint: Compute the middle, p + z²/(2n), and half the width; divide both by 1 + z²/n.
//| hint: Under the root stand p(1 − p)/n and z²/(4n²).
//| public: half of them
[5, 10]
//| public: all of them
[10, 10]
//| check: some   weight: 2
[r.Next(20, 80), 100]
//| check: all   weight: 1
[40, 40]
//| wrong: the simple formula
//|   replace: return ((middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n));
//|   by: double s = z * Math.Sqrt(p * (1 - p) / n); return (p - s, p + s);
//|   says: that is the simple formula: with all right it says that the accuracy is 1 for sure
//| wrong: not divided
//|   replace: return ((middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n));
//|   by: return (middle - half, middle + half);
//|   says: the division by 1 + z²/n is missing
//| wrong: whole numbers
//|   replace: p = right / n;
//|   by: p = right / of;
//|   says: whole numbers were divided: the share is 0 or 1
//| wrong: one side
//|   replace: (middle + half) / (1 + z * z / n));
//|   by: middle / (1 + z * z / n));
//|   says: the upper end is the middle: add half the width to it
//| wrong: 4n
//|   replace: (4 * n * n)
//|   by: (4 * n)
//|   says: the second term under the root is z²/(4n²)

//| exercise: h9.equal
//| hint: How many weights has the LSTM? Then try U = 1, 2, 3, …
//| hint: Stop before the plain network has more than the LSTM.
//| hint: While (U + 1)(I + U + 2) is at most 4H(I + H + 1), take one more unit.
//| public: small
[2, 3]
//| public: 10 inputs
[10, 8]
//| check: some   weight: 2
[r.Next(5, 60), r.Next(20, 90)]
//| check: just as many   weight: 1
[4, 7]
//| wrong: four times the units
//|   replace: return units;
//|   by: return 4 * hidden;
//|   says: four times the units have more than four times the weights: they also read each other
//| wrong: one too many
//|   replace: return units;
//|   by: return units + 1;
//|   says: with one unit fewer it has at most as many weights as the LSTM; with this many it has more
//| wrong: no biases
//|   replace: int most = 4 * hidden * (inputs + hidden + 1)
//|   by: int most = 4 * hidden * (inputs + hidden)
//|   says: the biases of the LSTM are not counted
//| wrong: strictly fewer
//|   replace: <= most
//|   by: < most
//|   says: as many as the LSTM is allowed: at most, not fewer than

//| exercise: h9.claim
//| hint: Choose something that you believe and have not seen. What would change your mind?
//| hint: The bound comes first. Which other difference between the two runs could explain the result? Give it a row.
//| hint: Say all five: sentence and bound, numbers by seed, other explanations, what would have refuted it, what is not shown.
//| rubric: 2: the sentence says one thing, and its bound was chosen first and could be missed
//| rubric: 2: five seeds or more, each with its number, or their spread
//| rubric: 2: another explanation is named, and a row or a null excludes it
//| rubric: 1: says what would have refuted it
//| rubric: 1: says what was not shown
