namespace RnnCourse.Lessons.Tasks;

/// <summary>Tag each word of a sentence with its part of speech: "they can watch the light" is PRON AUX VERB DET NOUN.
/// One answer per word.</summary>
/// <remarks>The course's own task: many to many, in step. Words such as can, watch and light have two tags, and what
/// came before always settles which, so a memory is needed and a perfect tagger exists.</remarks>
public sealed class PartsOfSpeech : ITokenTask
{
    private const int BaselineSentences = 20_000;
    private static readonly string[] Tags = ["DET", "NOUN", "VERB", "ADJ", "ADV", "PRON", "AUX", "PREP"];
    private static readonly string[] Determiners = ["the", "a", "this", "every"];
    private static readonly string[] Both =
        ["watch", "light", "run", "walk", "play", "cook", "plant", "can", "will", "drink"];
    private static readonly string[] Nouns =
        [.. Both, "dog", "river", "child", "garden", "window", "teacher", "letter"];
    private static readonly string[] Verbs =
        ["watch", "light", "walk", "play", "cook", "plant", "drink", "see", "find", "paint", "carry"];
    private static readonly string[] Adjectives = ["old", "green", "quiet", "small"];
    private static readonly string[] Adverbs = ["slowly", "often", "quietly", "never"];
    private static readonly string[] Pronouns = ["they", "we", "you", "i"];
    private static readonly string[] Auxiliaries = ["can", "will", "must", "may"];
    private static readonly string[] Prepositions = ["near", "behind", "with", "under"];

    private readonly Lazy<double> _baseline;

    public PartsOfSpeech()
    {
        string[][] all = [Determiners, Nouns, Verbs, Adjectives, Adverbs, Pronouns, Auxiliaries, Prepositions];
        Inputs = new Vocabulary(all.SelectMany(words => words).Distinct());
        _baseline = new Lazy<double>(TagGivenWord);
    }

    public string Name => "parts of speech";
    public string Source => "this course";

    /// <summary>H(tag | word) in nats a word: the loss of the best tagger that sees the word alone, from the
    /// frequencies of 20,000 sentences with seed 0.</summary>
    public double BaselineLoss => _baseline.Value;
    public Vocabulary Inputs { get; }
    public Vocabulary Classes { get; } = new(Tags);

    public TokenExample Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var sentence = new List<(string Word, string Tag)>();
        if (random.Chance(0.5))
            sentence.Add((random.Pick(Pronouns), "PRON"));
        else
            NounPhrase(sentence, random);

        // After a noun an auxiliary always follows, and no verb is spelt like one: so the tag before settles the tag of
        // a word.
        if (sentence[^1].Tag == "NOUN" || random.Chance(0.5)) sentence.Add((random.Pick(Auxiliaries), "AUX"));
        if (random.Chance(0.3)) sentence.Add((random.Pick(Adverbs), "ADV"));
        sentence.Add((random.Pick(Verbs), "VERB"));
        NounPhrase(sentence, random);
        if (random.Chance(0.4))
        {
            sentence.Add((random.Pick(Prepositions), "PREP"));
            NounPhrase(sentence, random);
        }

        return new TokenExample(
            Inputs.Encode(sentence.Select(entry => entry.Word)),
            Classes.Encode(sentence.Select(entry => entry.Tag)));
    }

    private static void NounPhrase(List<(string, string)> sentence, Random random)
    {
        sentence.Add((random.Pick(Determiners), "DET"));
        if (random.Chance(0.4)) sentence.Add((random.Pick(Adjectives), "ADJ"));
        sentence.Add((random.Pick(Nouns), "NOUN"));
    }

    private double TagGivenWord()
    {
        var pairs = this.Sample(BaselineSentences, new Random(0))
            .SelectMany(example => example.Inputs.Zip(example.Targets))
            .GroupBy(pair => pair.First)
            .Select(word => word.GroupBy(pair => pair.Second).Select(tag => tag.Count()).ToArray())
            .ToArray();
        double total = pairs.Sum(counts => counts.Sum());
        return pairs.Sum(counts => counts.Sum(n => -n / total * Math.Log((double)n / counts.Sum())));
    }
}
