namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>Notebooks 10 and 11.</summary>
internal static class Gates
{
    private static readonly double[,] Whh = { { 1, 2 }, { -1, 0.5 } }, Other = { { 0.3, -1 }, { 2, 0.7 } };

    public static IEnumerable<Answer> Answers =>
    [
        Answer.Of("10.1", (double ai, double af, double ag, double ao, double cOld) =>
                CandH(σ(af) * cOld + σ(ai) * Math.Tanh(ag), σ(ao)),
            [(-0.5, 1.5, 2, 0.3, 0.8), (0.7, -0.2, -1, 1.1, 2.5)],
            ("you used the sigmoid for the candidate g", (ai, af, ag, ao, cOld) =>
                CandH(σ(af) * cOld + σ(ai) * σ(ag), σ(ao))),
            ("you left out the forget gate", (ai, _, ag, ao, cOld) =>
                CandH(cOld + σ(ai) * Math.Tanh(ag), σ(ao))),
            ("you exchanged the input and the forget gate", (ai, af, ag, ao, cOld) =>
                CandH(σ(ai) * cOld + σ(af) * Math.Tanh(ag), σ(ao))),
            ("you left out tanh in h = o · tanh c", (ai, af, ag, ao, cOld) =>
                [σ(af) * cOld + σ(ai) * Math.Tanh(ag), σ(ao) * (σ(af) * cOld + σ(ai) * Math.Tanh(ag))])),
        Answer.Of("10.2", (double f, double part) => Math.Log(part) / Math.Log(f), [(0.9, 0.5), (0.95, 0.1)],
            ("you divided the other way round", (f, part) => Math.Log(f) / Math.Log(part)),
            ("you took a straight line for an exponential", (f, part) => (1 - part) / (1 - f)),
            ("you forgot that both logarithms are negative", (f, part) => -Math.Log(part) / Math.Log(f))),
        Answer.Of("10.3", (int lag) => Logit(Root(lag)), [50, 12],
            ("you returned the gate, not its bias", lag => Root(lag)),
            ("you raised 0.5 to the power of lag, where you need its root", lag => Logit(Math.Pow(0.5, lag))),
            ("the sign is wrong: this gate is nearly closed", lag => -Logit(Root(lag)))),
        Answer.Of("10.4", (double dH, double dCArrived, double f, double o, double c) =>
                f * (dCArrived + o * Slope(c) * dH),
            [(2, -0.5, 0.7, 0.4, 0.6), (-1, 0.8, 0.9, 0.3, -1.2)],
            ("you forgot the way through h", (_, dCArrived, f, _, _) => f * dCArrived),
            ("you forgot the slope of tanh c", (dH, dCArrived, f, o, _) => f * (dCArrived + o * dH)),
            ("you forgot the forget gate", (dH, dCArrived, _, o, c) => dCArrived + o * Slope(c) * dH),
            ("you let only the way through h pass the forget gate", (dH, dCArrived, f, o, c) =>
                dCArrived + f * o * Slope(c) * dH)),
        Answer.Of("10.5", (int inputs, int hidden) => 4 * Layer(inputs, hidden), [(65, 128), (3, 2)],
            ("you forgot that there are four layers", (inputs, hidden) => Layer(inputs, hidden)),
            ("you forgot the biases", (inputs, hidden) => 4 * (Layer(inputs, hidden) - hidden)),
            ("you counted two biases a layer, as PyTorch has them",
                (inputs, hidden) => 4 * (Layer(inputs, hidden) + hidden)),
            ("you counted three layers: that is a GRU", (inputs, hidden) => 3 * Layer(inputs, hidden))),

        Answer.Of("11.1", (double az, double ar, double ax, double whh, double hOld) =>
                Mix(σ(az), Math.Tanh(ax + whh * σ(ar) * hOld), hOld),
            [(-0.3, -0.4, 1.2, 0.9, 0.8), (1.1, 0.6, -0.5, 1.4, -0.7)],
            ("z keeps the old state: that is PyTorch's convention", (az, ar, ax, whh, hOld) =>
                Mix(1 - σ(az), Math.Tanh(ax + whh * σ(ar) * hOld), hOld)),
            ("you left out the reset gate", (az, _, ax, whh, hOld) =>
                Mix(σ(az), Math.Tanh(ax + whh * hOld), hOld)),
            ("the reset gate multiplies the input as well", (az, ar, ax, whh, hOld) =>
                Mix(σ(az), Math.Tanh(σ(ar) * (ax + whh * hOld)), hOld)),
            ("you left out tanh in the candidate", (az, ar, ax, whh, hOld) =>
                Mix(σ(az), ax + whh * σ(ar) * hOld, hOld))),
        Answer.Of("11.2", (double[,] whh, double[] r, double[] h) => Both(Before(whh, r, h), After(whh, r, h)),
            [(Whh, [0.2, 0.9], [0.5, -0.4]), (Other, [0.6, 0.1], [-0.3, 0.8])],
            ("you exchanged the two", (whh, r, h) => Both(After(whh, r, h), Before(whh, r, h))),
            ("you took them to be the same, reset before",
                (whh, r, h) => Both(Before(whh, r, h), Before(whh, r, h))),
            ("you took them to be the same, reset after",
                (whh, r, h) => Both(After(whh, r, h), After(whh, r, h)))),
        Answer.Of("11.3", (int inputs, int hidden) => Nearest(inputs, hidden), [(100, 36), (20, 64)],
            ("you scaled the units by 4 : 3; parameters grow faster than units",
                (_, hidden) => Math.Round(hidden * 4 / 3.0)),
            ("you scaled by the root of 4 : 3, as if there were no inputs",
                (_, hidden) => Math.Round(hidden * Math.Sqrt(4 / 3.0)))),
        Answer.Of("11.4", (double dH, double z, double candidate, double hOld) =>
                new[] { z * (1 - z) * (candidate - hOld) * dH, (1 - z) * dH },
            [(2, 0.3, 0.9, -0.5), (-1, 0.8, 0.2, 0.7)],
            ("the sign of delta z is that of the other variant", (dH, z, candidate, hOld) =>
                [z * (1 - z) * (hOld - candidate) * dH, (1 - z) * dH]),
            ("you forgot the slope of the sigmoid", (dH, z, candidate, hOld) =>
                [(candidate - hOld) * dH, (1 - z) * dH]),
            ("you sent z back in place of 1 − z", (dH, z, candidate, hOld) =>
                [z * (1 - z) * (candidate - hOld) * dH, z * dH])),
        Answer.Of("11.5", (int lag) => Logit(1 - Root(lag)), [30, 8],
            ("the sign is that of PyTorch's variant, or of an LSTM's forget gate", lag => Logit(Root(lag))),
            ("you returned z, not its bias", lag => 1 - Root(lag)),
            ("you returned what is kept, 1 − z", lag => Root(lag))),
        Answer.Of("11.6", (int[] tokens) => MinimalGatedUnit.States(tokens), [[0, 2, 1, 1, 0], [2, 2, 0, 1]],
            ("f keeps the old state, in place of 1 − f",
                tokens => MinimalGatedUnit.States(tokens, keeps: true)),
            ("the candidate reads h[t−1], not f ⊙ h[t−1]",
                tokens => MinimalGatedUnit.States(tokens, readsAll: true))),
        Answer.Of("11.7", (int[] tokens) => MinimalGatedUnit.Gradient(tokens), [[0, 2, 1, 1, 0], [2, 2, 0, 1]]),
    ];

