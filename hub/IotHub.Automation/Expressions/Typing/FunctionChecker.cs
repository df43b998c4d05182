using System.Collections.Immutable;
using System.Globalization;
using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Syntax;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>Checks calls: the function, the number of its arguments, their names and types, and what the result is.</summary>
internal sealed class FunctionChecker(IExpressionTypes types, HomeResolver names, ExpressionFaults faults, ExpressionChecker checker)
{
    private readonly OperatorChecker _operators = new(faults);
    private readonly SelectionChecker _selections = new(types, faults);

    public TypedExpression Call(ExpressionSyntax.Call syntax)
    {
        if (FunctionTable.Find(syntax.Function) is not { } signature)
        {
            Error(syntax.Span, "expression.function", $"There is no function \"{ExpressionLexer.Cut(syntax.Function)}\".",
                NearestName.Suggest(syntax.Function, FunctionTable.All.Select(known => known.Name)));

            // What is wrong in the arguments is said all the same.
            _ = syntax.Arguments.Select(argument => checker.Check(argument.Value)).ToList();
            return ExpressionChecker.Poison(syntax);
        }

        if (Place(syntax, signature) is not { } placed)
        {
            return ExpressionChecker.Poison(syntax);
        }

        var isWhole = true;
        var arguments = new TypedExpression?[placed.Length];
        for (var i = 0; i < placed.Length; i++)
        {
            var parameter = signature.Parameters[Math.Min(i, signature.Parameters.Length - 1)];
            arguments[i] = placed[i] is { } written ? Argument(signature, parameter, written) : null;
            isWhole &= placed[i] is null || arguments[i] is not null;
        }

        if (!isWhole)
        {
            return ExpressionChecker.Poison(syntax);
        }

        return signature.Function switch
        {
            ExpressionFunction.Values => _selections.Check(syntax, arguments),
            _ => Resolved(syntax, signature, [.. arguments.OfType<TypedExpression>()]),
        };
    }

    private void Error(SourceSpan span, string code, string message, string? suggestion = null) => faults.Error(span, code, message, suggestion);

    // Arguments in the order of the parameters; null for one that is left out. Null altogether when they do not fit the parameters, which is said.
    private ExpressionSyntax?[]? Place(ExpressionSyntax.Call syntax, FunctionSignature signature)
    {
        var positional = syntax.Arguments.Count(argument => argument.Name is null);
        var positionalMax = signature.IsVariadic ? int.MaxValue : signature.Parameters.Count(parameter => !parameter.IsNamed);
        if (positional < signature.Required || positional > positionalMax)
        {
            var wanted = signature.IsVariadic ? "at least one argument" : positionalMax == 0 ? "no argument"
                : signature.Required == positionalMax ? Arguments(positionalMax) : $"{signature.Required} to {Arguments(positionalMax)}";
            Error(syntax.Span, "expression.argument", $"{signature.Name} takes {wanted}, found {positional}.", $"It is written {signature.Display}.");
            return null;
        }

        var placed = new ExpressionSyntax?[Math.Max(positional, signature.IsVariadic ? 0 : signature.Parameters.Length)];
        var next = 0;
        var isFit = true;
        foreach (var argument in syntax.Arguments)
        {
            if (argument.Name is null)
            {
                placed[next++] = argument.Value;
                continue;
            }

            var named = signature.Parameters.Where(parameter => parameter.IsNamed).Select(parameter => parameter.Name).ToList();
            var index = signature.Parameters.IndexOf(signature.Parameters.FirstOrDefault(parameter => parameter.IsNamed && parameter.Name == argument.Name)!);
            if (index < 0)
            {
                Error(argument.NameSpan, "expression.argument", $"{signature.Name} has no argument \"{ExpressionLexer.Cut(argument.Name)}\"{(named.Count > 0 ? $"; it has {string.Join(", ", named)}" : string.Empty)}.",
                    NearestName.Suggest(argument.Name, named) ?? $"It is written {signature.Display}.");
                isFit = false;
            }
            else if (placed[index] is not null)
            {
                Error(argument.NameSpan, "expression.argument", $"\"{argument.Name}\" is given twice.", "Remove one of the two.");
                isFit = false;
            }
            else
            {
                placed[index] = argument.Value;
            }
        }

        return isFit ? placed : null;
    }

    private static string Arguments(int count) => count == 1 ? "1 argument" : string.Create(CultureInfo.InvariantCulture, $"{count} arguments");

    // One argument, checked; null when it does not fit, which is said.
    private TypedExpression? Argument(FunctionSignature signature, FunctionParameter parameter, ExpressionSyntax written)
    {
        if (parameter.Accepts == ParameterKind.Property)
        {
            if (written is ExpressionSyntax.Property property)
            {
                return checker.CheckProperty(property) is TypedExpression.Property found ? found : null;
            }

            Error(written.Span, "expression.argument", $"{signature.Name} takes a property, written device/service.property.");
            return null;
        }

        if (parameter.Accepts == ParameterKind.Literal)
        {
            if (written is ExpressionSyntax.Quoted)
            {
                return checker.Check(written);
            }

            Error(written.Span, "expression.argument", $"{signature.Name} takes its {parameter.Name} as a text that is written out, so that it is known beforehand what is read.",
                written is ExpressionSyntax.Name or ExpressionSyntax.Property ? $"Write {ExpressionRenderer.Quote(written.ToString())}." : null);
            return null;
        }

        var value = checker.Check(written);
        if (value.Type.IsAny || Accepts(parameter.Accepts, value.Type.Kind))
        {
            return value;
        }

        var wanted = parameter.Accepts switch
        {
            ParameterKind.Number => ExpressionType.Number,
            ParameterKind.Duration => ExpressionType.Duration,
            ParameterKind.Text => ExpressionType.Text,
            _ => null,
        };
        var hint = value.Type.Kind == ExpressionKind.List ? "Use min, max, avg, sum, count, any or all for a list."
            : wanted?.Kind == ExpressionKind.Text ? $"Write \"text({value})\"."
            : parameter.Accepts == ParameterKind.Readable && value.Type.Kind == ExpressionKind.Boolean ? $"Write \"{value} ? 1 : 0\"."
            : parameter.Accepts == ParameterKind.NumberOrDuration ? Literals.Suggest(value, ExpressionType.Number)
            : wanted is not null ? Literals.Suggest(value, wanted) : null;
        Error(written.Span, "expression.type", $"{signature.Name} takes {Describe(parameter.Accepts)}, found {value.Type.Describe()}.", hint);
        return null;
    }

