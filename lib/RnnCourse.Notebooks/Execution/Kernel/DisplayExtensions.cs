using Microsoft.DotNet.Interactive;

// The real kernel has it in System: a cell needs no using for x.Display().
#pragma warning disable IDE0130
namespace System;

/// <summary>Shows any value as the output of the running cell.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows the value in the MIME types named, or in the preferred ones of its type. Writes to the console
    /// when no cell runs.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes)
    {
        if (KernelInvocationContext.Current is { } context)
            return context.Display(value, mimeTypes);
        var values = FormattedValue.CreateManyFromObject(value, mimeTypes);
        Console.WriteLine(values[^1].Value);
        return new DisplayedValue("", values, null);
    }

    /// <summary>Shows text as what <paramref name="mimeType"/> says it is. Writes to the console when no cell
    /// runs.</summary>
    public static DisplayedValue DisplayAs(this string value, string mimeType)
    {
        if (KernelInvocationContext.Current is { } context)
            return context.DisplayAs(value, mimeType);
        Console.WriteLine(value);
        return new DisplayedValue("", [new FormattedValue(mimeType, value)], null);
    }

    /// <summary>Shows a sequence as a table.</summary>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T> value, params string[] mimeTypes) =>
        value.Display(mimeTypes);
}
