using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Xunit;

namespace RnnCourse.Browser.Tests.Book;

/// <summary>Every page of the book by the rules of WCAG 2.1 AA, as far as a program can tell.</summary>
public sealed class AccessibilityTests(BookFixture book, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_page_violates_WCAG_2_1_AA(bool dark)
    {
        // In the dark theme only colours differ.
        var rules = dark ? new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] }
            : new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] };
        var found = new List<string>();
        foreach (var file in book.Pages.Where(file => file != "print.html"))
        {
            var page = await book.OpenAsync(browser, file, dark: dark);
            var result = await page.RunAxe(new AxeRunOptions { RunOnly = rules });
            found.AddRange(result.Violations.Select(v => $"{file}: {v.Id}, {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(node => node.Html[..Math.Min(160, node.Html.Length)]))}"));
            await page.CloseAsync();
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
