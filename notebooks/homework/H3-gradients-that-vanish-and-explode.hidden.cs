// H3, the part that no student receives: checks, hints, known wrong answers.

//| exercise: h3.product
//| hint: How many Jacobians lie between h[0] and h[T − 1]?
//| hint: J_t scales row i of Whh by 1 − h[t][0, i]². Start with the identity.
//| hint: For t = 1 … T − 1: product = (J_t * product). The later step stands on the left.
//| public: two states
[Draw.States(r, 2, 1, 2), Draw.Mat(r, 2, 2)]
//| public: three states
[Draw.States(r, 3, 1, 2), Draw.Mat(r, 2, 2)]
//| check: one state gives the identity   weight: 1
[Draw.States(r, 1, 1, 3), Draw.Mat(r, 3, 3)]
//| check: states of zeros   weight: 2
[Enumerable.Range(0, 5).Select(_ => new Mat<double>(1, 3)).ToArray(), Draw.Mat(r, 3, 3)]
//| check: two states   weight: 1
[Draw.States(r, 2, 1, 3), Draw.Mat(r, 3, 3)]
//| check: seven states   weight: 2
[Draw.States(r, 7, 1, 3), Draw.Mat(r, 3, 3)]
//| wrong: order
//|   replace: jacobian * product
//|   by: product * jacobian
//|   says: the order is reversed: the later step's Jacobian stands on the left
//| wrong: slope missing
//|   replace: 1 - h[t][0, i] * h[t][0, i]
//|   by: 1
//|   says: the slopes are missing: this is a power of Whh alone
//| wrong: slope of the step before
//|   replace: 1 - h[t][0, i] * h[t][0, i]
//|   by: 1 - h[t - 1][0, i] * h[t - 1][0, i]
//|   says: the slope is taken at the wrong step: J_t has the slope at h_t
//| wrong: columns
//|   replace: 1 - h[t][0, i] * h[t][0, i]
//|   by: 1 - h[t][0, j] * h[t][0, j]
//|   says: the slope scales the columns; it belongs to the rows of Whh
//| wrong: one too many
//|   replace: int t = 1; t < h.Length
//|   by: int t = 0; t < h.Length
//|   says: there is one Jacobian too many: T states have T − 1 steps between them
//| wrong: transposed
//|   replace: Whh.Clone()
//|   by: Whh.Transpose()
//|   says: Whh is transposed

//| exercise: h3.radius
//| tolerance: 1e-8
//| hint: What is the norm of W^n when W^n = e^s M?
//| hint: Dividing by the norm adds log(norm) to s; squaring M doubles s and n.
//| hint: At the end: exp((s + log(M.Norm())) / n), with n = 2^k.
//| public: no squaring
[Draw.Mat(r, 2, 2), 0]
//| public: one squaring
[Draw.Mat(r, 2, 2), 1]
//| public: five squarings
[Draw.Mat(r, 3, 3), 5]
//| check: one squaring   weight: 2
[Draw.Mat(r, 4, 4), 1]
//| check: six squarings   weight: 2
[Draw.Mat(r, 4, 4), 6]
//| check: a power that leaves the range   weight: 1
[Draw.Mat(r, 4, 4, 30), 12]
//| wrong: overflow
//|   replace: double norm = m.Norm();
//|   by: double norm = 1;
//|   says: without dividing by the norm the powers leave the range of a double
//| wrong: root forgotten
//|   replace: (log + Math.Log(m.Norm())) / n
//|   by: log + Math.Log(m.Norm())
//|   says: the n-th root is missing
//| wrong: precedence
//|   replace: (log + Math.Log(m.Norm())) / n
//|   by: log + Math.Log(m.Norm()) / n
//|   says: only the last logarithm is divided by n: the sum needs parentheses
//| wrong: root of k
//|   replace: n *= 2;
//|   by: n += 1;
//|   says: the root is wrong: k squarings give the power 2^k
//| wrong: logarithm not doubled
//|   replace: log *= 2;
//|   by: log *= 1;
//|   says: the logarithm is not doubled when the matrix is squared
//| wrong: last norm forgotten
//|   replace: log + Math.Log(m.Norm())
//|   by: log
//|   says: the norm of the last matrix is missing

