namespace RnnCourse.Lessons.Claims;

/// <summary>Claims in the order they were made, each id once.</summary>
[Figures.Display.TypeFormatterSource(typeof(LedgerFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Ledger
{
    private readonly Claim[] _claims;

    /// <summary>Collects claims.</summary>
    /// <exception cref="ArgumentException">Two claims have one id.</exception>
    public Ledger(IEnumerable<Claim> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        _claims = [.. claims];
        string[] twice =
            [.. _claims.GroupBy(claim => claim.Id).Where(group => group.Count() > 1).Select(group => group.Key)];
        if (twice.Length > 0)
            throw new ArgumentException("Each claim needs an id of its own, but these occur more than once: "
                + $"{string.Join(", ", twice)}.", nameof(claims));
    }

    /// <summary>The claims, in order.</summary>
    public IReadOnlyList<Claim> Claims => _claims;

    /// <summary>The claim with an id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Claim this[string id] => Array.Find(_claims, claim => claim.Id == id)
        ?? throw new KeyNotFoundException(
            $"No claim is called \"{id}\". There are: {string.Join(", ", _claims.Select(claim => claim.Id))}.");

    /// <summary>The claims with a verdict.</summary>
    public IEnumerable<Claim> With(Verdict verdict) => _claims.Where(claim => claim.Verdict == verdict);

    /// <summary>How many hold, fail and are conditional, and each claim on a line.</summary>
    public override string ToString() =>
        string.Join('\n', _claims.Select(claim => $"{claim.Id}: {claim}").Prepend(Summary));

    internal string Summary =>
        $"{_claims.Length} claims: {With(Verdict.Holds).Count()} hold, {With(Verdict.Fails).Count()} fail, "
            + $"{With(Verdict.Conditional).Count()} hold under a condition.";
}
