using System.Collections.Immutable;
using IotHub.Automation.Expressions;
using IotHub.Devices.Availability;

namespace IotHub.Automation.Analysis.Guards;

/// <summary>Things that hold together: one way in which conditions can be true. What cannot be said in these terms is left out, so that it may hold or not.</summary>
internal sealed record Facts
{
    public static Facts None { get; } = new();

    /// <summary>By address.</summary>
    public ImmutableSortedDictionary<string, PropertyFact> Properties { get; init; } = ImmutableSortedDictionary.Create<string, PropertyFact>(StringComparer.Ordinal);

    /// <summary>Who must be at home (true) or away (false).</summary>
    public ImmutableSortedDictionary<string, bool> Persons { get; init; } = ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal);

    public ImmutableArray<TimeFact> Times { get; init; } = [];

    /// <summary>By device.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<DeviceAvailability>> Devices { get; init; } = ImmutableSortedDictionary.Create<string, ImmutableArray<DeviceAvailability>>(StringComparer.Ordinal);

    /// <summary>Other things that are true or not, by their text: expressions, what automations are doing.</summary>
    public ImmutableSortedDictionary<string, bool> Atoms { get; init; } = ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal);

    /// <summary>The expressions among the atoms.</summary>
    public ImmutableArray<(CompiledExpression Value, bool Holds)> Expressions { get; init; } = [];

    /// <summary>Ids of triggers of which one fired; null for any.</summary>
    public ImmutableArray<string>? Triggers { get; init; }

    /// <summary>True when the facts cannot hold together, whatever the time.</summary>
    public bool IsContradiction { get; init; }

    /// <summary>True when all of this can be said in the model: nothing is left out, no expression.</summary>
    public bool IsPlain => Expressions.IsEmpty && Atoms.IsEmpty;

    public static Facts Never { get; } = new() { IsContradiction = true };

    public static Facts Of(PropertyFact fact) => new()
    {
        Properties = None.Properties.SetItem(fact.Reference.Address, fact),
        IsContradiction = fact.IsContradiction,
    };

    public Facts And(Facts other)
    {
        if (IsContradiction || other.IsContradiction)
        {
            return Never;
        }

        if (ReferenceEquals(this, None))
        {
            return other;
        }

        if (ReferenceEquals(other, None))
        {
            return this;
        }

        var properties = Properties;
        foreach (var (address, fact) in other.Properties)
        {
            var both = properties.TryGetValue(address, out var mine) ? mine.And(fact) : fact;
            if (both.IsContradiction)
            {
                return Never;
            }

            properties = properties.SetItem(address, both);
        }

        var devices = Devices;
        foreach (var (device, allowed) in other.Devices)
        {
            var both = devices.TryGetValue(device, out var mine) ? mine.RemoveAll(each => !allowed.Contains(each)) : allowed;
            if (both.IsEmpty)
            {
                return Never;
            }

            devices = devices.SetItem(device, both);
        }

        ImmutableArray<string>? triggers = Triggers is { } ids ? other.Triggers is { } others ? ids.RemoveAll(id => !others.Contains(id)) : ids : other.Triggers;
        return triggers is { IsEmpty: true } || Merge(Persons, other.Persons) is not { } persons || Merge(Atoms, other.Atoms) is not { } atoms
            ? Never
            : new Facts
            {
                Properties = properties,
                Devices = devices,
                Persons = persons,
                Atoms = atoms,
                Times = Times.AddRange(other.Times.RemoveAll(Times.Contains)),
                Expressions = Expressions.AddRange(other.Expressions),
                Triggers = triggers,
            };
    }

    private static ImmutableSortedDictionary<string, bool>? Merge(ImmutableSortedDictionary<string, bool> left, ImmutableSortedDictionary<string, bool> right)
    {
        foreach (var (key, value) in right)
        {
            if (left.TryGetValue(key, out var mine) && mine != value)
            {
                return null;
            }

            left = left.SetItem(key, value);
        }

        return left;
    }
}
