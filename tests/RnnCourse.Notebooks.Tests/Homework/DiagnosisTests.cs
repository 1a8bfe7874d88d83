using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>Wrong answers as students write them, and what is said of them: what is so, and nothing else.</summary>
public sealed class DiagnosisTests
{
    private const string Outside = "an index is outside: before the first step there is no other";

    /// <summary>Exercise, answer, what is likely (null for nothing), what the reason says.</summary>
    private static readonly (string Id, string Answer, string? Likely, string Reason)[] Answers =
    [
        // One object under two names.
        ("h1.unroll", """
            var all = new Mat<double>[x.Length];
            var state = h0.Clone();
            for (int t = 0; t < x.Length; t++)
            {
                var next = x[t] * Wxh.Transpose() + state * Whh.Transpose();
                for (int b = 0; b < state.Rows; b++)
                    for (int i = 0; i < state.Columns; i++)
                        state[b, i] = Math.Tanh(next[b, i] + bh[0, i]);
                all[t] = state;
            }
            return all;
            """, "all entries are the last state: a new matrix is needed each step", "entry"),
        ("h2.differences", """
            var g = new Mat<double>(w.Rows, w.Columns);
            for (int i = 0; i < w.Rows; i++)
                for (int j = 0; j < w.Columns; j++)
                {
                    var a = w;
                    var b = w;
                    a[i, j] += epsilon;
                    b[i, j] -= epsilon;
                    g[i, j] = (Loss(a) - Loss(b)) / (2 * epsilon);
                }
            return g;
            """, "'var b = a' does not copy a matrix", "got 0"),
        ("h3.product", """
            int n = Whh.Rows;
            Mat<double>? product = null;
            for (int t = 1; t < h.Length; t++)
            {
                var jacobian = Whh;
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++) jacobian[i, j] *= 1 - h[t][0, i] * h[t][0, i];
                product = product is null ? jacobian.Clone() : jacobian * product;
            }
            if (product is null) { product = new Mat<double>(n, n); for (int i = 0; i < n; i++) product[i, i] = 1; }
            return product;
            """, "'var b = a' does not copy it, Clone does", "changed its argument Whh"),
        ("h6.mean", """
            var d = new Mat<double>[o.Length];
            var m = new Mat<double>(o[0].Rows, o[0].Columns);
            for (int t = 0; t < o.Length; t++)
            {
                for (int b = 0; b < m.Rows; b++)
                    for (int c = 0; c < m.Columns; c++)
                        m[b, c] = (Math.Exp(-CrossEntropy(o[t], b, c)) - (targets[t][b] == c ? 1 : 0))
                            / (double)(o.Length * m.Rows);
                d[t] = m;
            }
            return d;
            """, "every step holds the same numbers: is one matrix written into all of them?", "entry"),

        // What binds how tightly.
        ("h1.softmax", """
            var p = new Mat<double>(o.Rows, o.Columns);
            for (int r = 0; r < o.Rows; r++)
            {
                double largest = o[r, 0], total = 0;
                for (int c = 0; c < o.Columns; c++) if (o[r, c] > largest) largest = o[r, c];
                for (int c = 0; c < o.Columns; c++) total += Math.Exp(o[r, c]) - largest;
                for (int c = 0; c < o.Columns; c++) p[r, c] = (Math.Exp(o[r, c]) - largest) / total;
            }
            return p;
            """, "the maximum is subtracted in the exponent", ""),
        ("h2.differences", """
            var g = new Mat<double>(w.Rows, w.Columns);
            for (int i = 0; i < w.Rows; i++)
                for (int j = 0; j < w.Columns; j++)
                {
                    var (a, b) = (w.Clone(), w.Clone());
                    a[i, j] += epsilon;
                    b[i, j] -= epsilon;
                    g[i, j] = (Loss(a) - Loss(b)) / 2 * epsilon;
                }
            return g;
            """, "the divisor 2ε needs parentheses", "entry"),
        ("h3.radius", """
            var power = W;
            double log = 0;
            for (int i = 0; i < k; i++)
            {
                double size = power.Norm();
                power = power * (1 / size);
                power = power * power;
                log = 2 * (log + Math.Log(size));
            }
            return Math.Exp(log + Math.Log(power.Norm()) / Math.Pow(2, k));
            """, "the sum needs parentheses", "expected"),
        ("h4.lstm", """
            var th = c.Map(Math.Tanh);
            var d = dC + dH % o % th.Map(s => 1 - s * s);
            return (d % (cPrev - g) % f.Map(s => s - s * s), d % f.Map(s => 1 - s) % g.Map(s => 1 - s * s),
                dH % th % o.Map(s => s * 1 - s), d % f);
            """, "the slope s (1 − s) of the output gate needs its parentheses", "dAo"),
        ("h4.bias", "return Math.Pow(1 / 1 + Math.Exp(-bias), lag);", "the divisor 1 + exp(−bias) needs parentheses",
            "expected"),
        ("h6.mean", """
            return o.Select((m, t) =>
            {
                var d = new Mat<double>(m.Rows, m.Columns);
                for (int b = 0; b < m.Rows; b++)
                    for (int c = 0; c < m.Columns; c++)
                        d[b, c] = Math.Exp(-CrossEntropy(m, b, c)) - (targets[t][b] == c ? 1.0 : 0)
                            / (o.Length * m.Rows);
                return d;
            }).ToArray();
            """, "the difference p − y needs parentheses", "entry"),

        // The first step and the last.
        ("h2.recurrent", """
            var d = new Mat<double>(h0.Columns, h0.Columns);
            for (int t = 0; t < delta.Length; t++) d += delta[t].Transpose() * h[t - 1];
            return d;
            """, Outside, "IndexOutOfRangeException"),
        ("h2.delta", """
            var d = new Mat<double>[s.Length];
            var road = new Mat<double>(s[0].Rows, s[0].Columns);
            for (int t = s.Length - 1; t >= 0; t--)
            {
                var dH = dEdH[t] + d[t + 1] * Whh + road;
                d[t] = leak * (dH % s[t].Map(x => 1 - x * x));
                road = (1 - leak) * dH;
            }
            return d;
            """, Outside, "IndexOutOfRangeException"),
        ("h5.forced", "return target.Select((_, t) => target[t - 1]).ToArray();", Outside, "IndexOutOfRangeException"),
        ("h6.whh", """
            var h = States(x, h0, Wxh, Whh);
            var d = new Mat<double>(Whh.Rows, Whh.Columns);
            var later = new Mat<double>(h0.Rows, h0.Columns);
            for (int t = x.Length - 1; t >= 0; t--)
            {
                var dA = (dEdH[t] + later) % h[t].Map(s => 1 - s * s);
                d += dA.Transpose() * h[t - 1];
                later = dA * Whh;
            }
            return d;
            """, Outside, "IndexOutOfRangeException"),
        ("h4.highway", """
            var product = f[0].Map(_ => 1);
            for (int t = 1; t < f.Length; t++) product = product % f[t - 1];
            return product;
            """, "the last step's gate is missing", "entry"),

        // Zeros that nothing above explains must not be explained by it: the sentence asks.
        ("h2.input", "return new Mat<double>(delta[0].Columns, inputs);", "was anything written into the result?",
            "got 0"),
        // Two mistakes at once, neither of which is alone anywhere: nothing is claimed.
        ("h2.output", """
            var d = new Mat<double>(p[0].Columns, h[0].Columns);
            for (int t = 0; t < p.Length; t++) d += (p[t] * (t + 2) - y[t]).Transpose() * h[t];
            return d;
            """, null, "entry"),
    ];

