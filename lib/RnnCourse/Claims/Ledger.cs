namespace RnnCourse.Claims;

/// <summary>Claims in the order they were made, each id once.</summary>
[Figures.Display.TypeFormatterSource(typeof(LedgerFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Ledger
{
    private readonly Claim[] claims;

    /// <summary>Collects claims.</summary>
    /// <exception cref="ArgumentException">Two claims have one id.</exception>
    public Ledger(IEnumerable<Claim> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        this.claims = [.. claims];
        string[] twice = [.. this.claims.GroupBy(claim => claim.Id).Where(group => group.Count() > 1).Select(group => group.Key)];
        if (twice.Length > 0)
            throw new ArgumentException($"Each claim needs an id of its own, but these occur more than once: {string.Join(", ", twice)}.", nameof(claims));
    }

    /// <summary>The claims, in order.</summary>
    public IReadOnlyList<Claim> Claims => claims;

    /// <summary>The claim with an id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Claim this[string id] => Array.Find(claims, claim => claim.Id == id)
        ?? throw new KeyNotFoundException($"No claim is called \"{id}\". There are: {string.Join(", ", claims.Select(claim => claim.Id))}.");

    /// <summary>The claims with a verdict.</summary>
    public IEnumerable<Claim> With(Verdict verdict) => claims.Where(claim => claim.Verdict == verdict);

    /// <summary>How many hold, fail and are conditional, and each claim on a line.</summary>
    public override string ToString() => string.Join('\n', claims.Select(claim => $"{claim.Id}: {claim}").Prepend(Summary));

    private string Counted(Verdict verdict, string verb) => RunLedger.Counted(With(verdict).Count(), verb);

    internal string Summary => $"{claims.Length} claim{(claims.Length == 1 ? "" : "s")}: {Counted(Verdict.Holds, "hold")}, {Counted(Verdict.Fails, "fail")}, {Counted(Verdict.Conditional, "hold")} under a condition.";
}
