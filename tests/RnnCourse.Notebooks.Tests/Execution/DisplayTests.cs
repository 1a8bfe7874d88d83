using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

public sealed class DisplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Displays_have_ids_and_updates_name_the_display_they_renew()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "var first = display(\"a\"); var second = \"<b>b</b>\".DisplayAs(\"text/html\"); "
                + "first.Update(\"c\"); second.Update(\"<b>d</b>\");",
            "display(1, \"text/plain\", \"application/json\");");
        var (a, b, c, d) = run.Cells[0].Events switch
        {
            [var w, var x, var y, var z] => (w, x, y, z),
            var e => throw new InvalidOperationException($"{e.Count} events")
        };
        Assert.Equal([EventKind.Display, EventKind.Display, EventKind.Update, EventKind.Update],
            new[] { a.Kind, b.Kind, c.Kind, d.Kind });
        Assert.NotEqual(a.DisplayId, b.DisplayId);
        Assert.Equal((a.DisplayId, "c"), (c.DisplayId, c.Text));
        Assert.Equal((b.DisplayId, "<b>d</b>"), (d.DisplayId, d[Mime.Html]));
        Assert.Equal(["text/plain", "application/json"],
            Assert.Single(run.Cells[1].Events).Values.Select(v => v.MimeType));
        Assert.NotEqual(a.DisplayId, run.Cells[1].Events[0].DisplayId);
    }

    [Fact]
    public async Task What_a_value_s_own_methods_show_is_renewed_in_its_place()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "object a = 1; var first = a.Display(); var second = \"x\".DisplayAs(\"text/html\"); "
            + "var third = new[] { 1, 2 }.DisplayTable();"
            + " third.Update(third.Value); second.Update(\"<b>y</b>\"); first.Update(2); first.Update(4);");
        var events = run.Cells[0].Events;
        Assert.Equal(
            [EventKind.Display, EventKind.Display, EventKind.Display,
                EventKind.Update, EventKind.Update, EventKind.Update],
            events.Select(e => e.Kind));
        Assert.Equal([2, 1, 0], events.Skip(3).Select(e =>
            events.Take(3).ToList().FindIndex(shown => shown.DisplayId == e.DisplayId)));
        Assert.Equal(("<b>y</b>", "4"), (events[4][Mime.Html], events[5].Text));
    }

    [Fact]
    public async Task An_update_from_a_later_cell_is_seen_where_the_value_is_shown()
    {
        var run = await Run.CellsAsync(_folder.Path, "var u = display(12); object o = 1; var v = o.Display();",
            "u.Update(30); v.Update(31); Console.Write(1);");
        Assert.Equal(["12", "1", "30", "31"], run.Cells[0].Events.Select(e => e.Text));
        Assert.Equal(["30", "31"], RunOutputs.Of(run)[0].Select(shown => (string?)shown["data"]?["text/plain"]?[0]));
        Assert.Equal(["1"], run.Cells[1].Events.Select(e => e.Text));
        Assert.Empty(run.Notes);
    }

    [Fact]
    public async Task Many_updates_in_a_row_come_as_the_last_one()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "var d = display(\"0\"); for (var i = 1; i <= 500; i++) d.Update(i); Console.Write(\"x\"); "
                + "d.Update(\"end\");");
        Assert.Equal(["0", "500", "x", "end"], run.Cells[0].Events.Select(e => e.Text));
    }

    [Fact]
    public async Task The_library_reaches_the_running_cell_by_reflection()
    {
        var run = await Run.CellsAsync(_folder.Path,
            """
            var assembly = AppDomain.CurrentDomain.GetAssemblies().First(a => a.GetType("Microsoft.DotNet.Interactive.KernelInvocationContext") != null);
            var type = assembly.GetType("Microsoft.DotNet.Interactive.KernelInvocationContext");
            var current = type.GetProperty("Current").GetValue(null);
            var display = assembly.GetType("Microsoft.DotNet.Interactive.KernelInvocationContextExtensions").GetMethod("Display");
            var shown = display.Invoke(null, new object[] { current, "live", new string[0] });
            shown.GetType().GetMethod("Update").Invoke(shown, new object[] { "newer" });
            """);
        Assert.Equal([(EventKind.Display, "live"), (EventKind.Update, "newer")],
            run.Cells[0].Events.Select(e => (e.Kind, e.Text)));
    }

    [Fact]
    public async Task What_comes_after_a_cell_has_ended_is_dropped_and_counted()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "var shown = display(\"on time\"); var go = new System.Threading.ManualResetEventSlim(); var "
                + "late = System.Threading.Tasks.Task.Run(() => { go.Wait(); Console.Write(\"late\"); "
                + "shown.Update(\"late\"); });",
            "go.Set(); await late; Console.Write(\"own\");");
        Assert.Equal(["on time"], run.Cells[0].Events.Select(e => e.Text));
        Assert.Equal(["own"], run.Cells[1].Events.Select(e => e.Text));
        Assert.Contains(run.Notes,
            note => note.Contains("8 characters by the end of cell 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Formatters_by_convention_show_a_type_in_all_its_preferred_forms_and_its_subclasses_too()
    {
        var run = await Run.CellsAsync(_folder.Path,
            """
            using System.IO;
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type type) => FormatterSourceType = type;
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }
            public class Formatters
            {
                public IEnumerable<object> CreateTypeFormatters() => new object[] { new Form("text/html", "<i>p</i>"), new Form("application/x-test", "{}") };
            }
            public class Form
            {
                readonly string _text;
                public Form(string mime, string text) => (MimeType, _text) = (mime, text);
                public string MimeType { get; }
                public bool Format(object value, TextWriter writer) { writer.Write(_text); return true; }
            }
            [TypeFormatterSource(typeof(Formatters), PreferredMimeTypes = new[] { "text/html", "application/x-test" })]
            public class Picture { public override string ToString() => "a picture"; }
            public class Photo : Picture { }
            """,
            "new Picture()",
            "display(new Photo());");
        foreach (var output in new[] { run.Cells[1].Events[0], run.Cells[2].Events[0] })
        {
            Assert.Equal(["text/html", "application/x-test", "text/plain"], output.Values.Select(v => v.MimeType));
            Assert.Equal("<i>p</i>", output[Mime.Html]);
        }
    }

    [Fact]
    public async Task A_formatter_a_cell_registers_is_used_from_then_on()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "using Microsoft.DotNet.Interactive.Formatting; record P(int X); Formatter.Register<P>(p => "
                + "$\"P={p.X}\", \"text/plain\"); Formatter.SetPreferredMimeTypesFor(typeof(P), \"text/plain\");",
            "new P(3)");
        Assert.Equal("P=3", run.Cells[1].Text(EventKind.Return));
    }

    [Fact]
    public async Task A_claim_that_fails_fails_its_cell_unless_an_update_made_it_hold()
    {
        const string Claim =
            "\"{\\\"id\\\":\\\"c1\\\",\\\"sentence\\\":\\\"It holds.\\\",\\\"measured\\\":2,\\\"bound\\\":\\\"< "
                + "1\\\",\\\"verdict\\\":\\\"{0}\\\"}\"";
        const string Type = "application/vnd.rnncourse.claim+json";
        static string Of(string verdict) => Claim.Replace("{0}", verdict, StringComparison.Ordinal);
        var run = await Run.CellsAsync(_folder.Path,
            $"{Of("holds")}.DisplayAs(\"{Type}\");",
            $"{Of("fails")}.DisplayAs(\"{Type}\");",
            $"var d = {Of("fails")}.DisplayAs(\"{Type}\"); Console.Write(1);");
        Assert.Equal([CellStatus.Succeeded, CellStatus.Failed, CellStatus.Failed], run.Cells.Select(c => c.Status));
        Assert.Equal("The claim c1 fails: It holds. Measured 2, bound < 1.", run.Cells[1].Reason);
    }
}
