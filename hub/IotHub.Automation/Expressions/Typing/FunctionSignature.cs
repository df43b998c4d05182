using System.Collections.Immutable;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>How a function is called.</summary>
/// <param name="Function">Which.</param>
/// <param name="Name">As it is written.</param>
/// <param name="Parameters">In order.</param>
/// <param name="Required">How many of them must be given.</param>
/// <param name="Result">Type of the result; null where it follows from the arguments.</param>
/// <param name="UsesTime">True when the result can change without any report.</param>
public sealed record FunctionSignature(ExpressionFunction Function, string Name, ImmutableArray<FunctionParameter> Parameters, int Required, ExpressionType? Result, bool UsesTime = false)
{
    /// <summary>True when the last parameter may be given again and again.</summary>
    public bool IsVariadic => Parameters is [.., { Accepts: ParameterKind.Members }];

    /// <summary>As the documentation writes it: <c>round(x, digits?)</c>.</summary>
    public string Display => $"{Name}({string.Join(", ", Parameters.Select((parameter, index) =>
        parameter.Accepts == ParameterKind.Members ? "list or values…" : parameter.IsNamed ? $"{parameter.Name}: …?" : index >= Required ? parameter.Name + "?" : parameter.Name))})";
}
