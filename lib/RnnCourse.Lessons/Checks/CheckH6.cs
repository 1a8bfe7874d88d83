using RnnCourse.Numerics;

namespace RnnCourse.Lessons.Checks;

public static partial class Check
{
    /// <summary>Homework 6: the bug museum.</summary>
    public static class H6
    {
        /// <summary>h6.whh: dE/dWhh.</summary>
        public static CheckResult RecurrentGradient(Func<Mat<double>[], Mat<double>[], Mat<double>, Mat<double>,
            Mat<double>, Mat<double>> answer) => Run("h6.whh", answer);

        /// <summary>h6.wxh: dE/dWxh.</summary>
        public static CheckResult InputGradient(Func<Mat<double>[], Mat<double>[], Mat<double>, Mat<double>,
            Mat<double>, Mat<double>> answer) => Run("h6.wxh", answer);

        /// <summary>h6.window: dE/dWhh over a window of k steps.</summary>
        public static CheckResult WindowGradient(Func<Mat<double>[], Mat<double>, Mat<double>, Mat<double>, Mat<double>,
            int, Mat<double>> answer) => Run("h6.window", answer);

        /// <summary>h6.mean: dE/do of the mean loss.</summary>
        public static CheckResult MeanLossGradient(Func<Mat<double>[], int[][], Mat<double>[]> answer) =>
            Run("h6.mean", answer);

        /// <summary>h6.padding: dE/do of the summed loss of padded sequences.</summary>
        public static CheckResult PaddedLossGradient(Func<Mat<double>[], int[][], int[], Mat<double>[]> answer) =>
            Run("h6.padding", answer);
    }
}
