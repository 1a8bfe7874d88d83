using System.Globalization;
using System.Reflection;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Robustness;

/// <summary>
/// Thousands of random calls of public members with odd values: each returns, or says in a sentence what is wrong.
/// </summary>
public sealed class RandomCallsTests
{
    private static readonly BindingFlags Public =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory, InlineData(1, 1000)]
    public void A_call_returns_or_says_what_is_wrong(int seed, int calls) => Call(seed, calls);

    [Theory, InlineData(3, 10_000), InlineData(4, 30_000), Trait("Suite", "Slow")]
    public void Many_calls_return_or_say_what_is_wrong(int seed, int calls) => Call(seed, calls);

    private static void Call(int seed, int calls)
    {
        var members = Members().ToArray();
        var threads = Compute.Threads;
        var (random, made, faults) = (new Random(seed), 0, new SortedSet<string>(StringComparer.Ordinal));
        for (var n = 0; n < calls; n++)
        {
            var member = members[random.Next(members.Length)];
            var values = new Values(new Random(random.Next()));
            var asked = Task.Run(
                () => Prepared(values, member) is { } call ? (true, Fault(member, call)) : (false, null));
            if (!asked.Wait(TimeSpan.FromMinutes(1)))
            {
                faults.Add($"{Name(member)}: does not end");
                break;
            }

            Compute.Threads = threads;
            var (called, fault) = asked.Result;
            if (called) made++;
            if (fault is not null) faults.Add($"{Name(member)}: {fault}");
        }

        Assert.True(faults.Count == 0, $"{faults.Count} kinds of calls said nothing:\n{string.Join("\n", faults)}");
        Assert.InRange(made, calls / 2, calls);
    }

    private static (object? On, object?[] With)? Prepared(Values values, MethodBase member)
    {
        try
        {
            var on = member.IsStatic || member is ConstructorInfo ? null : values.Draw(member.DeclaringType!);
            if (on is null && !member.IsStatic && member is not ConstructorInfo) return null;
            return (on, [.. member.GetParameters().Select(p => Argument(values, p))]);
        }
        catch (Exception e) when (Says(e) is null)
        {
            return null; // no value of such a type, or what it is made of was refused
        }
    }

    // Who asks for two thousand million symbols waits for them: numbers of steps are small.
    private static object? Argument(Values values, ParameterInfo parameter) =>
        parameter is { Name: "count" or "steps" or "maxLength" or "width", ParameterType.Name: "Int32" }
            ? values.Of(0, 1, 3, -1, int.MinValue)
            : values.Draw(parameter.ParameterType);

    private static string? Fault(MethodBase member, (object? On, object?[] With) call)
    {
        try
        {
            var result = member is ConstructorInfo constructor ? constructor.Invoke(call.With)
                : member.Invoke(call.On, call.With);
            Read(result);
            return null;
        }
        catch (TargetInvocationException e)
        {
            return Says(e.InnerException!);
        }
    }

    // What a caller would do first: look at it.
    private static void Read(object? result)
    {
        try
        {
            switch (result)
            {
                case System.Collections.IEnumerable many and not string:
                    foreach (var _ in many.Cast<object?>().Take(1000))
                    {
                    }

                    break;
                default:
                    _ = result?.ToString();
                    break;
            }
        }
        catch (Exception e)
        {
            throw new TargetInvocationException(e);
        }
    }

    // Null if an exception is a sentence of the library.
    private static string? Says(Exception e)
    {
        var bare = e is NullReferenceException or IndexOutOfRangeException or OverflowException or InvalidCastException
            or DivideByZeroException or OutOfMemoryException or KeyNotFoundException
        {
            Message: "The given key was " +
                "not present in the dictionary."
        }
            || e.Message.StartsWith("Specified argument was out of the range", StringComparison.Ordinal)
            || e.Message.StartsWith("Index was out of range", StringComparison.Ordinal)
            || e.Message.StartsWith("Sequence contains no", StringComparison.Ordinal)
            || e.Message.StartsWith("Value does not fall within", StringComparison.Ordinal)
            || e.Message.StartsWith("Non-negative number required", StringComparison.Ordinal);
        return bare ? $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0].Trim()}" : null;
    }

    private static IEnumerable<MethodBase> Members()
    {
        foreach (var type in typeof(Mat<>).Assembly.GetExportedTypes().Select(Closed).OfType<Type>())
        {
            if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type)) continue;
            if (!type.IsAbstract)
                foreach (var constructor in type.GetConstructors()) yield return constructor;
            foreach (var method in type.GetMethods(Public))
                if (!method.IsAbstract && Closed(method) is { } closed && !IsRecordsOwn(method)) yield return closed;
        }
    }

    private static bool IsRecordsOwn(MethodInfo method) =>
        method.Name is "GetHashCode" or "Deconstruct" or "<Clone>$" or "GetType" or "Equals";

    private static Type? Closed(Type type) => !type.IsGenericTypeDefinition ? type
        : type.GetGenericArguments().Length == 1 ? type.MakeGenericType(typeof(double)) : null;

    private static MethodInfo? Closed(MethodInfo method)
    {
        if (method.GetParameters()
            .Any(p => p.ParameterType.IsByRef || p.ParameterType.IsByRefLike || p.ParameterType.IsPointer))
            return null;
        if (method.ReturnType.IsByRefLike) return null; // cannot be called by reflection
        if (!method.IsGenericMethodDefinition) return method;
        return method.GetGenericArguments().Length == 1 ? method.MakeGenericMethod(typeof(double)) : null;
    }

    private static string Name(MethodBase member) => string.Create(CultureInfo.InvariantCulture,
        $"{member.DeclaringType!.Name}.{member.Name}(")
        + string.Join(", ", member.GetParameters().Select(p => p.ParameterType.Name)) + ")";
}
