using System.Text.Json;
using System.Text.Json.Nodes;
using RnnCourse.Notebooks.Book;
using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Book;

public sealed class BookBuilderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rnncourse-book-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_notebook_becomes_a_page_with_prose_code_and_outputs()
    {
        var book = await BuildAsync(Notebook("04-bptt.dib",
            Markdown("# 04 · Backpropagation\n\n## The state\n\n$$h_t \\tag{4.2}$$\n\nSee (4.2)."),
            Code("1 + 1 // (4.2)", Shown(EventKind.Return, (Mime.Text, "2")))));

        var page = Page("04-bptt.html");
        Assert.Empty(book.Problems);
        Assert.Contains("<h1 id=\"04-backpropagation\">", page, StringComparison.Ordinal);
        Assert.Contains("<pre tabindex=\"0\">2</pre>", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("href=\"#eq-4.2\"").Length - 1);
        Assert.Contains("href=\"04-bptt.html\"", Page("index.html"), StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_folder, "site", "index.html"), book.IndexPage);
    }

    [Fact]
    public async Task A_number_and_a_title_stand_apart_in_every_link_and_no_list_shows_LaTeX()
    {
        await BuildAsync(Notebook("04-a.dib", Markdown("# 04 · On $\\rho$")),
            Notebook("05-b.dib", Markdown("# 05 · B\n\n## Where $\\rho < 1$")));

        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page("05-b.html"));
        Assert.Equal("← 04 On ρ", page.QuerySelector(".turn [rel=prev]")!.TextContent);
        Assert.Equal(["04 On ρ", "05 B"],
            page.QuerySelectorAll(".chapters a").Take(2).Select(link => link.TextContent));
        Assert.Equal("Where ρ < 1", page.QuerySelector(".on-this-page a")!.TextContent);
        Assert.StartsWith("On ρ · ",
            new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page("04-a.html")).Title, StringComparison.Ordinal);
        Assert.All(["index.html", "04-a.html", "05-b.html"], file =>
            Assert.DoesNotContain(@"\rho", string.Concat(
                new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page(file))
                    .QuerySelectorAll("title, nav, .contents").Select(list => list.TextContent)),
                StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_of_a_picture_begins_with_the_section_it_shows_and_a_book_without_it_says_what_to_do()
    {
        var book = await BuildAsync(Notebook("10-a.dib",
            Markdown("# 10 · A\n\n## Before\n\nFirst.\n\n## Shown\n\nSecond.")));
        var page = Screenshots.From("shown", Page("10-a.html"));
        Assert.DoesNotContain("<p>First.", page, StringComparison.Ordinal);
        Assert.Contains("Second.", page, StringComparison.Ordinal);
        Assert.Contains("class=\"chapters\"", page, StringComparison.Ordinal);

        var told = await Assert.ThrowsAsync<CourseException>(() =>
            Screenshots.TakeAsync(Path.Combine(_folder, "site"), book.Chapters, _folder,
                TestContext.Current.CancellationToken));
        Assert.Contains($"'{Screenshots.Section}' of chapter {Screenshots.Chapter}",
            told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_cell_shows_its_error_in_the_page_and_is_a_problem_of_the_book()
    {
        var failed = Code("throw new Exception();",
            Shown(EventKind.Error, (Mime.Text, "it broke at line 1"))) with
        {
            Status = CellStatus.Failed,
            Reason = "it broke"
        };
        var book = await BuildAsync(Notebook("05-x.dib", failed,
            Code("2", Shown(EventKind.Return, (Mime.Text, "still here")))));

        Assert.Contains("it broke at line 1", Page("05-x.html"), StringComparison.Ordinal);
        Assert.Contains("still here", Page("05-x.html"), StringComparison.Ordinal);
        Assert.Contains("cell 1", Assert.Single(book.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("See (9.9).", "(9.9)")]
    [InlineData("[gone](05-gone.dib)", "05-gone.html")]
    [InlineData("[gone](#gone)", "#gone")]
    [InlineData("$\\notacommand$", "\\notacommand")]
    public async Task A_reference_to_nothing_is_a_problem(string markdown, string named)
    {
        Assert.SkipUnless(NodeIsHere || !named.StartsWith('\\'), "Formulas are checked where Node.js is installed.");
        var book = await BuildAsync(Notebook("04-x.dib", Markdown(markdown)));

        Assert.Contains(book.Problems,
            problem => problem.Page == "04-x.html" && problem.Message.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_equation_number_is_given_once()
    {
        var book = await BuildAsync(
            Notebook("04-a.dib", Markdown("$$x \\tag{4.1}$$")),
            Notebook("05-b.dib", Markdown("$$y \\tag{4.1}$$")));

        Assert.Contains("04-a.html", Assert.Single(book.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_are_counted_and_stand_on_no_page_but_their_own()
    {
        const string Claim = """{"id":"04.agree","sentence":"They agree","source":"S3.6","measured":1e-9,"unit":"","bound":"< 1e-8","verdict":"holds"}""";
        var book = await BuildAsync(Notebook("04-x.dib", Markdown("# 04 · X"),
            Code("claim", Shown(EventKind.Return, (Mime.Text, "holds"), (Mime.Claim, Claim))),
            Code("no claim", Shown(EventKind.Return, (Mime.Text, "?"), (Mime.Claim, "{ broken")))));

        Assert.Equal("04.agree", Assert.Single(book.Claims).Id);
        Assert.Contains("1 claim,", book.Summary, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(Page("report.json"));
        Assert.Equal(["notebooks", "problems"], report.RootElement.EnumerateObject().Select(part => part.Name));
    }

    [Fact]
    public async Task A_link_to_a_notebooks_cell_in_an_output_leads_to_its_page()
    {
        var book = await BuildAsync(
            Notebook("04-x.dib", Code("1")),
            Notebook("14-y.dib",
                Code("ledger", Shown(EventKind.Return, (Mime.Html, "<a href=\"04-x.dib#cell-1\">holds</a>")))));

        Assert.Contains("href=\"04-x.html#cell-1\"", Page("14-y.html"), StringComparison.Ordinal);
        Assert.Empty(book.Problems);
    }

    [Fact]
    public async Task An_exercise_that_is_open_leads_to_the_notebook_for_a_page_cannot_be_written_in()
    {
        await BuildAsync(Notebook("04-bptt.dib", Markdown("# 04 · A"), Code("Exercise.Check(\"4.1\", Slope)",
            Shown(EventKind.Return, (Mime.Html,
                "<p>Not begun. <span class=\"rnncourse-todo\">Run the cell.</span></p>")))));
        Assert.Contains(
            "Not begun. <a href=\"notebooks/04-bptt.dib\" download>Write your answer in the notebook.</a></p>",
            Page("04-bptt.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_skipped_notebook_says_why()
    {
        var skipped = Notebook("A1-x.dib", Markdown("# A1 · X"),
            Code("1") with { Status = CellStatus.Skipped }) with
        {
            Status = CellStatus.Skipped,
            Reason = "It needs Plotly.NET."
        };
        await BuildAsync(skipped);

        Assert.Contains("It needs Plotly.NET.", Page("A1-x.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_display_that_was_updated_is_shown_in_its_last_form_only()
    {
        await BuildAsync(Notebook("03-x.dib", Code("x",
            new CellEvent(EventKind.Display, "d1", [new(Mime.Html, "<p>first</p>")]),
            new CellEvent(EventKind.Update, "d1", [new(Mime.Html, "<p>last</p>")]))));

        Assert.DoesNotContain("<p>first</p>", Page("03-x.html"), StringComparison.Ordinal);
        Assert.Equal(1, Page("03-x.html").Split("<p>last</p>").Length - 1);
    }

    [Fact]
    public async Task Text_that_a_cell_printed_is_escaped()
    {
        await BuildAsync(Notebook("03-x.dib",
            Code("x", Shown(EventKind.Stdout, (Mime.Text, "<script>alert(1)</script>")))));

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", Page("03-x.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_print_edition_holds_all_chapters_and_its_links_stay_within_it()
    {
        await BuildAsync(
            Notebook("04-a.dib", Markdown("# 04 · A\n\n$$x \\tag{4.1}$$")),
            Notebook("05-b.dib", Markdown("# 05 · B\n\nBy (4.1) and [A](04-a.dib).")));

        var print = Page(PrintEdition.PageFile);
        Assert.Contains("id=\"04-a--eq-4.1\"", print, StringComparison.Ordinal);
        Assert.Contains("href=\"#04-a--eq-4.1\"", print, StringComparison.Ordinal);
        Assert.Contains("href=\"#04-a--top\"", print, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_formula_in_a_heading_is_drawn_text_in_the_print_edition_so_that_a_bookmark_has_it()
    {
        Assert.SkipUnless(NodeIsHere, "Node.js is not installed.");
        await BuildAsync(Notebook("06-x.dib", Markdown("# 06 · X\n\n## Where $\\rho < 1$\n\nSo $\\rho$.")));

        using var print = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page(PrintEdition.PageFile));
        foreach (var hidden in print.QuerySelectorAll("[aria-hidden=true]").ToList()) hidden.Remove();
        Assert.Equal("ρ<1", print.QuerySelector("h2 .katex")!.TextContent);
        Assert.NotNull(print.QuerySelector("p .katex math"));
    }

    [Fact]
    public async Task Formulas_are_typeset_at_build_time_with_MathML_where_Node_is_installed()
    {
        Assert.SkipUnless(NodeIsHere, "Node.js is not installed.");
        var book = await BuildAsync(Notebook("04-x.dib", Markdown("The state $h_t$.")));

        Assert.Contains("<math ", Page("04-x.html"), StringComparison.Ordinal);
        Assert.Contains("katex-html", Page("04-x.html"), StringComparison.Ordinal);
        Assert.StartsWith("typeset at build time", book.Mathematics, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "site", "assets", "katex", "fonts", "KaTeX_Main-Regular.woff2")));
    }

    [Fact]
    public async Task Pictures_are_copied_and_those_that_are_missing_are_named_with_file_cell_and_line()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "img"));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "img", "a b.png"), [1, 2, 3],
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "page.md"),
            "# Page\n\n![other](img/none.png)\n", TestContext.Current.CancellationToken);
        var book = await BuildAsync(Notebook("04-x.dib", Code("1"), Markdown(
            "# X\n\n![one](img/a%20b.png) <img src=\"img/a b.png\" width=\"5\"> [file](img/a%20b.png)\n\n"
            + "![gone](img/gone.png) and ![out](../out.png)") with
        { FirstLine = 10 }));

        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Path.Combine(_folder, "site", "img", "a b.png"),
            TestContext.Current.CancellationToken));
        Assert.Equal(
        [
            new("04-x.html", "there is no picture img/gone.png (cell 2, line 14)"),
            new("04-x.html", "the picture ../out.png is outside the notebooks' folder (cell 2, line 14)"),
            new("page.html", "there is no picture img/none.png (line 3)"),
        ], book.Problems);
    }

    [Fact]
    public async Task Outputs_in_Markdown_and_LaTeX_are_shown()
    {
        await BuildAsync(Notebook("04-x.dib", Code("1",
            Shown(EventKind.Return, ("text/markdown", "**bold** [A](04-x.dib)"), (Mime.Text, "plain")),
            Shown(EventKind.Return, ("text/latex", "$x^2$")), Shown(EventKind.Return, ("text/latex", "y^3")))));

        var page = Page("04-x.html");
        Assert.Contains("<strong>bold</strong>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("plain", page, StringComparison.Ordinal);
        Assert.Contains("x^2", page, StringComparison.Ordinal);
        Assert.Contains("y^3", page, StringComparison.Ordinal);
        var article = page[page.IndexOf("<article", StringComparison.Ordinal)..];
        Assert.DoesNotContain("$", article, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_problem_names_cell_and_line()
    {
        var book = await BuildAsync(Notebook("04-x.dib",
            Markdown("# X\n\nBy (4.9).") with { FirstLine = 3 },
            Markdown("A [link](05-none.dib#a).\n\nBad\n$\\nope{x}$") with { FirstLine = 8 }));

        Assert.Contains(book.Problems, problem =>
            problem.Message == "equation (4.9) is referred to, but no notebook has it (cell 1, line 5)");
        Assert.Contains(book.Problems, problem =>
            problem.Message == "the link 05-none.html#a leads nowhere (cell 2, line 8)");
        if (NodeIsHere)
            Assert.Contains(book.Problems, problem =>
                problem.Message.EndsWith("(cell 2, line 11)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_equations_number_stands_outside_what_scrolls()
    {
        Assert.SkipUnless(NodeIsHere, "Node.js is not installed.");
        await BuildAsync(Notebook("04-x.dib", Markdown("$$a = b \\tag{4.1}$$\n\n$$c$$")));

        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page("04-x.html"));
        Assert.Equal(2, page.QuerySelectorAll(".equation > .formula[tabindex='0']").Length);
        Assert.Equal("(4.1)", Assert.Single(page.QuerySelectorAll(".tag")).TextContent);
        Assert.NotNull(page.QuerySelector(".equation > .number > .tag"));
    }

    [Fact]
    public async Task A_notebook_may_have_any_name_and_an_equation_any_number()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has fewer names.");
        string[] names = ["01-a%20b", "02-a#b", "03-a?b", "04-a\"b", "05-a b&<i>c", "06-\\한글", "07-a'onclick='b"];
        var book = await BuildAsync([.. names.Select(name => Notebook(name + ".dib",
            Markdown($"# {name[..2]}\n\n$$a = b \\tag{{{name[1]}.1}}$$\n\n## Here\n\nSee (1.1) and (7.1)."),
            Markdown("$$c \\tag{\"><img src=x>}$$")))]);

        Assert.Equal(["equation (\"><img src=x>) stands in 01-a%20b.html too; a number may be given once"],
            book.Problems.Select(problem => problem.Message.Split(" (cell")[0]).Distinct());
        var site = new Uri("http://localhost/site/");
        foreach (var file in names.Select(name => name + ".html").Append("index.html").Append("print.html"))
        {
            using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page(file));
            Assert.Empty(page.QuerySelectorAll("img, [onclick], a:not([href]), li i, p.open i"));
            foreach (var href in page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!))
            {
                var link = new Uri(new Uri(site, Uri.EscapeDataString(file)), href);
                Assert.True(IsThere(link), $"{file}: {href}");
                if (href is ['#', _, ..])
                    Assert.True(page.GetElementById(Uri.UnescapeDataString(href[1..])) is not null, $"{file}: {href}");
            }
            if (page.QuerySelector(".in-editor")?.GetAttribute("data-source") is { } source)
                Assert.True(IsThere(new Uri(site, source)), source);
        }
        Assert.Contains("\"url\":\"01-a%2520b.html#here\"", Page("assets/search-index.js"), StringComparison.Ordinal);

        bool IsThere(Uri link) => File.Exists(_folder + Uri.UnescapeDataString(link.AbsolutePath));
    }

    [Fact]
    public async Task A_page_that_was_kept_is_whole_or_named()
    {
        var run = Notebook("04-x.dib", Markdown("# X"), Code("1", Shown(EventKind.Return, (Mime.Text, "shown"))));
        await BuildAsync(run);
        var kept = await BuildAsync(run with { Status = CellStatus.NotRun });
        Assert.Empty(kept.Problems);
        Assert.Contains("shown", Page("04-x.html"), StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(_folder, "site", "04-x.html"), Page("04-x.html")[..^99]);
        var book = await BuildAsync(run with { Status = CellStatus.NotRun });
        Assert.Contains("was damaged", Assert.Single(book.Problems).Message, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", Page("04-x.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_definitions_and_code_between_fences_are_shown_and_notes_of_two_cells_do_not_collide()
    {
        var book = await BuildAsync(Notebook("04-x.dib",
            Markdown("# X\n\nOne[^1].\n\n[^1]: First note.\n\nTerm\n:   Its definition.\n\n```csharp\nvar x = 1;\n```"),
            Markdown("Two[^1].\n\n[^1]: Second note.\n\n```python\nprint(1 < 2)\n```")));

        Assert.Empty(book.Problems);
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page("04-x.html"));
        var notes = page.QuerySelectorAll("a.footnote-ref").Select(link =>
            page.GetElementById(link.GetAttribute("href")![1..])!.TextContent.Trim()).ToList();
        Assert.Equal(2, notes.Count);
        Assert.StartsWith("First note.", notes[0], StringComparison.Ordinal);
        Assert.StartsWith("Second note.", notes[1], StringComparison.Ordinal);
        Assert.Equal("Its definition.", page.QuerySelector("dd")!.TextContent.Trim());
        Assert.Equal("var", page.QuerySelector("pre.fence .k")!.TextContent);
        Assert.Equal("print(1 < 2)", page.QuerySelectorAll("pre.fence")[1].TextContent.Trim());
    }

    [Fact]
    public async Task A_macro_holds_for_the_later_formulas_of_its_page_and_for_no_other_page()
    {
        Assert.SkipUnless(NodeIsHere, "Node.js is not installed.");
        var book = await BuildAsync(
            Notebook("04-x.dib", Markdown("# X\n\n$\\newcommand{\\state}{h_t}\\state$"), Markdown("$\\state^2$")),
            Notebook("05-y.dib", Markdown("# Y\n\n$\\state$")));

        Assert.Equal(["05-y.html"], book.Problems.Select(problem => problem.Page));
    }

    [Fact]
    public async Task Figures_are_numbered_claims_are_a_line_that_opens_and_plumbing_is_folded()
    {
        var figure = RnnCourse.Figures.Figure.Line(new[] { 1.0, 2 }).ToHtml();
        // A table has no number.
        RnnCourse.Figures.Figure[] kinds =
        [
            RnnCourse.Figures.Diagram.LstmCell(),
            RnnCourse.Figures.Figure.Tokens(["a", "b"], [0.0, 1]).Titled("Words"),
            RnnCourse.Figures.Figure.Explore("n", [1, 2], n => RnnCourse.Figures.Figure.Line(new[] { 0.0, n })),
            RnnCourse.Figures.Figure.Explore("n", [1, 2], n => RnnCourse.Figures.Figure.Tokens(["a"], [0.1 * n])),
            RnnCourse.Figures.Figure.Table(new[] { new { A = 1 } }),
            RnnCourse.Figures.Figure.Table(new[] { new { A = 1 } }).Titled("A table"),
        ];
        const string Claim = "<div class=\"rnncourse-claim rc-theme rc-holds\" data-claim=\"04.a\"><style>.q{}</style>"
            + "<p>holds: so it is</p><p class=\"rc-measured\">measured 1</p></div>";
        await BuildAsync(Notebook("04-x.dib", Markdown("# 04 · X"),
            Code("//| folded\nint plumbing;", Shown(EventKind.Return, (Mime.Html, figure))),
            Code("int kinds;", [.. kinds.Select(kind => Shown(EventKind.Return, (Mime.Html, kind.ToHtml())))]),
            Code("int shown;", Shown(EventKind.Display, (Mime.Html, figure)),
                Shown(EventKind.Return, (Mime.Html, Claim)), Shown(EventKind.Return,
                    (Mime.Html, Claim.Replace("rc-holds", "rc-fails", StringComparison.Ordinal))))));

        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page("04-x.html"));
        Assert.Equal(Enumerable.Range(1, 6).Select(n => $"Figure 04.{n}"),
            page.QuerySelectorAll("figure.numbered figcaption").Select(caption => caption.TextContent));
        Assert.Equal("#figure-2", page.QuerySelectorAll("figure.numbered figcaption a")[1].GetAttribute("href"));
        var claims = page.QuerySelectorAll("details.rnncourse-claim").ToList();
        Assert.Equal("holds: so it is", claims[0].QuerySelector("summary")!.TextContent);
        Assert.Equal([false, true], claims.Select(claim => claim.HasAttribute("open")));
        Assert.Contains(".q{}", Page("assets/outputs.css"), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("details > style, div > style"));
        Assert.Equal([false, true, true],
            page.QuerySelectorAll(".cell .code details").Select(code => code.HasAttribute("open")));
        Assert.Equal("int plumbing;", page.QuerySelector(".setup pre")!.TextContent);
    }

    [Fact]
    public async Task Search_and_cards_know_equations_exercises_claims_terms_and_papers()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "glossary.md"),
            "# Glossary\n\n| term | meaning | Korean |\n|---|---|---|\n| forget gate | What is kept. | 망각 게이트 |\n",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "references.md"),
            "# References\n\n- Elman, J. L. (1990). *Finding structure in time.*\n",
            TestContext.Current.CancellationToken);
        var book = await BuildAsync(Notebook("04-x.dib",
            Markdown("# 04 · X\n\nThe forget gate (Elman 1990).\n\n$$h = 1 \\tag{4.7}$$"),
            Code("Exercise.Check(\"4.4\", Answer)")));

        Assert.Empty(book.Problems);
        var index = Page("assets/search-index.js");
        Assert.All(["\"url\":\"04-x.html#eq-4.7\"", "Exercise 4.4", "\"url\":\"glossary.html#term-forget-gate\"",
            "망각 게이트", "\"url\":\"references.html#elman-1990\""],
            entry => Assert.Contains(entry, index, StringComparison.Ordinal));
        var cards = Page("assets/cards.js");
        Assert.Contains("\"glossary.html#term-forget-gate\":\"<p><strong>forget gate", cards, StringComparison.Ordinal);
        Assert.Contains("\"references.html#elman-1990\":\"<p>Elman", cards, StringComparison.Ordinal);
        if (NodeIsHere) Assert.Contains("\"04-x.html#eq-4.7\":\"<math", cards, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_page_tells_of_each_chapter_what_it_is_about_how_long_it_takes_and_shows_a_drawing()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "book.json"), """
            {"title": "Book", "subtitle": "Sub", "parts": [{"title": "P", "notebooks": ["04"]}], "about": {"04": "On X. And more."}}
            """, TestContext.Current.CancellationToken);
        await BuildAsync(Notebook("04-x.dib", Markdown("# 04 · X\n\nWords."), Code("1", Shown(EventKind.Return,
            (Mime.Html, RnnCourse.Figures.Figure.Line(new[] { 1.0, 2 }).ToHtml())))),
            Notebook("05-y.dib", Markdown("# 05 · Y\n\nFirst words.")));

        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page("index.html"));
        Assert.Equal("On X. And more.", page.QuerySelector(".abstract")!.TextContent);
        Assert.Equal("1 min to read · 1 s to run", page.QuerySelector(".times")!.TextContent);
        var cover = page.QuerySelector(".contents img")!.GetAttribute("src")!;
        Assert.DoesNotContain("prefers-color-scheme", Page(Uri.UnescapeDataString(cover)), StringComparison.Ordinal);
        Assert.StartsWith("<svg", Page(Uri.UnescapeDataString(cover)), StringComparison.Ordinal);
        Assert.Equal(3, page.QuerySelectorAll(".ways li").Length);
        Assert.Contains("content=\"On X. And more.\"", Page("04-x.html"), StringComparison.Ordinal);
        Assert.Contains("content=\"First words.\"", Page("05-y.html"), StringComparison.Ordinal);

        // A chapter that is not run this time keeps its drawing, and nobody says how long it runs.
        await BuildAsync(Notebook("04-x.dib", Markdown("# 04 · X\n\nWords.")) with { Status = CellStatus.NotRun });
        using var kept = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page("index.html"));
        Assert.Equal(cover, kept.QuerySelector(".contents img")!.GetAttribute("src"));
        Assert.StartsWith("<svg", Page(Uri.UnescapeDataString(cover)), StringComparison.Ordinal);
        Assert.Null(kept.QuerySelector(".times"));
    }

    [Fact]
    public async Task No_page_has_a_script_in_it()
    {
        await BuildAsync(Notebook("04-x.dib", Code("1", Shown(EventKind.Return,
            (Mime.Html, RnnCourse.Figures.Figure.Line(new[] { 1.0, 2 }).ToHtml())))));

        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Page("04-x.html"));
        Assert.NotEmpty(page.QuerySelectorAll("script[type='application/vnd.plotly.v1+json']"));
        Assert.All(page.QuerySelectorAll("script:not([type])"), script => Assert.True(script.HasAttribute("src")));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(attribute =>
            attribute.Name.StartsWith("on", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Pictures_and_the_numbers_of_plots_are_in_files_beside_the_page_and_stay_with_a_page_that_is_kept()
    {
        byte[] png = [137, 80, 78, 71, 1, 2, 3];
        var figure = RnnCourse.Figures.Figure.Line(new[] { 1.0, 2 });
        var run = Notebook("04-x.dib", Code("1",
            Shown(EventKind.Return, (Mime.Html, figure.ToHtml())),
            Shown(EventKind.Return, ("image/png", Convert.ToBase64String(png)))));
        await BuildAsync(run);
        var html = Page("04-x.html");
        Assert.DoesNotContain("base64", html, StringComparison.Ordinal);
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
        var picture = Path.Combine(_folder, "site", page.QuerySelector(".output > img")!.GetAttribute("src")!);
        Assert.Equal(png, File.ReadAllBytes(picture));
        var source = page.QuerySelector("script[type='application/vnd.plotly.v1+json']")!;
        Assert.Equal("", source.TextContent);
        var numbers = Page(source.GetAttribute("data-file")!);
        const string before = "document.currentScript.figure=";
        Assert.StartsWith(before, numbers, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(numbers[before.Length..].TrimEnd('\n', ';')),
            JsonNode.Parse(figure.ToPlotlyJson())));

        await BuildAsync(run with { Status = CellStatus.NotRun });
        Assert.Equal(html, Page("04-x.html"));
        Assert.Equal(png, File.ReadAllBytes(picture));
        Assert.Equal(numbers, Page(source.GetAttribute("data-file")!));

        // They go with what showed them.
        await BuildAsync(Notebook("04-x.dib", Markdown("# 04 · X")));
        Assert.False(File.Exists(picture));
    }

    private static bool NodeIsHere { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));

    private Task<BuiltBook> BuildAsync(params NotebookResult[] runs) =>
        new BookBuilder(_folder, Path.Combine(_folder, "site"))
            .BuildAsync(runs, [], TestContext.Current.CancellationToken);

    private string Page(string file) => File.ReadAllText(Path.Combine(_folder, "site", file));

    private NotebookResult Notebook(string file, params CellResult[] cells)
    {
        var path = Path.Combine(_folder, file);
        File.WriteAllText(path, "");
        return new(path, CellStatus.Succeeded, null, TimeSpan.Zero,
            [.. cells.Select((cell, n) => cell with { Index = n })], []);
    }

    private static CellResult Markdown(string text) => Cell("markdown", text);

    private static CellResult Code(string text, params CellEvent[] events) => Cell("csharp", text, events);

    private static CellResult Cell(string kernel, string text, params CellEvent[] events) =>
        new(0, kernel, text, 1, CellStatus.Succeeded, null, TimeSpan.FromMilliseconds(12), false, events);

    private static CellEvent Shown(EventKind kind, params (string Mime, string Value)[] values) =>
        new(kind, null, [.. values.Select(value => new MimeValue(value.Mime, value.Value))]);
}
