using RnnCourse.Numerics;

namespace RnnCourse.Lessons.Checks;

public static partial class Check
{
    /// <summary>Homework 5: sequence to sequence.</summary>
    public static class H5
    {
        /// <summary>h5.forced: what a decoder reads while it learns.</summary>
        public static CheckResult ForcedInputs(Func<int[], int, int[]> answer) => Run("h5.forced", answer);

        /// <summary>h5.greedy: what a decoder writes alone.</summary>
        public static CheckResult Greedy(Func<Mat<double>, Mat<double>, Mat<double>, Mat<double>, int, int, int,
            int[]> answer) => Run("h5.greedy", answer);

        /// <summary>h5.mask: the mean error over real tokens.</summary>
        public static CheckResult MaskedLoss(Func<double[][], int[], double> answer) => Run("h5.mask", answer);

        /// <summary>h5.attention: one step of attention.</summary>
        public static CheckResult Attend(Func<Mat<double>, Mat<double>, int, (Mat<double> weights,
            Mat<double> context)> answer) => Run("h5.attention", answer);

        /// <summary>h5.exposure: the probability of at least one wrong token.</summary>
        public static CheckResult AnyWrong(Func<double, int, double> answer) => Run("h5.exposure", answer);
    }
}