    [Theory]
    [Trait("Suite", "Nightly")]
    [InlineData("H1"), InlineData("H2"), InlineData("H3"), InlineData("H4"), InlineData("H5"), InlineData("H6")]
    public async Task A_wrong_answer_gets_the_sentence_that_is_true_of_it(string name)
    {
        using var folder = new TemporaryFolder();
        var homework = Homeworks.Load(name);
        var answers = Answers.Where(a => homework[a.Id] is not null).ToList();
        for (var i = 0; i < answers.Count; i++)
            folder.Write($"submissions/{i:00}.dib",
                Homeworks.Text(homework, e => e.Id == answers[i].Id ? answers[i].Answer : null));
        var grades = await ClassGrading.RunAsync(homework, new(Path.Combine(folder.Path, "submissions"),
            Path.Combine(folder.Path, "grades"), null, null), Homeworks.Options, null, null, null,
            TestContext.Current.CancellationToken);

        var wrong = answers.Zip(grades.Students, (answer, student) =>
        {
            var grade = student.Exercises.Single(e => e.Id == answer.Id);
            return grade.Earned < grade.Points
                && (answer.Likely is null ? grade.Likely is null
                    : grade.Likely?.Contains(answer.Likely, StringComparison.Ordinal) == true)
                && grade.Reason!.Contains(answer.Reason, StringComparison.Ordinal) ? null
                : $"{answer.Id}\n{answer.Answer}\nis told: {grade.Reason}\nlikely: {grade.Likely}";
        }).OfType<string>().ToList();
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }
}