    private static bool Accepts(ParameterKind parameter, ExpressionKind kind) => parameter switch
    {
        ParameterKind.Number => kind is ExpressionKind.Number or ExpressionKind.Choice,
        ParameterKind.NumberOrDuration => kind is ExpressionKind.Number or ExpressionKind.Choice or ExpressionKind.Duration,
        ParameterKind.Text => kind == ExpressionKind.Text,
        ParameterKind.Readable => kind is ExpressionKind.Number or ExpressionKind.Choice or ExpressionKind.Text,
        ParameterKind.TextOrList => kind is ExpressionKind.Text or ExpressionKind.List,
        ParameterKind.Duration => kind == ExpressionKind.Duration,
        _ => true,
    };

    private static string Describe(ParameterKind parameter) => parameter switch
    {
        ParameterKind.Number => "a number",
        ParameterKind.NumberOrDuration => "a number or duration",
        ParameterKind.Text => "a text",
        ParameterKind.Readable => "a text or number",
        ParameterKind.TextOrList => "a text or list",
        _ => "a duration",
    };

    private TypedExpression Resolved(ExpressionSyntax.Call syntax, FunctionSignature signature, ImmutableArray<TypedExpression> arguments)
    {
        if (!CheckNamed(signature.Function, arguments))
        {
            return ExpressionChecker.Poison(syntax);
        }

        if (signature.Function == ExpressionFunction.Default)
        {
            var (value, otherwise) = (arguments[0], arguments[1]);
            var type = _operators.Unify(ref value, ref otherwise);
            if (type is null)
            {
                Error(otherwise.Syntax.Span, "expression.type", $"Both values of default must be of one type, found {value.Type.Describe()} and {otherwise.Type.Describe()}.", Literals.Suggest(otherwise, value.Type));
                return ExpressionChecker.Poison(syntax);
            }

            return new TypedExpression.Call(signature.Function, [value, otherwise], type, syntax);
        }

        var result = signature.IsVariadic ? AggregateChecker.ResultOf(faults, signature, arguments) : signature.Result ?? Common(signature, arguments);
        if (result is null)
        {
            return ExpressionChecker.Poison(syntax);
        }

        if (signature.Function == ExpressionFunction.Round && arguments is [_, TypedExpression.Constant { Value: { IsKnown: true } digits }] && !FunctionEvaluation.IsDigits(digits))
        {
            Error(arguments[1].Syntax.Span, "expression.value", $"round keeps 0 to {ExpressionLimits.RoundDigitsMax} digits after the point, found {arguments[1]}.");
            return ExpressionChecker.Poison(syntax);
        }

        var call = new TypedExpression.Call(signature.Function, arguments, result, syntax);
        return IsPure(signature) ? _operators.Folded(call, arguments.AsSpan()) : call;
    }

    // abs and clamp: all numbers or all durations.
    private ExpressionType? Common(FunctionSignature signature, ImmutableArray<TypedExpression> arguments)
    {
        ExpressionType? type = null;
        foreach (var argument in arguments)
        {
            var next = argument.Type.Kind == ExpressionKind.Choice ? ExpressionType.Number : argument.Type;
            if (type is { IsAny: false } && !next.IsAny && type.Kind != next.Kind)
            {
                Error(argument.Syntax.Span, "expression.type", $"{signature.Name} takes values of one type, found {type.Describe()} and {next.Describe()}.", Literals.Suggest(argument, type));
                return null;
            }

            type = type is null or { IsAny: true } ? next : type;
        }

        return type;
    }

    // Their value changes from outside, so a constant argument makes no constant. known and default are about what is not known.
    private static bool IsPure(FunctionSignature signature) => !signature.UsesTime
        && signature.Function is not (ExpressionFunction.Online or ExpressionFunction.IsHome or ExpressionFunction.PeopleHome or ExpressionFunction.State or ExpressionFunction.Default);

    private bool CheckNamed(ExpressionFunction function, ImmutableArray<TypedExpression> arguments)
    {
        if (function is not (ExpressionFunction.Online or ExpressionFunction.IsHome or ExpressionFunction.State) || arguments[0] is not TypedExpression.Constant { Value.AsText: var name })
        {
            return true;
        }

        var span = arguments[0].Syntax.Span;
        if (function == ExpressionFunction.Online)
        {
            if (names.Device(name, faults.At(span)) is null)
            {
                faults.Break();
                return false;
            }

            return true;
        }

        var (known, code, what) = function == ExpressionFunction.IsHome ? (types.People, "person.unknown", "person") : (types.Automations, "expression.automation", "automation");
        if (known is not null && !known.Contains(name))
        {
            faults.Warning(span, code, $"There is no {what} \"{ExpressionLexer.Cut(name)}\" yet; until there is, this is unknown.", NearestName.Suggest(name, known));
        }

        return true;
    }
}
