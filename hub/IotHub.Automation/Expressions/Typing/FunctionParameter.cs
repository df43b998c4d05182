namespace IotHub.Automation.Expressions.Typing;

/// <summary>A parameter of a function.</summary>
/// <param name="Name">What messages call it, and how a named one is written.</param>
/// <param name="Accepts">What may be given.</param>
/// <param name="IsNamed">True when it is given by name, <c>room: 'Kitchen'</c>; such a one may be left out.</param>
public sealed record FunctionParameter(string Name, ParameterKind Accepts, bool IsNamed = false);
