using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RnnCourse.Lessons.Texts;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Finds what the code of a notebook reads besides its own text: the files it names, and whatever it cannot
/// name (a path made at run time, the environment, the clock, the network, other programs). A result that depends on
/// the latter is not kept.</summary>
/// <remarks>A call reads a file when one of its parameters is called as files and addresses are: <c>path</c>,
/// <c>fileName</c>, <c>url</c>. That holds for .NET and for the course's own libraries. Nobody knows what a library of
/// the notebook calls its parameters: each text that is handed to one may be a path. A parameter of a method in the
/// notebook that is handed on to such a one counts as one too.</remarks>
internal sealed partial class CellInputs
{
    private static readonly (string Type, string[] Members)[] Elsewhere =
    [
        ("System.DateTime", ["Now", "UtcNow", "Today"]),
        ("System.DateTimeOffset", ["Now", "UtcNow"]),
        ("System.TimeProvider", ["GetUtcNow", "GetLocalNow"]),
        ("System.Environment", ["GetEnvironmentVariable", "GetEnvironmentVariables", "ExpandEnvironmentVariables",
            "TickCount", "TickCount64"]),
        ("System.Diagnostics.Process", ["Start", "GetProcesses", "GetProcessesByName"]),
        ("System.IO.Directory", ["GetCurrentDirectory", "SetCurrentDirectory"]),
        ("System.IO.DriveInfo", ["GetDrives"]),
        ("System.Net.Dns", []), ("System.Net.WebClient", []), ("System.Net.WebRequest", []),
        ("System.Reflection.MethodBase", ["Invoke"]), ("System.Reflection.MethodInfo", ["CreateDelegate"]),
        ("System.Delegate", ["CreateDelegate"]), ("System.Type", ["InvokeMember"]),
    ];

    /// <summary>How the names of assemblies begin whose parameters have telling names.</summary>
    private static readonly string[] Known =
        ["System", "Microsoft", "mscorlib", "netstandard", "RnnCourse", "MathNet", "Plotly.NET", "XPlot", "FSharp"];

    private readonly HashSet<string> _pathVariables = [], _pathParameters = [];

    /// <summary>The paths that are known, and what is not, of a compilation that has no errors.</summary>
    internal (IReadOnlySet<string> Paths, IReadOnlySet<string> Unknown) Of(CSharpCompilation compilation,
        CancellationToken stop)
    {
        while (true)
        {
            var scan = new Scan(this, compilation, stop);
            var known = _pathParameters.Count;
            foreach (var tree in compilation.SyntaxTrees) scan.Read(tree);
            if (_pathParameters.Count == known) return (scan.Paths, scan.Unknown);
        }
    }

    [GeneratedRegex("path|file|folder|director|uri|url|address|location|connection", RegexOptions.IgnoreCase)]
    private static partial Regex NameOfPath();

    private sealed class Scan(CellInputs known, CSharpCompilation compilation, CancellationToken stop)
    {
        internal HashSet<string> Paths { get; } = [];

        internal HashSet<string> Unknown { get; } = [];

