using System.Collections;

namespace RnnCourse.Plotly;

/// <summary>Numbers out of a chart's members, whatever type they came as.</summary>
internal static class Numbers
{
    /// <summary>The numbers of a list, as far as they are finite.</summary>
    internal static IEnumerable<double> Of(Member part, string name) => All(part.Properties.GetValueOrDefault(name));

    internal static double? Value(object? value) => value switch
    {
        double or float or decimal or int or long or short or byte
            when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) =>
                number,
        _ => null,
    };

    private static IEnumerable<double> All(object? value) => value switch
    {
        string => [],
        IEnumerable items => items.Cast<object?>().SelectMany(All),
        _ => Value(value) is { } number ? [number] : [],
    };
}
