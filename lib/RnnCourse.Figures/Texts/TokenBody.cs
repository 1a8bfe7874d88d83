namespace RnnCourse.Figures.Texts;

/// <summary>A text of which each token has a value: red for positive, blue for negative, the deeper the larger; a solid
/// line under positive tokens and a dashed one under negative ones say the same without colour.</summary>
internal sealed record TokenBody(IReadOnlyList<string> Tokens, double[] Values, double Limit, string? Unit) : Body
{
    private const double Size = 15, LineHeight = 28;

    // HTML is text: at most so many tokens keep it within the size limit.
    private const int MostTokens = 2500;

    public override bool Interactive => false;

    public override double Height(double width, double? wanted) =>
        (Places(width).Select(place => place.Row).DefaultIfEmpty(0).Max() + 1) * LineHeight + 26;

    public override Body Reduced(int budget) => Tokens.Count <= MostTokens
        ? this
        : this with { Tokens = [.. Tokens.Take(MostTokens)], Values = Values[..MostTokens] };

    public override IEnumerable<string> Missing()
    {
        if (Tokens.Count > MostTokens)
            yield return $"Only the first {Numbers.Count(MostTokens)} of {Numbers.Count(
                Tokens.Count)} tokens are shown.";
        var missing = Values.Count(value => !double.IsFinite(value));
        if (missing > 0)
            yield return $"{Numbers.Count(missing)} {(missing == 1 ? "token has" : "tokens have")} a value that is not "
                + "finite and no colour.";
    }

    public override IEnumerable<string> Describe()
    {
        yield return $"A text of {Numbers.Count(Tokens.Count, "token")}, each coloured by {Unit ?? "a value"}: "
            + "red positive, blue negative.";
        var range = Extent.Of(Values, log: false);
        if (range.IsEmpty) yield break;
        int low = Array.IndexOf(Values, range.Low), high = Array.IndexOf(Values, range.High);
        yield return $"Lowest {Numbers.Short(range.Low)} at “{Visible(Tokens[low])}” (token {low}), highest "
            + $"{Numbers.Short(range.High)} at “{Visible(Tokens[high])}” (token {high}).";
    }

    public override string ToText() =>
        Tokens.Count == 0 ? "(no text)" : string.Concat(Tokens.Select((token, i) => Values[i] switch
    {
        var v when v >= Limit / 3 => $"[+{token}]",
        var v when v <= -Limit / 3 => $"[−{token}]",
        _ => token,
    }));

    public override string? ToHtml()
    {
        var html = new StringBuilder();
        html.Append("<p class=\"rc-tokens\">");
        for (var i = 0; i < Tokens.Count; i++)
        {
            if (Tokens[i] == "\n")
            {
                html.Append(CultureInfo.InvariantCulture, $"<span title=\"{Number(i)}\"{Shade(i)}>↵</span><br>");
                continue;
            }
            html.Append("<span title=\"").Append(Number(i)).Append('"').Append(Shade(i)).Append('>')
                .Append(SvgWriter.Escape(Tokens[i])).Append("</span>");
        }
        html.Append("</p><p class=\"rc-scale\">").Append(SvgWriter.Escape(Unit ?? "value"))
            .Append(": <span class=\"rc-neg\" style=\"--v:1\">").Append(Numbers.Short(-Limit))
            .Append("</span> … 0 … <span class=\"rc-pos\" style=\"--v:1\">")
            .Append(Numbers.Short(Limit)).Append("</span></p>");
        return html.ToString();
    }

    public override void Draw(SvgWriter svg, double top, double width, double height)
    {
        svg.Group("class=\"rc-trace\"");
        foreach ((var i, var x, var row, var w) in Places(width))
        {
            var y = top + row * LineHeight;
            var strength = Strength(i);
            if (strength != 0)
            {
                string kind = strength > 0 ? "rc-posfill" : "rc-negfill",
                    color = strength > 0 ? TextStyle.LightPositive : TextStyle.LightNegative;
                svg.Rect(x, y, w, 20,
                    string.Create(CultureInfo.InvariantCulture,
                        $"class=\"{kind}\" fill=\"{color}\" fill-opacity=\"{Math.Abs(strength):0.##}\""), Number(i));
                svg.Line(x, y + 22, x + w - 1, y + 22,
                    Theme.InkStroke
                        + (strength > 0 ? " stroke-width=\"1\"" : " stroke-width=\"1\" stroke-dasharray=\"2 2\""));
            }
            svg.Text(x, y + 15, Visible(Tokens[i]), Size,
                attributes: Theme.Ink + " xml:space=\"preserve\" font-family=\"ui-monospace,monospace\"");
        }
        svg.End();
        svg.Text(0, top + height - 8,
            $"{Unit ?? "value"}: red positive (solid line), blue negative (dashed line), full colour at "
                + $"±{Numbers.Short(Limit)}", 12, attributes: Theme.Muted);
    }

    public override (JsonArray Data, JsonObject Layout) ToPlotly(double top, double width, double height, double total,
        bool exact)
    {
        (int Index, double X, int Row, double Width)[] places = [.. Places(width)];
        var map = new ColorMap(-Limit, Limit, true, false) { Title = Unit };
        var marker = new JsonObject
        {
            ["symbol"] = "square",
            ["size"] = 20,
            ["color"] = PlotlyJson.Array(places.Select(place => Values[place.Index]), exact)
        };
        map.Apply(marker, "c", new JsonObject { ["len"] = 1 });
        var data = new JsonArray(new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "markers+text",
            ["x"] = PlotlyJson.Array(places.Select(place => place.X + place.Width / 2)),
            ["y"] = PlotlyJson.Array(places.Select(place => -(double)place.Row)),
            ["text"] = PlotlyJson.Array(places.Select(place => Visible(Tokens[place.Index]))),
            ["customdata"] = PlotlyJson.Array(places.Select(place => Values[place.Index]), exact),
            ["hovertemplate"] = "%{text}: %{customdata:.4g}<extra></extra>",
            ["marker"] = marker,
        });
        var rows = places.Select(place => place.Row).DefaultIfEmpty(0).Max() + 1;
        return (data, new JsonObject
        {
            ["margin"] = new JsonObject { ["l"] = 0.0, ["r"] = 80.0, ["t"] = top, ["b"] = 20.0 },
            ["xaxis"] = new JsonObject { ["visible"] = false, ["range"] = new JsonArray(0, width) },
            ["yaxis"] = new JsonObject { ["visible"] = false, ["range"] = new JsonArray(-rows + 0.5, 0.5) },
        });
    }

    private double Strength(int i) =>
        double.IsFinite(Values[i]) && Limit > 0 ? Math.Clamp(Values[i] / Limit, -1, 1) : 0;

    private string Shade(int i)
    {
        var strength = Strength(i);
        return strength == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture,
                $" class=\"{(strength > 0 ? "rc-pos" : "rc-neg")}\" style=\"--v:{Math.Abs(strength):0.##}\"");
    }

    private string Number(int i) => Numbers.Short(Values[i]);

    private static string Visible(string token) => token switch
    {
        "\n" => "↵",
        "\t" => "⇥",
        _ => token.ReplaceLineEndings("↵"),
    };

    private IEnumerable<(int Index, double X, int Row, double Width)> Places(double width)
    {
        double x = 0;
        var row = 0;
        for (var i = 0; i < Tokens.Count; i++)
        {
            var w = Math.Max(4,
                Visible(Tokens[i]).EnumerateRunes()
                    .Sum(rune => TextMeasure.Width(rune.ToString(), 1) > 1 ? 1.1 : 0.61) * Size);
            if (x > 0 && x + w > width)
            {
                x = 0;
                row++;
            }
            yield return (i, x, row, w);
            x += w;
            if (Tokens[i] != "\n") continue;
            x = 0;
            row++;
        }
    }
}
