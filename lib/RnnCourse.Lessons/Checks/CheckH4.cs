using RnnCourse.Numerics;

namespace RnnCourse.Lessons.Checks;

public static partial class Check
{
    /// <summary>Homework 4: LSTM and GRU, backward.</summary>
    public static class H4
    {
        /// <summary>h4.lstm: one LSTM step backward.</summary>
        public static CheckResult LstmStep(Func<Mat<double>, Mat<double>, Mat<double>, Mat<double>, Mat<double>,
            Mat<double>, Mat<double>, Mat<double>, (Mat<double> dAi, Mat<double> dAf, Mat<double> dAg, Mat<double> dAo,
                Mat<double> dCPrev)> answer) => Run("h4.lstm", answer);

        /// <summary>h4.state: dE/dh of the step before, of four deltas and weights.</summary>
        public static CheckResult PreviousState(Func<Mat<double>[], Mat<double>[], Mat<double>> answer) =>
            Run("h4.state", answer);

        /// <summary>h4.highway: the cell path's derivative, of the forget gates.</summary>
        public static CheckResult Highway(Func<Mat<double>[], Mat<double>> answer) => Run("h4.highway", answer);

        /// <summary>h4.gru: one GRU step backward.</summary>
        public static CheckResult GruStep(Func<Mat<double>, Mat<double>, Mat<double>, Mat<double>, Mat<double>,
            Mat<double>, (Mat<double> dAz, Mat<double> dAr, Mat<double> dAq, Mat<double> dHPrev)> answer) =>
                Run("h4.gru", answer);

        /// <summary>h4.bias: the share of a gradient left after a lag.</summary>
        public static CheckResult ShareLeft(Func<double, int, double> answer) => Run("h4.bias", answer);
    }
}