        internal void Read(SyntaxTree tree)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot(stop).DescendantNodes())
                switch (node)
                {
                    case InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax:
                        Call(model.GetOperation(node, stop));
                        break;
                    case SimpleNameSyntax name when !IsCalled(name):
                        Mention(model.GetSymbolInfo(name, stop).Symbol, name);
                        break;
                    case AssignmentExpressionSyntax { Left: SimpleNameSyntax left }
                        when known._pathVariables.Contains(left.Identifier.Text):
                        Unknown.Add($"the path in {left} changes");
                        break;
                    case MethodDeclarationSyntax method when method.Modifiers.Any(SyntaxKind.ExternKeyword):
                        Unknown.Add($"{method.Identifier} is native code");
                        break;
                }
        }

        private static bool IsCalled(SimpleNameSyntax name) =>
            (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (SyntaxNode)name)
                .Parent is InvocationExpressionSyntax;

        /// <summary>A property, or a method handed on without a call.</summary>
        private void Mention(ISymbol? symbol, SyntaxNode node)
        {
            if (symbol is IPropertySymbol && IsElsewhere(symbol)) Unknown.Add(node.ToString());
            if (symbol is IMethodSymbol { MethodKind: not MethodKind.Constructor } method && node.Parent is not
                InvocationExpressionSyntax && (IsElsewhere(method) || method.Parameters.Any(IsPath)) && !Writes(method))
                Unknown.Add($"{node} is handed on");
        }

        private void Call(IOperation? operation)
        {
            var (method, arguments) = operation switch
            {
                IInvocationOperation call => (call.TargetMethod, call.Arguments),
                IObjectCreationOperation { Constructor: { } constructor } creation =>
                    (constructor, creation.Arguments),
                _ => (null, []),
            };
            if (operation is IDynamicInvocationOperation or IDynamicObjectCreationOperation)
                Unknown.Add($"{operation.Syntax} is chosen at run time");
            if (method is null) return;
            if (IsElsewhere(method) && !IsOwnVariable(method, arguments))
                Unknown.Add($"{method.ContainingType.Name}.{method.Name}");
            if (Writes(method) || TypeOf(method) == "System.IO.Path") return;
            foreach (var argument in arguments)
                if (argument.Parameter is { } parameter && IsPath(parameter) && !argument.IsImplicit)
                    Path(argument.Value, method);
        }

        private void Path(IOperation value, IMethodSymbol method)
        {
            if (value is IParameterReferenceOperation
                {
                    Parameter:
                    {
                        ContainingSymbol: IMethodSymbol
                        { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.Constructor }
                    } parameter
                })
                known._pathParameters.Add(KeyOf(parameter)); // Its callers are looked at in its place.
            else if (Evaluate(value) is { } path)
                Paths.Add(path);
            else
                Unknown.Add($"{method.ContainingType.Name}.{method.Name}({value.Syntax})");
        }

        /// <summary>What a path is, where the code alone tells; else null.</summary>
        private string? Evaluate(IOperation? value) => value switch
        {
            { ConstantValue: { HasValue: true, Value: string text } } => text,
            IConversionOperation conversion => Evaluate(conversion.Operand),
            IInvocationOperation { TargetMethod: { Name: "Combine" or "Join" or "GetFullPath" } method } call
                when TypeOf(method) == "System.IO.Path" => Combine(call.Arguments.SelectMany(argument =>
                    argument is { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation array }
                        ? array.Initializer?.ElementValues ?? [] : [argument.Value])),
            IInvocationOperation { TargetMethod: { Name: nameof(DataFolder.Locate) } method } call
                when TypeOf(method) == typeof(DataFolder).FullName && call.Arguments.All(a => a.IsImplicit) =>
                DataFolder.Locate(),
            ILocalReferenceOperation local => Initial(local.Local),
            IFieldReferenceOperation field => Initial(field.Field),
            _ => null,
        };

        private string? Combine(IEnumerable<IOperation> parts)
        {
            var texts = parts.Select(Evaluate).ToArray();
            return texts.Contains(null) ? null : System.IO.Path.Combine(texts!);
        }

        /// <summary>What a variable was given where it is declared, if nothing else is ever given to it.</summary>
        private string? Initial(ISymbol variable)
        {
            if (variable.DeclaringSyntaxReferences is not [var declared]
                || declared.GetSyntax(stop) is not VariableDeclaratorSyntax { Initializer.Value: { } initial })
                return null;
            var all = new List<CSharpCompilation>();
            for (var c = compilation; c is not null; c = c.ScriptCompilationInfo?.PreviousScriptCompilation) all.Add(c);
            if (all.SelectMany(c => c.SyntaxTrees).Any(tree => IsChanged(variable.Name, tree))) return null;
            var home = all.FirstOrDefault(c => c.ContainsSyntaxTree(initial.SyntaxTree));
            if (Evaluate(home?.GetSemanticModel(initial.SyntaxTree).GetOperation(initial, stop)) is not { } path)
                return null;
            known._pathVariables.Add(variable.Name);
            return path;
        }

        private bool IsChanged(string name, SyntaxTree tree) => tree.GetRoot(stop).DescendantNodes().Any(node =>
            (node switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left,
                ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression,
                _ => null,
            })?.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(n => n.Identifier.Text == name) == true);

        private static bool IsElsewhere(ISymbol symbol)
        {
            var type = TypeOf(symbol);
            return type.StartsWith("System.Net.", StringComparison.Ordinal)
                    && type.LastIndexOf('.') > "System.Net.".Length
                || type == "System.Console" && symbol.Name.StartsWith("Read", StringComparison.Ordinal)
                || Elsewhere.Any(e => e.Type == type && (e.Members is [] || e.Members.Contains(symbol.Name)));
        }

        /// <summary>Variables of the course are part of every key.</summary>
        private static bool IsOwnVariable(IMethodSymbol method, IEnumerable<IArgumentOperation> arguments) =>
            method.Name == nameof(Environment.GetEnvironmentVariable)
            && arguments.First().Value.ConstantValue is { HasValue: true, Value: string name }
            && name.StartsWith("RNNCOURSE_", StringComparison.Ordinal);

        /// <summary>What a call writes is not an input.</summary>
        private static bool Writes(IMethodSymbol method) =>
            method.Name.StartsWith("Write", StringComparison.Ordinal)
            || method.Name.StartsWith("Append", StringComparison.Ordinal)
            || method.Name.StartsWith("Save", StringComparison.Ordinal)
            || TypeOf(method) == "System.IO.StreamWriter"
            || TypeOf(method) is "System.IO.File" or "System.IO.Directory"
                && (method.Name.StartsWith("Create", StringComparison.Ordinal)
                    || method.Name is "Delete" or "OpenWrite");

        private bool IsPath(IParameterSymbol parameter) =>
            (parameter.Type.SpecialType == SpecialType.System_String || TypeName(parameter.Type) == "System.Uri")
                && (NameOfPath().IsMatch(parameter.Name) || IsForeign(parameter.ContainingAssembly))
                && !IsInSource(parameter)
            || known._pathParameters.Contains(KeyOf(parameter));

        private static bool IsForeign(IAssemblySymbol? assembly) => assembly is not null
            && !Known.Any(start => assembly.Name.StartsWith(start, StringComparison.Ordinal));

        private static bool IsInSource(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Length > 0;

        private static string KeyOf(IParameterSymbol parameter) =>
            $"{parameter.ContainingSymbol.OriginalDefinition.ToDisplayString()} {parameter.Ordinal}";

        private static string TypeOf(ISymbol symbol) => symbol.ContainingType is { } type ? TypeName(type) : "";

        private static string TypeName(ITypeSymbol type) =>
            $"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}";
    }
}
