using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Devices.State;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>The home and a fixed set of variables.</summary>
/// <param name="Home">The home against whose contracts properties are checked.</param>
public sealed record ExpressionTypes(IHomeView Home) : IExpressionTypes
{
    /// <summary>Types of the variables by name.</summary>
    public ImmutableDictionary<string, ExpressionType> Types { get; init; } = ImmutableDictionary.Create<string, ExpressionType>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyCollection<string>? People { get; init; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string>? Automations { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Variables => Types.Keys;

    /// <inheritdoc/>
    public bool TryGetVariable(string name, [NotNullWhen(true)] out ExpressionType? type) => Types.TryGetValue(name, out type);
}
