using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Training;

namespace RnnCourse.Lessons.Experiments;

/// <summary>What the experiments that train have in common.</summary>
internal static class TrainingRuns
{
    private const int TestBatch = 250;

    /// <summary>A generator of its own for each purpose of a run, so that methods that are compared start from the same
    /// weights and see the same examples.</summary>
    public static Random Stream(int seed, string purpose)
    {
        var hash = 2166136261u;
        foreach (var c in purpose)
            hash = (hash ^ c) * 16777619u;
        hash = (hash ^ (uint)seed) * 0x9E3779B1u;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        return new Random((int)((hash ^ (hash >> 13)) & 0x7FFFFFFF));
    }

    /// <summary>Trains until a criterion, which is looked at now and then, is met.</summary>
    public static (RunEnding Ending, int Steps) Until<TBatch>(
        TrainingLoop<float, TBatch> trainer, IEnumerable<TBatch> batches, int steps, int checkEvery, Func<bool> solved,
        CancellationToken cancellation)
    {
        for (var done = 0; done < steps;)
        {
            var chunk = Math.Min(checkEvery, steps - done);
            try
            {
                trainer.Run(batches, chunk, cancellation: cancellation);
            }
            catch (ArithmeticException)
            {
                return (RunEnding.Diverged, done + chunk);
            }

            cancellation.ThrowIfCancellationRequested();
            done += chunk;
            if (solved())
                return (RunEnding.Solved, done);
        }

        return (RunEnding.OutOfSteps, steps);
    }

    /// <summary>The share of fresh examples that are answered wrongly at the last step.</summary>
    public static double ErrorRate(SequenceModel<float> model, Func<int, Batch<float>> fresh, int examples)
    {
        var loss = new SoftmaxCrossEntropy<float>();
        var (right, seen) = (0, 0);
        for (; seen < examples; seen += TestBatch)
        {
            var batch = fresh(TestBatch);
            right += loss.Evaluate(model.Unroll(batch.X).O, batch.Y).Correct;
        }

        return 1 - (double)right / seen;
    }

    /// <summary>Whether fewer than a share of many fresh examples are answered wrongly; most networks fail on the first
    /// few already.</summary>
    public static bool IsBelow(SequenceModel<float> model, Func<int, Batch<float>> fresh, double errors,
        int examples) =>
        ErrorRate(model, fresh, TestBatch) < errors && ErrorRate(model, fresh, examples) < errors;

    /// <summary>Fresh batches for a test of a token task.</summary>
    public static Func<int, Batch<float>> Fresh(ITask<TokenExample> task, Random random) =>
        size => Batches.Of<float>(task.Sample(size, random), OutputAt.LastStep);
}
