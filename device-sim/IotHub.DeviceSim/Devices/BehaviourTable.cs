using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>How a property lives by itself.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BehaviourKind>))]
public enum BehaviourKind
{
    /// <summary>Wanders around a mean, as a temperature does.</summary>
    Walk,

    /// <summary>Nears one of two targets, depending on whether the device is on.</summary>
    Approach,

    /// <summary>Falls steadily, as a battery does.</summary>
    Drain,

    /// <summary>Grows by another property times hours, as an energy meter does.</summary>
    Accumulate,

    /// <summary>Is true now and then, as motion is.</summary>
    Pulse,

    /// <summary>Is another property times a factor, as a current is to a power.</summary>
    Follow,

    /// <summary>Seconds since a boolean property was last true, as the time without motion.</summary>
    Elapsed,
}

/// <summary>One row: how properties of a name live, in any device.</summary>
public sealed record Behaviour
{
    /// <summary>Name of the property's type: the fourth part of its URN.</summary>
    public required string Property { get; init; }

    /// <summary>How it lives.</summary>
    public required BehaviourKind Kind { get; init; }

    /// <summary>Time between two steps; above zero.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>Name of a boolean property that switches the behaviour, in the same service or else anywhere in the device; null for always. Elapsed: the property that is waited for.</summary>
    public string? While { get; init; }

    /// <summary>Walk: the mean. Approach: the target while on. Null for the value that the device began with.</summary>
    public double? Target { get; init; }

    /// <summary>Approach: the target while off.</summary>
    public double Otherwise { get; init; }

    /// <summary>Walk and approach: share of the way to the target that one step makes, 0 to 1.</summary>
    public double Pull { get; init; } = 0.1;

    /// <summary>Walk and approach: half the width of the even chance added in each step, in the property's unit.</summary>
    public double Noise { get; init; }

    /// <summary>Drain: fall in a day, in the property's unit.</summary>
    public double PerDay { get; init; }

    /// <summary>Accumulate: name of the property that is added up, in watts. Follow: name of the property that is followed.</summary>
    public string? From { get; init; }

    /// <summary>Accumulate: factor on watts times hours; 0.001 for kilowatt-hours. Follow: factor on the other property.</summary>
    public double Factor { get; init; } = 0.001;

    /// <summary>Pulse: chance in one step that false becomes true.</summary>
    public double Begin { get; init; }

    /// <summary>Pulse: chance in one step that true becomes false.</summary>
    public double End { get; init; }
}

/// <summary>What an action does, which no contract says: a property takes a value.</summary>
/// <param name="Action">Name of the action's type.</param>
/// <param name="Property">Name of the property's type, in the action's service or else anywhere in the device.</param>
/// <param name="Value">The value; 1 and 0 stand for true and false.</param>
public sealed record ActionEffect(string Action, string Property, double Value);

/// <summary>Which event tells of a change: sent when the property takes the value, with the arguments that the contract says.</summary>
/// <param name="Event">Name of the event's type.</param>
/// <param name="Property">Name of the property's type, in the event's service or else anywhere in the device.</param>
/// <param name="Becomes">The value; 1 and 0 stand for true and false.</param>
public sealed record EventOccasion(string Event, string Property, double Becomes);

/// <summary>What properties of a name are like, whatever device they are in: data, so that a new kind of device needs no code.</summary>
public sealed record BehaviourTable
{
    private static readonly Lazy<BehaviourTable> Embedded = new(ReadEmbedded);

    /// <summary>The table that comes with the simulator.</summary>
    public static BehaviourTable Default => Embedded.Value;

    /// <summary>First values by name of the property's type; 1 and 0 stand for true and false.</summary>
    public ImmutableDictionary<string, double> Initial { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>
    /// How far first values of devices lie from the usual ones, either way, by name of the property's type: no two rooms are alike. None
    /// where a name is missing.
    /// </summary>
    public ImmutableDictionary<string, double> Spread { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>How properties live; the first row that fits counts.</summary>
    public ImmutableArray<Behaviour> Behaviours { get; init; } = [];

    /// <summary>What actions do to state, by name of the action's type; several rows may name one action.</summary>
    public ImmutableArray<ActionEffect> Actions { get; init; } = [];

    /// <summary>Which events tell of changes.</summary>
    public ImmutableArray<EventOccasion> Events { get; init; } = [];

    /// <summary>The usual first value of a property; null where the table has none.</summary>
    public double? FindInitial(ContractProperty property) => Initial.TryGetValue(property.Type.Name, out var value) ? value : null;

    /// <summary>How a property lives; null where it does not by itself.</summary>
    public Behaviour? FindBehaviour(ContractProperty property)
    {
        foreach (var behaviour in Behaviours)
        {
            if (behaviour.Property == property.Type.Name)
            {
                return behaviour;
            }
        }

        return null;
    }

    /// <summary>The events of a contract that tell of changes.</summary>
    internal IEnumerable<ContractEvent> FindEvents(DeviceContract contract, ImmutableArray<PropertyReading> changed) =>
        from reading in changed
        from occasion in Events
        where occasion.Property == reading.Property.Type.Name && InitialValue.Fit(reading.Property, occasion.Becomes) == reading.Value
        from candidate in contract.Events
        where candidate.Type.Name == occasion.Event && FindNear(contract, candidate.ServiceIid, occasion.Property) == reading.Property
        select candidate;

    /// <summary>The property of a name that is nearest: in the same service, or else the first in the device; null where there is none.</summary>
    internal static ContractProperty? FindNear(DeviceContract contract, int serviceIid, string name) =>
        contract.Properties.FirstOrDefault(property => property.Type.Name == name && property.ServiceIid == serviceIid)
        ?? contract.Properties.FirstOrDefault(property => property.Type.Name == name);

    private static BehaviourTable ReadEmbedded()
    {
        using var stream = typeof(BehaviourTable).Assembly.GetManifestResourceStream("behaviours.json")
            ?? throw new InvalidOperationException("The assembly lacks its behaviours.json.");
        return JsonSerializer.Deserialize(stream, BehaviourJson.Default.BehaviourTable)
            ?? throw new InvalidOperationException("behaviours.json is empty.");
    }
}

/// <summary>Reads the table without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BehaviourTable))]
internal sealed partial class BehaviourJson : JsonSerializerContext;
