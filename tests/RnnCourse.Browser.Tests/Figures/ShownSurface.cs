using System.Text.Json;
using Microsoft.Playwright;

namespace RnnCourse.Browser.Tests.Figures;

/// <summary>What a drawing of a surface shows, measured on the page: cells, markers of the paths, and the ranges of x,
/// y and z (powers of ten on a log axis).</summary>
internal sealed record ShownSurface(int Cells, int Marks, double[][] Ranges)
{
    /// <summary>Reads the SVG. An axis is its edge and marks on it: the numbers at the edge's ends follow from those at
    /// the marks.</summary>
    public static Task<ShownSurface> FromSvg(IPage page) => Read(page, """
        () => {
          const svg = document.querySelector('.rnncourse-svg');
          const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
          const number = text => {
            const power = text.match(/^10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/);
            if (power) return Math.pow(10, Number([...power[1]].map(c => c === '⁻' ? '-' : superscripts.indexOf(c)).join('')));
            return Number(text.replace(/−/g, '-').replace(/,/g, ''));
          };
          const range = axis => {
            const group = svg.querySelector('.rc-' + axis + 'axis3');
            const [edge, ...lines] = [...group.querySelectorAll('path')].map(path => [0, path.getTotalLength()].map(at => path.getPointAtLength(at))
              .flatMap(point => [point.x, point.y])); // x1 y1 x2 y2
            const values = [...group.querySelectorAll('text')].map(text => number(text.textContent));
            const log = values.length > 2 && Math.abs(values[2] / values[1] - values[1] / values[0]) < 1e-9;
            const [dx, dy] = [edge[2] - edge[0], edge[3] - edge[1]];
            const share = line => ((line[0] - edge[0]) * dx + (line[1] - edge[1]) * dy) / (dx * dx + dy * dy);
            const marks = lines.map((line, i) => [share(line), log ? Math.log10(values[i]) : values[i]]);
            const [a, b] = [marks[0], marks[marks.length - 1]], slope = (b[1] - a[1]) / (b[0] - a[0]);
            return [a[1] - a[0] * slope, a[1] + (1 - a[0]) * slope];
          };
          const surface = svg.querySelector('.rc-trace'); // the legend lies before it
          const markers = [...svg.querySelectorAll('path[fill]:not([fill=none])')]
            .filter(path => !surface.contains(path) && surface.compareDocumentPosition(path) & Node.DOCUMENT_POSITION_FOLLOWING);
          return {
            cells: svg.querySelectorAll('.rc-trace path').length,
            marks: markers.reduce((sum, path) => sum + (path.getAttribute('d').match(/M/g) || []).length, 0),
            ranges: ['x', 'y', 'z'].map(range),
          };
        }
        """);

    /// <summary>Reads plotly's own account of the interactive plot.</summary>
    public static Task<ShownSurface> FromPlotly(IPage page) => Read(page, """
        () => {
          const plot = document.querySelector('.rnncourse-plotly'), scene = plot._fullLayout.scene;
          const surface = plot._fullData.find(trace => trace.type === 'surface');
          const markers = plot._fullData.filter(trace => trace.type === 'scatter3d' && trace.mode === 'markers');
          return {
            cells: (surface.z.length - 1) * (surface.z[0].length - 1),
            marks: markers.reduce((sum, trace) => sum + trace.x.length, 0),
            ranges: ['x', 'y', 'z'].map(letter => [...scene[letter + 'axis'].range]),
          };
        }
        """);

    private static async Task<ShownSurface> Read(IPage page, string script) =>
        JsonSerializer.Deserialize<ShownSurface>(
            await page.EvaluateAsync<string>($"() => JSON.stringify(({script})())"), JsonSerializerOptions.Web)!;
}
