using System.ComponentModel;
using System.Diagnostics;
using System.Net;

namespace RnnCourse.Notebooks.Render;

/// <summary>One formula as an author wrote it.</summary>
/// <param name="Tex">LaTeX, without the dollar signs.</param>
/// <param name="Display">On a line of its own (<c>$$</c>), or within the text (<c>$</c>).</param>
/// <param name="Page">The page it stands on: macros that one of its formulas defines, the later ones have.</param>
public readonly record struct Formula(string Tex, bool Display, int Page = 0);

/// <summary>A formula made into HTML, or the reason why it could not be.</summary>
public readonly record struct TypesetFormula(string Html, string? Error);

/// <summary>Turns formulas into HTML, all of a book at once.</summary>
public abstract class MathTypesetter
{
    /// <summary>Typesets mathematics at build time. Versions since 0.16 write HTML and MathML.</summary>
    public static readonly NpmPackage KaTeX = new("katex", "0.16.22",
        "sha512-XCHRdUw4lf3SKBaJe4EvgqIuWwkPSo9XoeO8GjQW94Bp7TWv9hNhzZjZ+OH9yf1UmLygb7DIT5GSFQiyt16zYg==");

    /// <summary>What the head of each page needs for its formulas to show.</summary>
    public abstract string HeadHtml { get; }

    /// <summary>Says in a sentence how formulas are shown, for the build's summary.</summary>
    public abstract string Description { get; }

    /// <summary>Makes HTML of each formula, in the order given.</summary>
    public abstract Task<IReadOnlyList<TypesetFormula>> TypesetAsync(IReadOnlyList<Formula> formulas,
        CancellationToken cancellation = default);

    /// <summary>The style sheet and fonts that the formulas need, by path among the site's assets.</summary>
    public abstract IEnumerable<(string Name, byte[] Bytes)> Assets();

    /// <summary>Typesets at build time where Node is present and the package can be had; else leaves it to the reader's
    /// browser.</summary>
    public static async Task<MathTypesetter> ChooseAsync(CancellationToken cancellation = default)
    {
        try
        {
            var node = await BuildTimeMath.NodeVersionAsync(cancellation);
            return new BuildTimeMath(await KaTeX.FilesAsync(cancellation), node);
        }
        catch (NpmException reason)
        {
            return new BrowserMath(reason.Message);
        }
    }
}

/// <summary>KaTeX run by Node while the book is built: HTML for the eye, MathML for screen readers, no script in the
/// page.</summary>
internal sealed class BuildTimeMath(IReadOnlyDictionary<string, byte[]> katex, string nodeVersion) : MathTypesetter
{
    // Reads {source: KaTeX, formulas: [{tex, display}]} from standard input and writes [{html} or {error}] to standard
    // output.
    private const string Script = """
        const { source, formulas } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        const own = { exports: {} };
        new Function('module', 'exports', source)(own, own.exports);
        const katex = own.exports;
        const tag = '<span class="tag">', ends = '</span></span></span>';
        // A formula wider than the page scrolls; its number, the last of KaTeX's spans, stands beside the scroller.
        const displayed = html => {
          const [formula, number] = html.includes(tag) ? html.slice(0, -ends.length).split(tag) : [html];
          return `<span class="formula" tabindex="0" role="group" aria-label="equation">${formula}${number ? ends : ''}</span>`
            + (number ? `<span class="number katex" aria-hidden="true">${tag}${number}</span>` : '');
        };
        const macros = {};
        const typeset = ({ Tex, Display, Page }) => {
          try {
            const html = katex.renderToString(Tex, { displayMode: Display, output: 'htmlAndMathml', throwOnError: true, strict: false, macros: macros[Page] ??= {}, globalGroup: true });
            return { Html: Display ? displayed(html) : html };
          }
          catch (problem) { return { Html: '', Error: String(problem.message) }; }
        };
        process.stdout.write(JSON.stringify(formulas.map(typeset)));
        """;

    public override string HeadHtml => """<link rel="stylesheet" href="assets/katex/katex.min.css">""";

    public override string Description =>
        $"typeset at build time (KaTeX {MathTypesetter.KaTeX.Version}, Node {nodeVersion})";

    public override async Task<IReadOnlyList<TypesetFormula>> TypesetAsync(IReadOnlyList<Formula> formulas,
        CancellationToken cancellation = default)
    {
        if (formulas.Count == 0) return [];
        return await RenderCache.GetAsync(new { formulas, KaTeX }, () => MakeAsync(formulas, cancellation));
    }