    private static double σ(double a) => 1 / (1 + Math.Exp(-a));

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static double Root(int lag) => Math.Pow(0.5, 1.0 / lag);

    private static double Slope(double c) => 1 - Math.Tanh(c) * Math.Tanh(c);

    private static double[] CandH(double c, double gate) => [c, gate * Math.Tanh(c)];

    private static double Layer(int inputs, int hidden) => hidden * inputs + hidden * hidden + hidden;

    private static double Mix(double z, double fresh, double old) => (1 - z) * old + z * fresh;

    private static double[] Product(double[,] w, double[] v) =>
        [w[0, 0] * v[0] + w[0, 1] * v[1], w[1, 0] * v[0] + w[1, 1] * v[1]];

    private static double[] Scale(double[] r, double[] v) => [r[0] * v[0], r[1] * v[1]];

    private static double[] Before(double[,] w, double[] r, double[] h) => Product(w, Scale(r, h));

    private static double[] After(double[,] w, double[] r, double[] h) => Scale(r, Product(w, h));

    private static double[] Both(double[] one, double[] two) => [.. one, .. two];

    private static double Nearest(int inputs, int hidden) => Enumerable.Range(1, 4 * hidden)
        .MinBy(n => Math.Abs(3 * Layer(inputs, n) - 4 * Layer(inputs, hidden)));
}
