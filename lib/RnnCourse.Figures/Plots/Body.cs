namespace RnnCourse.Figures.Plots;

/// <summary>What a figure shows below its title: a plot, a surface, a text, a table or a diagram.</summary>
internal abstract record Body
{
    /// <summary>The height the body takes at a width, in pixels.</summary>
    public abstract double Height(double width, double? wanted);

    /// <summary>Draws into a rectangle that starts at (0, <paramref name="top"/>).</summary>
    public abstract void Draw(SvgWriter svg, double top, double width, double height);

    /// <summary>Plotly's data and its part of the layout, for a drawing of this size; <paramref name="total"/> is the
    /// height of the whole figure.</summary>
    public abstract (JsonArray Data, JsonObject Layout) ToPlotly(double top, double width, double height, double total,
        bool exact);

    /// <summary>Sentences on the data, generated from it.</summary>
    public abstract IEnumerable<string> Describe();

    /// <summary>Sentences on what could not be drawn.</summary>
    public virtual IEnumerable<string> Missing() => [];

    /// <summary>A small rendering in plain text.</summary>
    public abstract string ToText();

    /// <summary>The same with at most so many points.</summary>
    public virtual Body Reduced(int budget) => this;

    /// <summary>HTML instead of a drawing, where text is better than a picture of text.</summary>
    public virtual string? ToHtml() => null;

    /// <summary>The same for a page as narrow as a phone, and its size; null where nothing but scrolling
    /// helps.</summary>
    public virtual (Body Body, double Width, double? Height)? Narrow(double? wanted) => null;

    /// <summary>How large a body of this kind draws its own pixels at a width.</summary>
    public virtual double Scale(double width) => 1;

    /// <summary>Whether plotly adds something to the drawing.</summary>
    public virtual bool Interactive => true;
}
