using RnnCourse.Notebooks.Machine;

namespace RnnCourse.Notebooks.Book;

/// <summary>Pictures of the book for the README: a chapter in light, in dark, and on a phone.</summary>
public static class Screenshots
{
    /// <summary>Takes the pictures with the machine's browser, network off.</summary>
    /// <param name="page">The page, a file of the site.</param>
    /// <param name="folder">Where <c>light.png</c>, <c>dark.png</c> and <c>phone.png</c> are written.</param>
    /// <exception cref="CourseException">There is no browser, or it took no picture.</exception>
    public static async Task TakeAsync(string siteFolder, string page, string folder,
        CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, theme, width, height) in new[] { ("light", "light", 1280, 900), ("dark", "dark", 1280, 900),
            ("phone", "light", 500, 900) })
        {
            var picture = Path.GetFullPath(Path.Combine(folder, name + ".png"));
            await Browser.WriteAsync(
            [
                "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=4000",
                $"--window-size={width},{height}", $"--screenshot={picture}",
                $"{new Uri(Path.GetFullPath(Path.Combine(siteFolder, page))).AbsoluteUri}?theme={theme}",
            ], picture, cancellation);
        }
    }
}
