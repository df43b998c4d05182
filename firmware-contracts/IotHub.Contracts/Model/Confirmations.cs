using IotHub.Contracts.Values;

namespace IotHub.Contracts.Model;

/// <summary>The one place that decides what a person has to confirm: what opens a home, or cannot be had back. What closes it needs no question.</summary>
public static class Confirmations
{
    // Published contracts do not say it; these names leave no doubt.
    private static readonly HashSet<string> Opening = new(StringComparer.OrdinalIgnoreCase)
    {
        "unlock", "open-lock", "open-door", "open-gate", "open-garage-door", "open-valve", "disarm",
    };

    /// <summary>What the contract says (<c>confirm</c>); where it says nothing, what the action's name says.</summary>
    public static bool Asks(ContractAction action) => action.Confirm?.IsAlways ?? Opening.Contains(action.Type.Name);

    /// <summary>What the contract says (<c>confirm</c>): for every value, or for some; a property without it asks never, since no name tells which value opens.</summary>
    public static bool Asks(ContractProperty property, PropertyValue value) =>
        property.Confirm is { } rule && (rule.IsAlways || rule.Values.Any(one => Same(one, value)));

    /// <summary>Whether some value of the property asks: for a value that is not known beforehand.</summary>
    public static bool MayAsk(ContractProperty property) => property.Confirm is { } rule && (rule.IsAlways || !rule.Values.IsEmpty);

    // A contract may write 1 where the format makes it 1.0.
    private static bool Same(PropertyValue one, PropertyValue other) =>
        one == other || (one.TryGetNumber(out var left) && other.TryGetNumber(out var right) && left == right);
}
