using System.Collections.Immutable;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Model;

/// <summary>What a contract says of writes or calls that a person has to confirm.</summary>
/// <param name="IsAlways">True for every one.</param>
/// <param name="Values">The values of a property that ask; not looked at where all do.</param>
public sealed record ConfirmRule(bool IsAlways, ImmutableArray<PropertyValue> Values)
{
    /// <summary>Every write, every call.</summary>
    public static ConfirmRule Always { get; } = new(true, []);

    /// <summary>None, whatever the name says.</summary>
    public static ConfirmRule Never { get; } = new(false, []);
}
