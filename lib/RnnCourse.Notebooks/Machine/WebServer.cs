namespace RnnCourse.Notebooks.Machine;

/// <summary>Tells whether a web server answers.</summary>
internal static class WebServer
{
    /// <summary>Whether it answers, whatever it answers, within a time.</summary>
    internal static async Task<bool> AnswersAsync(Uri address, TimeSpan time, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = time };
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException
            && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
