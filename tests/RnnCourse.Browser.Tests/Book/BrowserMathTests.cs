using RnnCourse.Notebooks.Render;
using Xunit;

namespace RnnCourse.Browser.Tests.Book;

/// <summary>Formulas of a book that was built without Node.js.</summary>
public sealed class BrowserMathTests(BrowserFixture browser)
    : IClassFixture<BrowserFixture>, IClassFixture<BookMade>
{
    [Fact]
    public async Task Without_a_network_the_page_says_why_formulas_are_TeX_and_what_to_do()
    {
        var page = await browser.NewPage();
        var math = new BrowserMath("Node.js is not installed");
        var script = System.Text.Encoding.UTF8.GetString(math.Assets().Single().Bytes);

        await page.SetContentAsync($"<!DOCTYPE html><html><head>{math.HeadHtml}<script>{script}</script></head>"
            + "<body><article><p>x</p></article></body></html>");

        var note = await page.Locator("article > [role=note]:first-child").TextContentAsync();
        Assert.Contains("Formulas are shown as TeX", note, StringComparison.Ordinal);
        Assert.Contains("install Node.js", note, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }
}
