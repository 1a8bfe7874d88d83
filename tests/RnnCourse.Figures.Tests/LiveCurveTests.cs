using Microsoft.DotNet.Interactive;
using RnnCourse.Figures.Live;

namespace RnnCourse.Figures.Tests
{
    public sealed class LiveCurveTests
    {
        [Fact]
        public void In_a_kernel_one_output_is_updated_and_the_final_figure_stays()
        {
            var kernel = new KernelInvocationContext();
            KernelInvocationContext.Current = kernel;
            try
            {
                var live = new LiveCurve(steps: 10, title: "A training", unit: "loss");
                for (var step = 1; step <= 10; step++)
                {
                    var before = step == 6 ? kernel.Displays[0].Values.Count : 0;
                    live.Report(step, 1.0 / step);
                    // How long it waits for the next view depends on how long the last one took to draw.
                    while (step == 6 && kernel.Displays[0].Values.Count == before)
                    {
                        Thread.Sleep(20);
                        live.Report(step, 1.0 / step);
                    }
                }
                live.Finish();
                Assert.Single(kernel.Displays);
                var shown = kernel.Displays[0].Values;
                Assert.True(shown.Count >= 3, "Shown at the start, at least once on the way, and at the end.");
                Assert.All(shown[..^1],
                    view =>
                        Assert.DoesNotContain("<script", Assert.IsType<LiveView>(view).Html, StringComparison.Ordinal));
                Assert.Contains(shown[..^1],
                    view => ((LiveView)view).Text.Contains("6 of 10: loss 0.1667", StringComparison.Ordinal));
                Assert.Contains("falls from 1 at 1 to 0.1 at 10", Assert.IsType<Figure>(shown[^1]).Description,
                    StringComparison.Ordinal);
            }
            finally
            {
                KernelInvocationContext.Current = null;
            }
        }

        [Fact]
        public void On_a_terminal_one_line_is_rewritten()
        {
            var terminal = new StringWriter();
            var live = new LiveCurve(4, "A training", "loss", terminal, inPlace: true);
            live.Report(2, 0.5);
            Thread.Sleep(300);
            live.Report(3, 0.25);
            live.Finish();
            var frames = terminal.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
            Assert.InRange(frames.Length, 2, 3); // a slow machine shows step 2
            Assert.StartsWith("A training ███████████████░░░░░ 3 of 4: loss 0.25", frames[^2],
                StringComparison.Ordinal);
            Assert.EndsWith("\n", frames[^1], StringComparison.Ordinal);
        }

        [Fact]
        public void A_log_file_gets_the_final_line_without_control_characters()
        {
            var log = new StringWriter();
            var live = new LiveCurve(100, "A training", "loss", log, inPlace: false);
            for (var step = 1; step <= 100; step++) live.Report(step, step);
            live.Finish();
            Assert.Contains("100 of 100: loss 100", log.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(log.ToString(), c => char.IsControl(c) && c != '\n');
        }

        [Fact]
        public void Between_drawings_reports_are_only_collected()
        {
            var live = new LiveCurve(1000, "A training", "loss", new StringWriter(), inPlace: true);
            for (var step = 1; step <= 1000; step++) live.Report(step, step);
            Assert.True(live.Drawings <= 1 + (int)(live.DrawingTime.TotalSeconds * 80 / 0.25) + 4,
                $"{live.Drawings} drawings");
        }

        [Fact]
        public void A_long_training_keeps_its_extremes_in_bounded_memory()
        {
            var live = new LiveCurve(0, "A training", "loss", new StringWriter(), inPlace: false);
            for (var step = 0; step < 100_000; step++) live.Report(step, step == 777 ? 50 : Math.Sin(step));
            Assert.Contains("highest 50 at 777", live.Figure.Description, StringComparison.Ordinal);
            Assert.True(live.Figure.ToPlotlyJson().Length < 300_000);
        }

        [Fact]
        public void Several_curves_have_their_names()
        {
            var live = new LiveCurve(2, "A training", "loss", new StringWriter(), inPlace: false);
            live.Report(1, "training", 2);
            live.Report(1, "validation", 3);
            live.Finish();
            Assert.Contains("validation", live.Figure.ToSvg(), StringComparison.Ordinal);
        }

        [Fact]
        public void Without_reports_there_is_an_empty_figure() =>
            Assert.Contains("nothing to draw",
                new LiveCurve(5, "A training", "loss", new StringWriter(), true).Figure.Description,
                StringComparison.Ordinal);
    }
}

// Types of the names by which the library looks for a running kernel. As in the real one, Display is an extension
// method.
#pragma warning disable CA1822, CA1852
namespace Microsoft.DotNet.Interactive
{
    public sealed class KernelInvocationContext
    {
        private static readonly AsyncLocal<KernelInvocationContext?> Running = new();

        public static KernelInvocationContext? Current
        {
            get => Running.Value;
            set => Running.Value = value;
        }

        public List<DisplayedValue> Displays { get; } = [];
    }

    public sealed class DisplayedValue
    {
        public List<object> Values { get; } = [];

        public void Update(object value) => Values.Add(value);
    }

    public static class KernelInvocationContextExtensions
    {
        public static DisplayedValue Display(this KernelInvocationContext context, object value,
            params string[] mimeTypes)
        {
            var display = new DisplayedValue { Values = { value } };
            context.Displays.Add(display);
            return display;
        }
    }
}
