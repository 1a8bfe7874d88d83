using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCourse.Lessons.Checks;
using RnnCourse.Numerics;

namespace RnnCourse.Notebooks.Homework.Doing;

/// <summary>The types of homework, from the way C# writes them.</summary>
internal static class TypeNames
{
    /// <exception cref="FormatException">It is not a type that homework passes about.</exception>
    internal static Type Parse(TypeSyntax syntax) => syntax switch
    {
        PredefinedTypeSyntax { Keyword: var keyword } when keyword.IsKind(SyntaxKind.DoubleKeyword) => typeof(double),
        PredefinedTypeSyntax { Keyword: var keyword } when keyword.IsKind(SyntaxKind.IntKeyword) => typeof(int),
        PredefinedTypeSyntax { Keyword: var keyword } when keyword.IsKind(SyntaxKind.BoolKeyword) => typeof(bool),
        PredefinedTypeSyntax { Keyword: var keyword } when keyword.IsKind(SyntaxKind.StringKeyword) => typeof(string),
        GenericNameSyntax { Identifier.ValueText: "Mat" } => typeof(Mat<double>),
        // int[][] is one syntax with two ranks.
        ArrayTypeSyntax array =>
            array.RankSpecifiers.Aggregate(Parse(array.ElementType), (type, _) => type.MakeArrayType()),
        TupleTypeSyntax tuple => Tuple([.. tuple.Elements.Select(e => Parse(e.Type))]),
        _ => throw new FormatException($"'{syntax}' is not a type of homework"),
    };

    private static Type Tuple(Type[] types) => types.Length switch
    {
        2 => typeof(ValueTuple<,>),
        3 => typeof(ValueTuple<,,>),
        4 => typeof(ValueTuple<,,,>),
        5 => typeof(ValueTuple<,,,,>),
        6 => typeof(ValueTuple<,,,,,>),
        7 => typeof(ValueTuple<,,,,,,>),
        _ =>
            throw new FormatException(
                $"a tuple of {types.Length} parts is not a type of homework; {Values.Name(typeof(double))} and others "
                    + "have 2 to 7"),
    } is var open ? open.MakeGenericType(types) : open;
}
