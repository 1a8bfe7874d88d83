using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Xunit;

namespace RnnCourse.Browser.Tests.Book;

/// <summary>Every page of the book by the rules of WCAG 2.1 AA, as far as a program can tell.</summary>
public sealed class AccessibilityTests(BookFixture book, BrowserFixture browser)
    : IClassFixture<BrowserFixture>, IClassFixture<BookMade>
{
    // Of a formula's two forms, axe reads the one for screen readers; the other has its colours, and thousands of
    // elements. In the dark theme only colours differ, and on a phone the layout.
    private const string Run = """
        async phone => {
          document.querySelectorAll('.katex-html').forEach(formula => formula.remove());
          const violations = async (theme, runOnly) => {
            document.documentElement.dataset.theme = theme;
            const result = await axe.run(document, { runOnly, resultTypes: ['violations'] });
            return result.violations.map(v => `${theme}: ${v.id}, ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`);
          };
          return phone ? await violations('light', { type: 'rule',
            values: ['link-in-text-block', 'scrollable-region-focusable', 'color-contrast'] }) : [
            ...await violations('light', { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }),
            ...await violations('dark', { type: 'rule', values: ['color-contrast'] }),
          ];
        }
        """;

    // What differs on a phone differs on every page of a kind; nightly all are looked at.
    private static readonly string[] OnPhone = ["index", "04-", "glossary"];

    [Fact]
    public async Task No_page_violates_WCAG_2_1_AA_in_either_theme_or_on_a_phone()
    {
        var axe = new BundledAxeScriptProvider().GetScript();
        var found = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(book.SomePages,
            new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (file, _) =>
        {
            foreach (var phone in (bool[])[false, true])
            {
                if (phone && !BookFixture.IsWhole
                    && !OnPhone.Any(start => file.StartsWith(start, StringComparison.Ordinal)))
                    continue;
                var page = await book.OpenAsync(browser, file, width: phone ? 375 : 1300, phone: phone);
                await page.EvaluateAsync(axe);
                foreach (var violation in await page.EvaluateAsync<string[]>(Run, phone))
                    found.Add($"{file}, {(phone ? "phone, " : "")}{violation}");
                await page.Context.CloseAsync();
            }
        });

        Assert.True(found.IsEmpty, string.Join('\n', found.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task What_violates_them_is_found()
    {
        var page = await book.OpenAsync(browser, "index.html");
        await page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        await page.EvaluateAsync(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><p "
                + "style=\"color: var(--line)\">pale</p>')");

        var violations = await page.EvaluateAsync<string[]>(Run, false);

        Assert.Contains(violations, violation => violation.StartsWith("light: image-alt", StringComparison.Ordinal));
        Assert.Contains(violations,
            violation => violation.StartsWith("light: color-contrast", StringComparison.Ordinal));
        Assert.Contains(violations,
            violation => violation.StartsWith("dark: color-contrast", StringComparison.Ordinal));
    }
}