    private async Task<TypesetFormula[]> MakeAsync(IReadOnlyList<Formula> formulas, CancellationToken cancellation)
    {
        var source = Encoding.UTF8.GetString(katex["dist/katex.js"]);
        try
        {
            var answer =
                await NodeAsync(["-e", Script], JsonSerializer.Serialize(new { source, formulas }), cancellation);
            return JsonSerializer.Deserialize<TypesetFormula[]>(answer)!;
        }
        catch (Exception e) when (e is NpmException or JsonException)
        {
            throw new CourseException($"The formulas could not be typeset: {e.Message}. Run the command again; if that "
                + "does not help, update Node.js, or take it off the PATH: browsers typeset then.");
        }
    }

    // The fonts of almost every formula come with the style sheet: text around a formula would move if they came later.
    private static readonly string[] FontsInStyleSheet = ["KaTeX_Main-Regular", "KaTeX_Math-Italic"];

    public override IEnumerable<(string Name, byte[] Bytes)> Assets()
    {
        const string fonts = "dist/fonts/", end = ".woff2";
        var css = Encoding.UTF8.GetString(katex["dist/katex.min.css"]);
        foreach (var font in FontsInStyleSheet)
            css = css.Replace($"url(fonts/{font}.woff2)",
                $"url(data:font/woff2;base64,{Convert.ToBase64String(katex[fonts + font + end])})",
                StringComparison.Ordinal);
        yield return ("katex/katex.min.css", Encoding.UTF8.GetBytes(css));
        foreach (var (file, bytes) in katex)
            if (file.StartsWith(fonts, StringComparison.Ordinal) && file.EndsWith(end, StringComparison.Ordinal))
                yield return ($"katex/{file["dist/".Length..]}", bytes);
    }

    /// <exception cref="NpmException">Node is not installed.</exception>
    public static async Task<string> NodeVersionAsync(CancellationToken cancellation) =>
        (await NodeAsync(["--version"], "", cancellation)).Trim();

    private static async Task<string> NodeAsync(string[] words, string input, CancellationToken cancellation)
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", words)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new System.Text.UTF8Encoding(false),
                StandardOutputEncoding = System.Text.Encoding.UTF8,
            }) ?? throw new NpmException("Node.js did not start");
            await using var stop = cancellation.Register(() => node.Kill(entireProcessTree: true));
            var answer = node.StandardOutput.ReadToEndAsync(cancellation);
            var errors = node.StandardError.ReadToEndAsync(cancellation);
            await node.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            node.StandardInput.Close();
            await node.WaitForExitAsync(cancellation);
            return node.ExitCode == 0
                ? await answer
                : throw new NpmException(
                    $"Node.js ended with exit code {node.ExitCode}: {(await errors).Trim()}".TrimEnd(':', ' '));
        }
        catch (Win32Exception)
        {
            throw new NpmException("Node.js is not installed");
        }
        catch (IOException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new NpmException($"Node.js ended before it had read its input: {e.Message.TrimEnd('.')}");
        }
    }
}

/// <summary>Without Node: the page carries the LaTeX, and KaTeX from a CDN typesets it when it is read.</summary>
internal sealed class BrowserMath(string reason) : MathTypesetter
{
    private const string Cdn = "https://cdn.jsdelivr.net/npm/katex@0.16.22/dist/";

    public override string HeadHtml => $$"""
        <link rel="stylesheet" href="{{Cdn}}katex.min.css" integrity="sha384-5TcZemv2l/9On385z///+d7MSYlvIEw9FuZTIdZ14vJLqWphw7e7ZPuOiCHJcFCP" crossorigin="anonymous">
        <script defer src="{{Cdn}}katex.min.js" integrity="sha384-cMkvdD8LoxVzGF/RPUKAcvmm49FQ0oxwDF3BGKtDXcEc+T1b2N+teh/OJfpU0jr6" crossorigin="anonymous"></script>
        <script defer src="assets/math.js"></script>
        """;

    public override string Description => $"typeset in the reader's browser, from a CDN ({reason.TrimEnd('.')})";

    public override Task<IReadOnlyList<TypesetFormula>> TypesetAsync(IReadOnlyList<Formula> formulas,
        CancellationToken cancellation = default)
    {
        static TypesetFormula Defer(Formula formula)
        {
            var tex = WebUtility.HtmlEncode(formula.Tex);
            return new($"""<span data-tex="{tex}"{(formula.Display ? " data-display" : "")}>{tex}</span>""", null);
        }

        return Task.FromResult<IReadOnlyList<TypesetFormula>>([.. formulas.Select(Defer)]);
    }

    public override IEnumerable<(string Name, byte[] Bytes)> Assets() => [("math.js", BookAsset.Bytes("math.js"))];
}
