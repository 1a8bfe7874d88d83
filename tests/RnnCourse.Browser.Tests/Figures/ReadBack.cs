using System.Text.Json;
using Microsoft.Playwright;

namespace RnnCourse.Browser.Tests.Figures;

/// <summary>What a drawing shows, measured on the page: the points of each trace and the range of each axis.</summary>
internal sealed record Shown(int[] Points, double[][] X, double[][] Y)
{
    /// <summary>Reads the SVG: counts what is drawn, and works the ranges out from the places of the axes'
    /// numbers.</summary>
    public static Task<Shown> FromSvg(IPage page) => Read(page, """
        () => {
          const svg = document.querySelector('.rnncourse-svg');
          const number = text => {
            const power = text.match(/^10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/);
            if (power) return Math.pow(10, Number([...power[1]].map(c => c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c)).join('')));
            return Number(text.replace(/−/g, '-').replace(/,/g, ''));
          };
          const count = trace => {
            const line = trace.querySelector('path[fill=none]:not(.rc-casing)');
            if (line) return (line.getAttribute('d').match(/[Mlhv]/g) || []).length;
            const rects = trace.querySelectorAll('rect').length;
            if (rects) return rects;
            const paths = [...trace.querySelectorAll('path')].map(path => path.getAttribute('d'));
            if (trace.querySelector('path[fill-opacity]')) return (paths[0].match(/[Mlhv]/g) || []).length;
            return paths.reduce((sum, d) => sum + (d.match(/M/g) || []).length, 0);
          };
          const range = (panel, name, from, to) => {
            const texts = [...panel.querySelectorAll('.' + name + ' text')];
            const log = texts.some(text => text.textContent.includes('10⁻'));
            const marks = texts.map(text => {
              const value = number(text.textContent);
              const turned = (text.getAttribute('transform') || '').match(/rotate/);
              return [Number(text.getAttribute(name === 'rc-xticks' ? 'x' : 'y')) - (name === 'rc-xticks' ? (turned ? 4 : 0) : 4), log ? Math.log10(value) : value];
            });
            if (marks.length < 2 || marks.some(mark => Number.isNaN(mark[1]))) return [];
            const a = marks[0], b = marks[marks.length - 1], slope = (b[1] - a[1]) / (b[0] - a[0]);
            return [a[1] + (from - a[0]) * slope, a[1] + (to - a[0]) * slope];
          };
          const panels = [...svg.querySelectorAll('.rc-panel')].map(panel => {
            const box = panel.querySelector('clipPath rect'), get = name => Number(box.getAttribute(name));
            return { x: range(panel, 'rc-xticks', get('x'), get('x') + get('width')), y: range(panel, 'rc-yticks', get('y') + get('height'), get('y')) };
          });
          return { points: [...svg.querySelectorAll('.rc-trace')].map(count), x: panels.map(p => p.x), y: panels.map(p => p.y) };
        }
        """);

    /// <summary>Reads plotly's own account of the interactive plot.</summary>
    public static Task<Shown> FromPlotly(IPage page) => Read(page, """
        () => {
          const plot = document.querySelector('.rnncourse-plotly'), layout = plot._fullLayout;
          const there = value => value !== null && value !== undefined && Number.isFinite(Number(value));
          const count = trace => {
            if (trace.type === 'heatmap') return trace.z.reduce((sum, row) => sum + [...row].filter(there).length, 0);
            if (trace.type === 'contour') return -1;
            return [...trace.x].filter((x, i) => there(x) && there(trace.y[i])).length;
          };
          const axes = letter => Object.keys(layout).filter(key => key.match('^' + letter + 'axis\\d*$'))
            .sort((a, b) => Number(a.slice(5) || 1) - Number(b.slice(5) || 1)).map(key => [...layout[key].range]);
          return { points: plot._fullData.map(count), x: axes('x'), y: axes('y') };
        }
        """);

    private static async Task<Shown> Read(IPage page, string script) =>
        JsonSerializer.Deserialize<Shown>(await page.EvaluateAsync<string>($"() => JSON.stringify(({script})())"),
            JsonSerializerOptions.Web)!;
}
