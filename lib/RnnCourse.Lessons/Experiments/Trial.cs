using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;
using RnnCourse.Optimizers;

namespace RnnCourse.Lessons.Experiments;

/// <summary>One run that an experiment is asked for, and what those that train have in common.</summary>
public sealed record Trial(ExperimentCase Case, int Seed, ExperimentSetting Setting, CancellationToken Cancellation)
{
    private const int TestBatch = 250;

    public double this[string name] => Setting[name];
    public int Whole(string name) => checked((int)Setting[name]);

    /// <summary>A generator of its own for each purpose of a run, so that methods that are compared start from the same
    /// weights and see the same examples.</summary>
    public Random Random(string purpose)
    {
        var hash = 2166136261u;
        foreach (var c in purpose) hash = (hash ^ c) * 16777619u;
        hash = (hash ^ (uint)Seed) * 0x9E3779B1u;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        return new Random((int)((hash ^ (hash >> 13)) & 0x7FFFFFFF));
    }

    /// <summary>How most experiments train: Adam with the setting's "learning rate", the gradient clipped to its
    /// "clip".</summary>
    public Trainer<float> Adam(SequenceModel<float> model, Loss<float> loss) =>
        new(model, loss, new Adam<float>(model, this["learning rate"])) { ClipNorm = this["clip"] };

    /// <summary>Trains until a criterion, which is looked at now and then, is met.</summary>
    public (RunEnding Ending, int Steps) Until<TBatch>(
        TrainingLoop<float, TBatch> trainer, IEnumerable<TBatch> batches, int steps, int checkEvery, Func<bool> solved)
    {
        for (var done = 0; done < steps;)
        {
            var chunk = Math.Min(checkEvery, steps - done);
            try
            {
                trainer.Run(batches, chunk, cancellation: Cancellation);
            }
            catch (ArithmeticException)
            {
                return (RunEnding.Diverged, done + chunk);
            }

            Cancellation.ThrowIfCancellationRequested();
            done += chunk;
            if (solved()) return (RunEnding.Solved, done);
        }

        return (RunEnding.OutOfSteps, steps);
    }

    /// <summary>Trains a classifier until fewer than 1 % of "test" fresh examples are answered wrongly; looks every
    /// "check every" steps.</summary>
    /// <param name="fresh">Gives that many fresh examples.</param>
    public ExperimentRun UntilClassified(
        Trainer<float> trainer, SequenceModel<float> model, IEnumerable<Batch<float>> batches,
        Func<int, Batch<float>> fresh, int steps)
    {
        var test = Whole("test");
        // Most networks fail on the first few already.
        var (ending, taken) = Until(trainer, batches, steps, Whole("check every"),
            () => ErrorRate(model, fresh, TestBatch) < 0.01 && ErrorRate(model, fresh, test) < 0.01);
        return Ended(ending, taken, ErrorRate(model, fresh, test));
    }

    /// <param name="measure">The experiment's quantity at the end, on fresh examples.</param>
    public ExperimentRun Ended(RunEnding ending, int steps, double measure) => new(Case, Seed, ending, steps, measure);

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

    /// <summary>Fresh batches for a test of a token task.</summary>
    public static Func<int, Batch<float>> Fresh(ITask<TokenExample> task, Random random) =>
        size => Batches.Of<float>(task.Sample(size, random), OutputAt.LastStep);
}
