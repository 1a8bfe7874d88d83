using RnnCourse.Numerics;

namespace RnnCourse.Lessons.Checks;

public static partial class Check
{
    /// <summary>Homework 3: gradients that vanish and explode.</summary>
    public static class H3
    {
        /// <summary>h3.product: the product of the Jacobians of h and Whh.</summary>
        public static CheckResult JacobianProduct(Func<Mat<double>[], Mat<double>, Mat<double>> answer) =>
            Run("h3.product", answer);

        /// <summary>h3.radius: the spectral radius after k squarings.</summary>
        public static CheckResult SpectralRadius(Func<Mat<double>, int, double> answer) => Run("h3.radius", answer);

        /// <summary>h3.clip: gradients no longer than a threshold.</summary>
        public static CheckResult Clip(Func<Mat<double>[], double, Mat<double>[]> answer) => Run("h3.clip", answer);

        /// <summary>h3.omega: the regulariser of dE/dh, h and Whh.</summary>
        public static CheckResult Omega(Func<Mat<double>[], Mat<double>[], Mat<double>, double> answer) =>
            Run("h3.omega", answer);

        /// <summary>h3.horizon: after how many steps a gradient has faded.</summary>
        public static CheckResult Horizon(Func<double, double, double, int> answer) => Run("h3.horizon", answer);
    }
}
