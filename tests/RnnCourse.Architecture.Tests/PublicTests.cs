using System.Reflection;

namespace RnnCourse.Architecture.Tests;

public class PublicTests
{
    [Theory]
    [MemberData(nameof(Projects.Names), MemberType = typeof(Projects))]
    public void Public_types_bear_their_projects_name(string project) =>
        Assert.Empty(Strangers(Projects.Named(project)));

    [Theory]
    [InlineData("RnnCourse")]
    [InlineData("RnnCourse.Figures")]
    [InlineData("RnnCourse.Lessons")]
    public void Public_types_show_no_internal_ones(string project) =>
        Assert.Empty(Shown(Projects.Named(project).GetExportedTypes()));

    [Fact]
    public void The_rules_can_fail()
    {
        Assert.Contains("Xunit.Assert", Strangers(typeof(Assert).Assembly));
        Assert.Equal(["Hen: IFeathered"], Shown([typeof(Wrong.Right.Hen)]));
    }

    private static IEnumerable<string> Strangers(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        return assembly.GetExportedTypes()
            .Where(type => type.Name != "Program" && type.Namespace != name
                && type.Namespace?.StartsWith(name + ".", StringComparison.Ordinal) != true)
            .Select(type => type.FullName!);
    }

    /// <summary>The compiler guards signatures and base classes; interfaces, attributes and the blocks of extensions it
    /// does not.</summary>
    private static List<string> Shown(IEnumerable<Type> types) =>
    [
        .. from type in types
           from used in type.GetInterfaces()
               .Concat(type.GetCustomAttributesData().Select(attribute => attribute.AttributeType))
               .Concat(Signatures(type))
           from part in Parts(used)
           where !part.IsGenericParameter && !part.IsVisible
               && part.Assembly.GetName().Name!.StartsWith("RnnCourse", StringComparison.Ordinal)
           select $"{type.Name}: {part.Name}",
    ];

    private static IEnumerable<Type> Signatures(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .SelectMany(member => member switch
        {
            MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType)
                .Concat(method is MethodInfo { ReturnType: var result } ? [result] : []),
            FieldInfo field => [field.FieldType],
            PropertyInfo property => [property.PropertyType],
            _ => (IEnumerable<Type>)[],
        });

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
            : type.GetGenericArguments().SelectMany(Parts).Prepend(type);
}
