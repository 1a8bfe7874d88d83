using RnnCourse.Numerics;

namespace RnnCourse.Lessons.Checks;

public static partial class Check
{
    /// <summary>Homework 2: backpropagation through time.</summary>
    public static class H2
    {
        /// <summary>h2.output: dE/dWhy of p, y and h.</summary>
        public static CheckResult OutputGradient(Func<Mat<double>[], Mat<double>[], Mat<double>[],
            Mat<double>> answer) => Run("h2.output", answer);

        /// <summary>h2.delta: δ of ∂⁺E/∂h, h and Whh.</summary>
        public static CheckResult Delta(Func<Mat<double>[], Mat<double>[], Mat<double>, Mat<double>[]> answer) =>
            Run("h2.delta", answer);

        /// <summary>h2.recurrent: dE/dWhh of δ, h and h0.</summary>
        public static CheckResult RecurrentGradient(Func<Mat<double>[], Mat<double>[], Mat<double>,
            Mat<double>> answer) => Run("h2.recurrent", answer);

        /// <summary>h2.input: dE/dWxh of δ, the tokens and their number.</summary>
        public static CheckResult InputGradient(Func<Mat<double>[], int[][], int, Mat<double>> answer) =>
            Run("h2.input", answer);

        /// <summary>h2.differences: the gradient of Loss by central differences.</summary>
        public static CheckResult Differences(Func<Mat<double>, double, Mat<double>> answer) =>
            Run("h2.differences", answer);

        /// <summary>h2.truncated: δ when the error stops at the borders of chunks.</summary>
        public static CheckResult Truncated(Func<Mat<double>[], Mat<double>[], Mat<double>, int,
            Mat<double>[]> answer) => Run("h2.truncated", answer);
    }
}
