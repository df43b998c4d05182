using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>What properties of a name are like, whatever device they are in: data, so that a new kind of device needs no code.</summary>
public sealed record BehaviourTable
{
    private static readonly Lazy<BehaviourTable> Embedded = new(ReadEmbedded);

    /// <summary>The table that comes with the simulator, put together from the files of <c>device-sim/behaviours</c> in the order of their names.</summary>
    public static BehaviourTable Default => Embedded.Value;

    /// <summary>First values by name of the property's type; 1 and 0 stand for true and false.</summary>
    public ImmutableDictionary<string, double> Initial { get; set; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>
    /// How far first values of devices lie from the usual ones, either way, by name of the property's type: no two rooms are alike. None
    /// where a name is missing.
    /// </summary>
    public ImmutableDictionary<string, double> Spread { get; set; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>How properties live; the first row that fits and counts is in force.</summary>
    public ImmutableArray<Behaviour> Behaviours { get; set; } = [];

    /// <summary>What actions do to state, by name of the action's type; several rows may name one action.</summary>
    public ImmutableArray<ActionEffect> Actions { get; set; } = [];

    /// <summary>What setting a property does beside it.</summary>
    public ImmutableArray<WriteEffect> Writes { get; set; } = [];

    /// <summary>Which events tell of changes.</summary>
    public ImmutableArray<EventOccasion> Events { get; set; } = [];

    /// <summary>What devices do when their state has come to something.</summary>
    public ImmutableArray<Reaction> Reactions { get; set; } = [];

    /// <summary>What devices do to their room.</summary>
    public ImmutableArray<RoomInfluence> Influences { get; set; } = [];

    /// <summary>What a room's air is made of.</summary>
    public ImmutableArray<RoomQuantity> Quantities { get; set; } = [];

    /// <summary>The usual first value of a property; null where the table has none.</summary>
    public double? FindInitial(ContractProperty property) => Initial.TryGetValue(property.Type.Name, out var value) ? value : null;

    /// <summary>The rows of a property, in the order in which they are tried.</summary>
    public ImmutableArray<Behaviour> FindBehaviours(DeviceContract contract, ContractProperty property)
    {
        var service = contract.Services.First(candidate => candidate.Iid == property.ServiceIid).Type.Name;
        return
        [
            .. Behaviours.Where(row => row.Property == property.Type.Name
                && (row.Services.IsEmpty || row.Services.Contains(service))
                && (row.Kinds.IsEmpty || row.Kinds.Contains(contract.Kind))),
        ];
    }

    /// <summary>The events of a contract that tell of changes.</summary>
    /// <param name="contract">The device's contract.</param>
    /// <param name="changed">What changed, with the new values.</param>
    /// <param name="before">Values from before, by the property's index; no value where it is not known.</param>
    internal IEnumerable<ContractEvent> FindEvents(DeviceContract contract, ImmutableArray<PropertyReading> changed, Func<ContractProperty, PropertyValue> before) =>
        from reading in changed
        from occasion in Events
        where occasion.Property == reading.Property.Type.Name && (occasion.Kinds.IsEmpty || occasion.Kinds.Contains(contract.Kind)) && Fits(occasion, reading, before)
        from candidate in contract.Events
        where candidate.Type.Name == occasion.Event && FindNear(contract, candidate.ServiceIid, occasion.Property) == reading.Property
        orderby candidate.ServiceIid, candidate.Iid
        select candidate;

    /// <summary>The property of a name that is nearest: in the same service, or else the first in the device; null where there is none.</summary>
    internal static ContractProperty? FindNear(DeviceContract contract, int serviceIid, string name)
    {
        ContractProperty? first = null;
        foreach (var property in contract.Properties)
        {
            if (property.Type.Name == name)
            {
                if (property.ServiceIid == serviceIid)
                {
                    return property;
                }

                first ??= property;
            }
        }

        return first;
    }

    private static bool Fits(EventOccasion occasion, PropertyReading reading, Func<ContractProperty, PropertyValue> before) =>
        occasion.FallsTo is { } bound
            ? reading.Value.ToDouble() <= bound && before(reading.Property) is { HasValue: true } old && old.ToDouble() > bound
            : occasion.Becomes is { } number
                ? InitialValue.Fit(reading.Property, number) == reading.Value
                : occasion.Is.Any(name => NamedValue.Find(reading.Property, name) is { HasValue: true } value && value == reading.Value);

    private static BehaviourTable ReadEmbedded()
    {
        var assembly = typeof(BehaviourTable).Assembly;
        var table = new BehaviourTable();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("behaviours/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            table = table.With(JsonSerializer.Deserialize(stream, BehaviourJson.Default.BehaviourTable) ?? throw new InvalidOperationException($"{name} is empty."));
        }

        return table;
    }

    private BehaviourTable With(BehaviourTable more) => new()
    {
        Initial = Initial.AddRange(more.Initial),
        Spread = Spread.AddRange(more.Spread),
        Behaviours = Behaviours.AddRange(more.Behaviours),
        Actions = Actions.AddRange(more.Actions),
        Writes = Writes.AddRange(more.Writes),
        Events = Events.AddRange(more.Events),
        Reactions = Reactions.AddRange(more.Reactions),
        Influences = Influences.AddRange(more.Influences),
        Quantities = Quantities.AddRange(more.Quantities),
    };
}

/// <summary>
/// Reads the table without reflection. The generated reader gives members that are only settable at creation no value where the file has none,
/// and so takes their defaults away; that is why the rows' optional members have setters.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BehaviourTable))]
[JsonSerializable(typeof(Condition))]
internal sealed partial class BehaviourJson : JsonSerializerContext;
