using System.Collections.Concurrent;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;

namespace RnnCourse.Architecture.Tests;

/// <summary>A namespace uses another.</summary>
/// <param name="From">The namespace that uses.</param>
/// <param name="To">The namespace that is used.</param>
/// <param name="Example">One type that uses one of the other.</param>
public sealed record Arrow(string From, string To, string Example);

/// <summary>Who uses whom, read from compiled assemblies.</summary>
internal static class Arrows
{
    private static readonly ConcurrentDictionary<System.Reflection.Assembly, IReadOnlyList<Arrow>> Known = [];

    /// <summary>The arrows between an assembly's namespaces.</summary>
    public static IReadOnlyList<Arrow> Of(System.Reflection.Assembly assembly) => Known.GetOrAdd(assembly, Read);

    private static IReadOnlyList<Arrow> Read(System.Reflection.Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var loaded = new ArchLoader().LoadAssemblies(assembly).Build();
        return [.. from type in loaded.Types
                   from used in type.Dependencies.SelectMany(Targets)
                   where used is not GenericParameter && IsIn(type, name) && IsIn(used, name)
                       && type.Namespace.FullName != used.Namespace.FullName
                   group $"{type.Name} uses {used.Name}" by (From: type.Namespace.FullName,
                       To: used.Namespace.FullName) into arrow
                   orderby arrow.Key
                   select new Arrow(arrow.Key.From, arrow.Key.To, arrow.Order().First())];
    }

    /// <summary>The arrows between the folders of a folder: what lies deeper counts as its folder.</summary>
    public static IReadOnlyList<Arrow> Between(IEnumerable<Arrow> arrows, string parent) =>
        [.. from arrow in arrows
            let child = (From: Child(arrow.From, parent), To: Child(arrow.To, parent))
            where child.From is not null && child.To is not null && child.From != child.To
            group arrow.Example by child into folders
            select new Arrow(folders.Key.From!, folders.Key.To!, folders.First())];

    /// <summary>All folders that have folders in them.</summary>
    public static IReadOnlyList<string> Parents(IEnumerable<Arrow> arrows) =>
        [.. arrows.SelectMany(arrow => new[] { arrow.From, arrow.To }).SelectMany(Above).Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>The arrows that lie on a circle, or between two circles; none when the arrows point one way.</summary>
    public static IReadOnlyList<Arrow> Circles(IEnumerable<Arrow> arrows)
    {
        var left = arrows.ToList();
        while (left.RemoveAll(arrow =>
            left.All(other => other.From != arrow.To) || left.All(other => other.To != arrow.From)) > 0)
        {
        }

        return left;
    }

    /// <summary>The arrows that nobody allows.</summary>
    /// <param name="arrows">The arrows between the folders of a project.</param>
    /// <param name="parent">The project.</param>
    /// <param name="allowed">A line per folder: its name, ←, and the folders that may use it.</param>
    public static IReadOnlyList<Arrow> NotAllowed(IEnumerable<Arrow> arrows, string parent, string allowed)
    {
        var known = allowed.Split('\n').Select(line => line.Split('←', StringSplitOptions.TrimEntries))
            .SelectMany(line =>
                line[1].Split(' ').Select(user => (From: $"{parent}.{user}", To: $"{parent}.{line[0]}"))).ToHashSet();
        return [.. Between(arrows, parent).Where(arrow => !known.Contains((arrow.From, arrow.To)))];
    }

    private static bool IsIn(IType type, string project) =>
        type.Namespace?.FullName is { } name
            && (name == project || name.StartsWith(project + ".", StringComparison.Ordinal));

    private static IEnumerable<IType> Targets(ITypeDependency dependency) =>
        dependency.TargetGenericArguments.SelectMany(Types).Prepend(dependency.Target);

    private static IEnumerable<IType> Types(GenericArgument argument) =>
        argument.GenericArguments.SelectMany(Types).Prepend(argument.Type);

    private static string? Child(string name, string parent) =>
        name.StartsWith(parent + ".", StringComparison.Ordinal)
            ? $"{parent}.{name[(parent.Length + 1)..].Split('.')[0]}" : null;

    private static IEnumerable<string> Above(string name)
    {
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
            yield return name[..dot];
    }
}
