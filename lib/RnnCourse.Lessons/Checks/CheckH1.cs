using RnnCourse.Numerics;

namespace RnnCourse.Lessons.Checks;

public static partial class Check
{
    /// <summary>Homework 1: forward and loss.</summary>
    public static class H1
    {
        /// <summary>h1.step: a new state of x, h, Wxh, Whh and bh.</summary>
        public static CheckResult Step(Func<Mat<double>, Mat<double>, Mat<double>, Mat<double>, Mat<double>,
            Mat<double>> answer) => Run("h1.step", answer);

        /// <summary>h1.unroll: the states of x, h0, Wxh, Whh and bh.</summary>
        public static CheckResult Unroll(Func<Mat<double>[], Mat<double>, Mat<double>, Mat<double>, Mat<double>,
            Mat<double>[]> answer) => Run("h1.unroll", answer);

        /// <summary>h1.softmax: probabilities of logits.</summary>
        public static CheckResult Softmax(Func<Mat<double>, Mat<double>> answer) => Run("h1.softmax", answer);

        /// <summary>h1.loss: the summed error of logits and targets.</summary>
        public static CheckResult Loss(Func<Mat<double>[], int[][], double> answer) => Run("h1.loss", answer);

        /// <summary>h1.initial: the error of a network that knows nothing.</summary>
        public static CheckResult InitialLoss(Func<int, int, double> answer) => Run("h1.initial", answer);
    }
}
