using RnnCourse.Notebooks.Execution.Protocol;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>The messages between the tool and a worker. What a worker sends is not trusted.</summary>
public sealed class FrameTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a", "", "é\n\u0000 𝄞")]
    public void A_frame_is_read_as_it_was_written(params string[] fields)
    {
        using var frames =
            Written(stream => stream.Write(FrameKind.Event, fields), stream => stream.Write(FrameKind.Done));
        var frame = frames.Read();
        Assert.Equal((FrameKind.Event, string.Join('|', fields), fields.Length),
            (frame!.Kind, string.Join('|', frame.Fields), frame.Fields.Count));
        Assert.Equal(FrameKind.Done, frames.Read()!.Kind);
        Assert.Null(frames.Read());
    }

    [Fact]
    public async Task A_frame_cut_short_is_an_end_and_every_other_damage_is_an_error_never_a_hang()
    {
        using var whole = new MemoryStream();
        new FrameStream(whole).Write(FrameKind.Event, "some", "fields");
        var bytes = whole.ToArray();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(await new FrameStream(new MemoryStream(bytes[..length]))
                .ReadAsync(TestContext.Current.CancellationToken));
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                using var frames = new FrameStream(new MemoryStream(damaged));
                while (await frames.ReadAsync(TestContext.Current.CancellationToken) is { } frame)
                    Assert.InRange(frame.Fields.Count, 0, 8);
            }
            catch (InvalidDataException)
            {
                // Recognised as damaged.
            }
        }
    }

    private static FrameStream Written(params ReadOnlySpan<Action<FrameStream>> writes)
    {
        var stream = new MemoryStream();
        foreach (var write in writes)
            write(new FrameStream(stream));
        stream.Position = 0;
        return new FrameStream(stream);
    }
}
