namespace RnnCourse.Lessons.Tasks;

/// <summary>The sentiment of a short review: "the acting was great but i did not like the ending" is negative. Many
/// words in, one answer out.</summary>
/// <remarks>The course's own task. Order matters: "not" turns the next judgement around, and after "but" only the
/// second part counts; so counting words is not enough. The label is drawn first, so both are equally likely.</remarks>
public sealed class Sentiment : ITokenTask
{
    private static readonly string[] Things =
        ["film", "acting", "ending", "music", "story", "dialogue", "camera", "cast", "plot", "pace", "opening",
            "humour"];

    private static readonly string[] Good = ["great", "good", "lovely", "clever", "warm", "moving", "bright", "fine"];
    private static readonly string[] Bad = ["bad", "dull", "weak", "clumsy", "cold", "slow", "boring", "flat"];
    private static readonly string[] Like = ["liked", "loved", "enjoyed", "admired"],
        LikeBase = ["like", "love", "enjoy", "admire"];
    private static readonly string[] Dislike = ["disliked", "hated", "regretted", "endured"],
        DislikeBase = ["dislike", "hate", "regret", "endure"];
    private static readonly string[] Degrees = ["very", "really", "quite", "so"];

    public Sentiment()
    {
        string[] words =
            ["the", "was", "i", "did", "not", "but", "and", .. Things, .. Good, .. Bad, .. Like, .. LikeBase,
                .. Dislike, .. DislikeBase, .. Degrees];
        Inputs = new Vocabulary(words);
    }

    public string Name => "sentiment of a review";
    public string Source => "this course";

    /// <summary>ln 2, in nats at the one step that is scored.</summary>
    public double BaselineLoss => Math.Log(2);
    public Vocabulary Inputs { get; }
    public Vocabulary Classes { get; } = new(["negative", "positive"]);

    public TokenExample Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var positive = random.Chance(0.5);
        var text = random.Next(3) switch
        {
            0 => Judgement(positive, random),
            1 => $"{Judgement(positive, random)} and {Judgement(positive, random)}",
            _ => $"{Judgement(!positive, random)} but {Judgement(positive, random)}",
        };
        return TokenExample.AskedLast(Inputs.EncodeWords(text), positive ? 1 : 0);
    }

    private static string Judgement(bool positive, Random random)
    {
        var (thing, negated) = (random.Pick(Things), random.Chance(0.4));
        var says = positive != negated;
        var degree = random.Chance(0.4) ? random.Pick(Degrees) + " " : "";
        if (random.Chance(0.6))
            return $"the {thing} was {(negated ? "not " : "")}{degree}{random.Pick(says ? Good : Bad)}";
        return negated
            ? $"i did not {random.Pick(says ? LikeBase : DislikeBase)} the {thing}"
            : $"i {random.Pick(says ? Like : Dislike)} the {thing}";
    }
}
