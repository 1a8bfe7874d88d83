namespace RnnCourse.Lessons.Claims;

/// <summary>How claims look: a sign and a word say the verdict, colour only repeats it.</summary>
internal static class ClaimStyle
{
    public static string Sheet { get; } = Theme.StyleSheet
        + ".rnncourse-claim{border:1px solid var(--rc-axis);border-left-width:6px;border-radius:4px;padding:6px "
        + "12px;margin:6px 0;max-width:680px;"
        + "font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif}.rnncourse-claim "
        + "p{margin:2px 0}"
        + ".rnncourse-claim.rc-holds{border-left-color:var(--rc-2)}"
        + ".rnncourse-claim.rc-fails{border-left-color:var(--rc-1)}"
        + ".rnncourse-claim.rc-conditional{border-left-color:var(--rc-0)}"
        + ".rnncourse-claim .rc-measured,.rnncourse-claim .rc-note,.rnncourse-claim "
        + ".rc-source{color:var(--rc-muted);font-size:.92em}";

    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Fails => "fails",
        _ => "conditional",
    };

    public static string Sign(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "✓",
        Verdict.Fails => "✗",
        _ => "◐",
    };
}
