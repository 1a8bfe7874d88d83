namespace RnnCourse.Notebooks.Render;

/// <summary>Writes a short formula as plain text, for the places that hold no HTML: a page's title, lists of chapters
/// and headings, search. Greek letters and common signs become Unicode, sub- and superscripts too where Unicode has
/// them.</summary>
internal static partial class MathText
{
    private static readonly Dictionary<string, string> Signs = new()
    {
        ["alpha"] = "α",
        ["beta"] = "β",
        ["gamma"] = "γ",
        ["delta"] = "δ",
        ["epsilon"] = "ε",
        ["varepsilon"] = "ε",
        ["zeta"] = "ζ",
        ["eta"] = "η",
        ["theta"] = "θ",
        ["iota"] = "ι",
        ["kappa"] = "κ",
        ["lambda"] = "λ",
        ["mu"] = "μ",
        ["nu"] = "ν",
        ["xi"] = "ξ",
        ["pi"] = "π",
        ["rho"] = "ρ",
        ["sigma"] = "σ",
        ["tau"] = "τ",
        ["upsilon"] = "υ",
        ["phi"] = "φ",
        ["varphi"] = "φ",
        ["chi"] = "χ",
        ["psi"] = "ψ",
        ["omega"] = "ω",
        ["Gamma"] = "Γ",
        ["Delta"] = "Δ",
        ["Theta"] = "Θ",
        ["Lambda"] = "Λ",
        ["Xi"] = "Ξ",
        ["Pi"] = "Π",
        ["Sigma"] = "Σ",
        ["Phi"] = "Φ",
        ["Psi"] = "Ψ",
        ["Omega"] = "Ω",
        ["partial"] = "∂",
        ["nabla"] = "∇",
        ["sum"] = "Σ",
        ["prod"] = "Π",
        ["infty"] = "∞",
        ["cdot"] = "·",
        ["times"] = "×",
        ["odot"] = "⊙",
        ["otimes"] = "⊗",
        ["circ"] = "∘",
        ["pm"] = "±",
        ["le"] = "≤",
        ["leq"] = "≤",
        ["ge"] = "≥",
        ["geq"] = "≥",
        ["ne"] = "≠",
        ["neq"] = "≠",
        ["approx"] = "≈",
        ["sim"] = "∼",
        ["propto"] = "∝",
        ["in"] = "∈",
        ["to"] = "→",
        ["rightarrow"] = "→",
        ["leftarrow"] = "←",
        ["Rightarrow"] = "⇒",
        ["top"] = "ᵀ",
        ["prime"] = "′",
        ["ell"] = "ℓ",
        ["ldots"] = "…",
        ["cdots"] = "…",
        ["dots"] = "…",
        ["lVert"] = "‖",
        ["rVert"] = "‖",
        ["Vert"] = "‖",
        ["|"] = "‖",
        ["lvert"] = "|",
        ["rvert"] = "|",
        ["mid"] = "|",
        ["{"] = "{",
        ["}"] = "}",
        ["%"] = "%",
        ["_"] = "_",
        ["#"] = "#",
        ["&"] = "&",
        ["$"] = "$",
        ["quad"] = " ",
        ["qquad"] = " ",
        [","] = " ",
        [";"] = " ",
        [":"] = " ",
        [" "] = " ",
        ["!"] = "",
        ["left"] = "",
        ["right"] = "",
        ["big"] = "",
        ["Big"] = "",
        ["displaystyle"] = "",
        ["limits"] = "",
    };

    /// <summary>Combining signs, which stand above the letter before them.</summary>
    private static readonly Dictionary<string, string> Accents = new()
    {
        ["hat"] = "\u0302",
        ["bar"] = "\u0304",
        ["tilde"] = "\u0303",
        ["vec"] = "\u20D7",
        ["dot"] = "\u0307"
    };

    private const string Lowered = "0123456789+-=()aehijklmnoprstuvxβγρφχ",
        LoweredTo = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ";

    private const string Raised = "0123456789+-=()abcdefghijklmnoprstuvwxyzTᵀ′",
        RaisedTo = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵀ′";

    /// <summary>The formula as text.</summary>
    /// <param name="tex">LaTeX, without the dollar signs.</param>
    internal static string Plain(string tex)
    {
        var text = Styled().Replace(tex, "{$1}");
        text = Accent().Replace(text, accent => accent.Groups[2].Value + Accents[accent.Groups[1].Value]);
        while (Fraction().Match(text) is { Success: true } fraction)
            text = text[..fraction.Index] + Grouped(fraction.Groups[1].Value) + "/" + Grouped(fraction.Groups[2].Value)
                + text[(fraction.Index + fraction.Length)..];
        text = Root().Replace(text, "√$1");
        text = Command().Replace(text, sign =>
            Signs.TryGetValue(sign.Groups[1].Value, out var known) ? known : sign.Groups[1].Value);
        text = Script().Replace(text, script => Moved(script.Groups[1].Value,
            script.Groups[2].Success ? script.Groups[2].Value : script.Groups[3].Value));
        text = text.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        return Spaces().Replace(text, " ").Trim();
    }

    private static string Grouped(string part) => part.Any(c => c is '+' or '-' or ' ') ? $"({part})" : part;

    /// <summary>A sub- or superscript: in small letters where all of it has them, else behind its mark.</summary>
    private static string Moved(string mark, string script)
    {
        var (from, to) = mark == "_" ? (Lowered, LoweredTo) : (Raised, RaisedTo);
        var moved = new StringBuilder();
        foreach (var letter in script)
        {
            if (from.IndexOf(letter, StringComparison.Ordinal) is var at && at < 0)
                return script.Length == 1 ? mark + script : $"{mark}({script})";
            moved.Append(to[at]);
        }

        return moved.ToString();
    }

    [GeneratedRegex(@"\\(?:mathrm|mathbf|mathit|mathsf|mathcal|mathbb"
        + @"|boldsymbol|operatorname|text|textbf|textit)\*?\{([^{}]*)\}")]
    private static partial Regex Styled();

    [GeneratedRegex(@"\\(hat|bar|tilde|vec|dot)\{?([A-Za-z])\}?")]
    private static partial Regex Accent();

    [GeneratedRegex(@"\\[dt]?frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\\sqrt\{([^{}]*)\}")]
    private static partial Regex Root();

    // The blank that ends a command's name before a letter is not a space, but for a relation.
    [GeneratedRegex(@"\\([A-Za-z]+|[^A-Za-z])(?:(?<!\\(?:leq?|geq?|neq?|approx|sim|propto|in|to|mid|cdot"
        + @"|times|odot|otimes|circ|pm|\w*arrow)) (?=[A-Za-z]))?")]
    private static partial Regex Command();

    [GeneratedRegex(@"([_^])(?:\{([^{}]*)\}|([^{}\s]))")]
    private static partial Regex Script();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
