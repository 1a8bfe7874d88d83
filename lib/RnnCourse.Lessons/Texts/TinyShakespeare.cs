using System.Security.Cryptography;

namespace RnnCourse.Lessons.Texts;

/// <summary>The public tiny-Shakespeare corpus (A. Karpathy, char-rnn, 2015): 1,115,394 characters of 40,000 lines, 65
/// different. It is not part of the course; it is used when <c>data/tinyshakespeare.txt</c> is there, and can be
/// fetched.</summary>
public static class TinyShakespeare
{
    /// <summary>The file's name inside the data folder.</summary>
    public const string FileName = "tinyshakespeare.txt";

    /// <summary>The file's length in bytes.</summary>
    public const int Bytes = 1_115_394;

    /// <summary>The SHA-256 of the one true file, in lower-case hexadecimal.</summary>
    public const string Sha256 = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed";

    /// <summary>Where the file is published.</summary>
    public static readonly Uri Address =
        new("https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt");

    /// <summary>Whether the file is in the data folder (its content is checked on <see cref="Load"/>).</summary>
    public static bool IsPresent(string? folder = null) => File.Exists(PathIn(folder));

    /// <summary>Reads and verifies the corpus.</summary>
    /// <param name="folder">The data folder; null is <see cref="DataFolder.Locate"/>.</param>
    /// <exception cref="FileNotFoundException">It is not there; the message says how to get it, also
    /// offline.</exception>
    /// <exception cref="InvalidDataException">The file's SHA-256 is another one: it is damaged or another
    /// text.</exception>
    public static Corpus Load(string? folder = null)
    {
        var path = PathIn(folder);
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{path}' is not there. {HowToGetIt(path)}", path);
        var bytes = File.ReadAllBytes(path);
        Verify(bytes, $"'{path}'");
        return new Corpus("tiny Shakespeare", Corpus.DecodeUtf8(bytes, path));
    }

    /// <summary>Downloads the corpus into the data folder unless it is there, verifies it, and reads it.</summary>
    /// <param name="folder">The data folder; null is <see cref="DataFolder.Locate"/>. It is made if missing.</param>
    /// <param name="client">The client to download with; null makes one.</param>
    /// <param name="cancellation">Ends the download; nothing is left behind.</param>
    /// <exception cref="HttpRequestException">The download failed; the message says what to do offline.</exception>
    /// <exception cref="InvalidDataException">What came is not the corpus; nothing was kept.</exception>
    public static async Task<Corpus> FetchAsync(
        string? folder = null, HttpClient? client = null, CancellationToken cancellation = default)
    {
        var path = PathIn(folder);
        if (!File.Exists(path))
        {
            var bytes = await DownloadAsync(path, client, cancellation).ConfigureAwait(false);
            Verify(bytes, $"What {Address} sent");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, bytes);
        }

        return Load(folder);
    }

    private static async Task<byte[]> DownloadAsync(string path, HttpClient? client, CancellationToken cancellation)
    {
        var mine = client is null ? new HttpClient { Timeout = TimeSpan.FromSeconds(60) } : null;
        try
        {
            return await (client ?? mine!).GetByteArrayAsync(Address, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new HttpRequestException($"{Address} did not answer ({e.Message}). {HowToGetIt(path)}", e,
                e.StatusCode);
        }
        finally
        {
            mine?.Dispose();
        }
    }

    private static void Verify(byte[] bytes, string what)
    {
        var hash = Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
        if (hash != Sha256)
            throw new InvalidDataException(
                $"{what} is not tiny Shakespeare: expected SHA-256 {Sha256} ({Bytes} bytes), got {hash} "
                + $"({bytes.Length} bytes). " +
                $"Delete it and fetch it again; for another text use Corpus.FromFile.");
    }

    private static string HowToGetIt(string path) =>
        $"With a network: await TinyShakespeare.FetchAsync(), or save {Address} as '{path}'. " +
        "Offline: copy the file from another machine to that place, or train on the course's own text, "
            + "Corpus.FromFile, or StoryText.";

    private static string PathIn(string? folder) => Path.Combine(folder ?? DataFolder.Locate(), FileName);
}