//| exercise: h3.clip
//| hint: Whose norm is compared with the threshold?
//| hint: One norm for all matrices together: the root of the sum of their squared norms.
//| hint: factor = norm > threshold ? threshold / norm : 1; return g * factor for each.
//| public: one matrix, too long
[Draw.Mats(r, 1, 1, 2, 5), 1.0]
//| public: two matrices, too long together
[new[] { Draw.Mat(r, 2, 2), Draw.Mat(r, 1, 2) }, 0.5]
//| check: short enough   weight: 1
[new[] { Draw.Mat(r, 2, 3), Draw.Mat(r, 1, 4) }, 100.0]
//| check: one matrix   weight: 1
[new[] { Draw.Mat(r, 3, 3, 3) }, 0.7]
//| check: three matrices   weight: 2
[new[] { Draw.Mat(r, 2, 3, 3), Draw.Mat(r, 1, 4, 2), Draw.Mat(r, 5, 2) }, 2.5]
//| wrong: each matrix alone
//|   replace: g => g * factor
//|   by: g => g * (g.Norm() > threshold ? threshold / g.Norm() : 1)
//|   says: each matrix is clipped by its own norm: that turns the direction; all together have one norm
//| wrong: by element
//|   replace: g => g * factor
//|   by: g => g.Map(x => Math.Clamp(x, -threshold, threshold))
//|   says: every element is clipped: that turns the direction
//| wrong: always
//|   replace: norm > threshold ? threshold / norm : 1
//|   by: threshold / norm
//|   says: short gradients are made longer: only those above the threshold are scaled
//| wrong: squared
//|   replace: Math.Sqrt(squares)
//|   by: squares
//|   says: the norm is squared: the root is missing
//| wrong: in place
//|   replace: return gradients.Select(g => g * factor).ToArray();
//|   by: foreach (var g in gradients) g.CopyFrom(g * factor); return gradients;
//|   says: the matrices given were changed; asked are new ones

//| exercise: h3.omega
//| hint: What would Ω be if every step kept the gradient's length?
//| hint: For each t from 1: v[t] times the slopes at h[t], entry by entry, then times Whh; compare its norm with v[t]'s.
//| hint: ratio = before.Norm() / v[t].Norm(); add (ratio − 1)².
//| public: two steps
[Draw.Mats(r, 2, 1, 2), Draw.States(r, 2, 1, 2), Draw.Mat(r, 2, 2)]
//| public: four steps
[Draw.Mats(r, 4, 1, 2), Draw.States(r, 4, 1, 2), Draw.Mat(r, 2, 2)]
//| check: one step gives nothing   weight: 1
[Draw.Mats(r, 1, 1, 3), Draw.States(r, 1, 1, 3), Draw.Mat(r, 3, 3)]
//| check: states of zeros   weight: 2
[Draw.Mats(r, 4, 1, 3), Enumerable.Range(0, 4).Select(_ => new Mat<double>(1, 3)).ToArray(), Draw.Mat(r, 3, 3)]
//| check: six steps   weight: 2
[Draw.Mats(r, 6, 1, 3), Draw.States(r, 6, 1, 3), Draw.Mat(r, 3, 3)]
//| wrong: slope missing
//|   replace: (v[t] % slope) * Whh
//|   by: v[t] * Whh
//|   says: the slope of tanh is missing in the Jacobian
//| wrong: transposed
//|   replace: slope) * Whh
//|   by: slope) * Whh.Transpose()
//|   says: Whh is transposed: a row vector times J is (v ⊙ slope)·Whh
//| wrong: not squared
//|   replace: (ratio - 1) * (ratio - 1)
//|   by: Math.Abs(ratio - 1)
//|   says: the square is missing
//| wrong: without the 1
//|   replace: (ratio - 1) * (ratio - 1)
//|   by: ratio * ratio
//|   says: the 1 is missing: the term asks for a ratio of 1, not of 0
//| wrong: difference
//|   replace: before.Norm() / v[t].Norm()
//|   by: before.Norm() - v[t].Norm() + 1
//|   says: the difference of the norms was taken instead of their ratio
//| wrong: from the first state
//|   replace: int t = 1; t < v.Length
//|   by: int t = 0; t < v.Length
//|   says: the sum begins a step too early: nothing lies before the first state

//| exercise: h3.horizon
//| hint: Multiply by the factor until it is small enough, and count.
//| hint: The factor is |w| times the slope. If it is 1 or more, the answer is −1.
//| hint: while (size >= share) { size *= factor; n++; } beginning with size = 1 and n = 0.
//| public: halved each step
[0.5, 1.0, 0.1]
//| public: it never fades
[1.2, 1.0, 0.1]
//| public: a saturated unit
[1.2, 0.5, 0.1]
//| check: a slope below 1   weight: 1
[0.9, 0.3 + 0.5 * r.NextDouble(), 0.001]
//| check: a negative weight   weight: 1
[-0.7, 0.9, 0.001]
//| check: a power that is exactly the share   weight: 1
[0.5, 1.0, 0.125]
//| check: it never fades   weight: 1
[1.0 + r.NextDouble(), 1.0, 0.1]
//| wrong: off by one
//|   replace: return n;
//|   by: return n - 1;
//|   says: it is one too few: after that many steps the gradient is not yet smaller
//| wrong: slope forgotten
//|   replace: Math.Abs(w) * slope
//|   by: Math.Abs(w)
//|   says: the slope is not used
//| wrong: sign
//|   replace: Math.Abs(w) * slope
//|   by: w * slope
//|   says: the sign of the weight decides nothing: take |w|
//| wrong: equal is enough
//|   replace: size >= share
//|   by: size > share
//|   says: equal is not smaller: it must fall below the share
//| wrong: no end
//|   replace: return -1;
//|   by: return int.MaxValue;
//|   says: a gradient that never fades has the answer −1
