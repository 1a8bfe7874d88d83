using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCourse.Numerics;

/// <summary>Which vector instructions the kernels use.</summary>
public enum SimdLevel
{
    /// <summary><see cref="System.Numerics.Vector{T}"/>: any processor.</summary>
    Vector,

    /// <summary>256-bit registers with fused multiply-add.</summary>
    Avx2,

    Avx512,
}

/// <summary>What the numerical kernels run on: the width of their registers and the number of threads.</summary>
public static class Compute
{
    /// <summary>
    /// The level in use: the best of this processor, or a lower one asked for by the environment variable
    /// <c>RNNCOURSE_SIMD</c> (<c>avx512</c>, <c>avx2</c>, <c>vector</c>), which is read once.
    /// </summary>
    public static SimdLevel Simd { get; } = ChooseSimd(Environment.GetEnvironmentVariable("RNNCOURSE_SIMD"));

    /// <summary>Threads a large batch is divided among: the number of processors, or <c>RNNCOURSE_THREADS</c>. Results
    /// are the same for any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1, or above 1024.</exception>
    public static int Threads
    {
        get => _threads;
        set
        {
            _threads = value is >= 1 and <= MostThreads ? value : throw new ArgumentOutOfRangeException(
                nameof(value), $"Threads is {value}; expected 1 to {MostThreads}.");
        }
    }

    private const int MostThreads = 1024;

    private static int _threads = ChooseThreads(Environment.GetEnvironmentVariable("RNNCOURSE_THREADS"));

    private static SimdLevel ChooseSimd(string? asked)
    {
        var best = Avx512F.IsSupported ? SimdLevel.Avx512
            : Avx2.IsSupported && Fma.IsSupported ? SimdLevel.Avx2
            : SimdLevel.Vector;
        var wanted = asked?.Trim().ToUpperInvariant() switch
        {
            null or "" => best,
            "AVX512" => SimdLevel.Avx512,
            "AVX2" => SimdLevel.Avx2,
            "VECTOR" => SimdLevel.Vector,
            _ => throw new NotSupportedException(
                $"RNNCOURSE_SIMD is '{asked}'; use avx512, avx2 or vector, or unset it."),
        };
        return wanted <= best ? wanted : throw new NotSupportedException(
            $"RNNCOURSE_SIMD asks for {asked}, but this processor offers {best}; unset it to use the best.");
    }

    private static int ChooseThreads(string? asked)
    {
        if (string.IsNullOrWhiteSpace(asked)) return Environment.ProcessorCount;
        return int.TryParse(asked, out var n) && n is >= 1 and <= MostThreads ? n : throw new NotSupportedException(
            $"RNNCOURSE_THREADS is '{asked}'; use a whole number from 1 to {MostThreads}, or unset it.");
    }

    /// <summary>Runs a kernel with the registers of <see cref="Simd"/>: the one place that chooses.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static void Run<T, TKernel>(ref TKernel kernel) where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, IKernel<T>
    {
        if (Simd == SimdLevel.Avx512) kernel.Run<Vector512<T>, Simd512<T>>();
        else if (Simd == SimdLevel.Avx2) kernel.Run<Vector256<T>, Simd256<T>>();
        else kernel.Run<Vector<T>, SimdPortable<T>>();
    }
}

/// <summary>A loop over SIMD registers, with its operands as fields.</summary>
internal interface IKernel<T>
    where T : unmanaged
{
    /// <summary>Runs the loop with registers <typeparamref name="V"/>.</summary>
    void Run<V, S>()
        where V : struct where S : struct, ISimd<T, V>;
}
