using System.Net;
using System.Text;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Lessons.Texts;

namespace RnnCourse.Lessons.Tests.Texts;

public sealed class CorpusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rnncourse-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_dropped_in_file_loses_its_mark_and_its_carriage_returns()
    {
        var path = Write("drop.txt", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("가나\r\n다")]);
        Assert.Equal("가나\n다", Corpus.FromFile(path).Text);
        Assert.Equal([path], DataFolder.Texts(_folder));
    }

    [Fact]
    public void A_file_that_is_not_utf8_says_where_and_what_to_do()
    {
        var error =
            Assert.Throws<InvalidDataException>(() => Corpus.FromFile(Write("latin1.txt", [0x61, 0x62, 0xE9, 0x20])));
        Assert.Contains("not UTF-8 (at byte 2)", error.Message, StringComparison.Ordinal);
        Assert.Contains("Save it as UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_and_missing_files_are_clear_errors()
    {
        Assert.Throws<InvalidDataException>(() => Corpus.FromFile(Write("empty.txt", [])));
        Assert.Throws<FileNotFoundException>(() => Corpus.FromFile(Path.Combine(_folder, "none.txt")));
        Assert.Throws<ArgumentException>(() => new Corpus("one", "x"));
    }

    [Fact]
    public void The_courses_own_tale_is_found_from_a_folder_of_the_repository()
    {
        var tale = Corpus.FromData("the-lamp-keeper.txt", DataFolder.Locate(AppContext.BaseDirectory));
        Assert.StartsWith("The Lamp Keeper\n", tale.Text, StringComparison.Ordinal);
        Assert.InRange(tale.Length, 4000, 10_000);
        var error = Assert.Throws<FileNotFoundException>(() =>
            Corpus.FromData("nothing.txt", DataFolder.Locate(AppContext.BaseDirectory)));
        Assert.Contains("the-lamp-keeper.txt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_texts_of_a_folder_are_read_in_the_order_of_their_names()
    {
        Write("b.txt", Encoding.UTF8.GetBytes("second"));
        Write("a.txt", Encoding.UTF8.GetBytes("first"));
        Write("no text.csv", Encoding.UTF8.GetBytes("1,2"));
        Assert.Equal([("a.txt", "first"), ("b.txt", "second")],
            Corpus.AllFromData(_folder).Select(corpus => (corpus.Name, corpus.Text)));
    }

    [Fact]
    public void Splitting_keeps_every_character_and_the_vocabulary()
    {
        var corpus = new Corpus("letters", string.Concat(Enumerable.Repeat("abcdefghij", 10)));
        var (training, validation) = corpus.Split(0.2);
        Assert.Equal((80, 20), (training.Length, validation.Length));
        Assert.Equal(corpus.Text, training.Text + validation.Text);
        Assert.Same(corpus.Vocabulary, validation.Vocabulary);
        Assert.Throws<ArgumentOutOfRangeException>(() => corpus.Split(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => corpus.Split(double.NaN));
    }

    [Fact]
    public void A_corpus_of_words_is_read_in_streams_and_split_as_one_of_characters()
    {
        var words = Vocabulary.SplitWords(string.Concat(Enumerable.Repeat("the cat saw the dog ", 10)) + "once more");
        var corpus = Corpus.OfTokens("pets", words);
        Assert.Equal((52, 5), (corpus.Length, corpus.Vocabulary.Count));
        Assert.Equal("pets: 52 tokens, 5 different", corpus.ToString());
        Assert.EndsWith("the dog <unk> <unk>", corpus.Text, StringComparison.Ordinal);
        var (training, validation) = corpus.Split(0.25);
        Assert.Equal((39, 13), (training.Length, validation.Length));
        Assert.Equal(corpus.Text, training.Text + " " + validation.Text);
        var piece = new CorpusStreams(corpus, 2, 5).Pass().First();
        Assert.Equal("the cat saw the dog", corpus.Vocabulary.Decode(piece.Inputs.Select(row => row[0]),
            corpus.Separator));
        Assert.Equal("say the <unk>", Corpus.OfTokens("b", ["say", "the", "word"], Vocabulary.OfTokens(
            ["say", "the"], least: 1)).Text);
        Assert.Throws<ArgumentException>(() => Corpus.OfTokens("one", ["word"]));
        Assert.Contains("'dog' at position 1", Assert.Throws<ArgumentException>(() =>
            Corpus.OfTokens("c", ["cat", "dog"], Vocabulary.OfWords(["cat"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_unigram_entropy_of_four_equal_letters_is_ln_4() =>
        Assert.Equal(Math.Log(4), new Corpus("abcd", "abcdabcd").UnigramEntropy, 12);

    [Fact]
    public void Shakespeare_that_is_not_there_says_how_to_get_it_offline()
    {
        var error = Assert.Throws<FileNotFoundException>(() => TinyShakespeare.Load(_folder));
        Assert.Contains("FetchAsync", error.Message, StringComparison.Ordinal);
        Assert.Contains("Offline:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shakespeare_that_was_changed_is_refused()
    {
        Write(TinyShakespeare.FileName, Encoding.UTF8.GetBytes("First Citizen: tampered"));
        var error = Assert.Throws<InvalidDataException>(() => TinyShakespeare.Load(_folder));
        Assert.Contains(TinyShakespeare.Sha256, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_of_something_else_leaves_nothing_behind()
    {
        using var client = new HttpClient(new Answer(HttpStatusCode.OK, "<html>Log in to the hotel's network</html>"));
        await Assert.ThrowsAsync<InvalidDataException>(
            () => TinyShakespeare.FetchAsync(_folder, client, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_failed_download_says_what_to_do_offline()
    {
        using var client = new HttpClient(new Answer(HttpStatusCode.NotFound, ""));
        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => TinyShakespeare.FetchAsync(_folder, client, TestContext.Current.CancellationToken));
        Assert.Contains("Offline:", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Shakespeare_is_read_and_verified_where_it_is_present()
    {
        Assert.SkipUnless(TinyShakespeare.IsPresent(),
            "data/tinyshakespeare.txt is not there (it is not part of the course)");
        var corpus = TinyShakespeare.Load();
        Assert.Equal((TinyShakespeare.Bytes, 65), (corpus.Length, corpus.Vocabulary.Count));
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private sealed class Answer(HttpStatusCode status, string content) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request,
            CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(content) });
    }
}
