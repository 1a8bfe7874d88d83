using System.Reflection;

namespace RnnCourse.Figures.Live;

/// <summary>An output of the running cell that can be replaced. .NET Interactive's kernel is reached by reflection over
/// the loaded assemblies: the library needs no reference to it, and works without.</summary>
internal sealed class NotebookOutput
{
    private const string Context = "Microsoft.DotNet.Interactive.KernelInvocationContext";

    private readonly object _handle;
    private readonly MethodInfo _update;

    private NotebookOutput(object handle, MethodInfo update) => (_handle, _update) = (handle, update);

    /// <summary>Shows a value in the running cell; null where no cell is running or the host is unlike what is
    /// known.</summary>
    public static NotebookOutput? Show(object value)
    {
        try
        {
            var host = Array.Find(AppDomain.CurrentDomain.GetAssemblies(),
                assembly => assembly.GetType(Context, throwOnError: false) is not null);
            var context = host?.GetType(Context)?.GetProperty("Current",
                BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
            if (host is null || context is null) return null;
            var handle = Display(host, context, value);
            var update = handle?.GetType().GetMethod("Update", [typeof(object)]);
            return handle is not null && update is not null ? new NotebookOutput(handle, update) : null;
        }
        catch (Exception error) when (error is TargetInvocationException or AmbiguousMatchException or TargetException
            or ArgumentException or TargetParameterCountException)
        {
            return null;
        }
    }

    /// <summary>Replaces what is shown. After the cell has ended the kernel ignores it.</summary>
    public void Replace(object value)
    {
        try
        {
            _update.Invoke(_handle, [value]);
        }
        catch (TargetInvocationException)
        {
            // A display that is gone must not stop a training.
        }
    }

    // Display(value, mimeTypes) is a method of the context or, in the real kernel, an extension method beside it.
    private static object? Display(Assembly host, object context, object value)
    {
        if (context.GetType().GetMethod("Display", [typeof(object), typeof(string[])]) is MethodInfo method)
            return method.Invoke(context, [value, Array.Empty<string>()]);
        return host.GetType(Context + "Extensions")?.GetMethod("Display",
            [context.GetType(), typeof(object), typeof(string[])])?
            .Invoke(null, [context, value, Array.Empty<string>()]);
    }
}
