using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace IotHub.Contracts.Model;

/// <summary>What a kind of device is and does: the whole contract, checked, immutable and indexed by address.</summary>
public sealed class DeviceContract
{
    private readonly FrozenDictionary<string, ContractProperty> _properties;
    private readonly FrozenDictionary<string, ContractAction> _actions;
    private readonly FrozenDictionary<string, ContractEvent> _events;

    /// <summary>Builds the indexes.</summary>
    /// <param name="type">The device's type.</param>
    /// <param name="description">What a person reads; may be empty.</param>
    /// <param name="services">The services, in contract order, with unique addresses and property indexes that run from 0.</param>
    /// <exception cref="ArgumentException">An address occurs twice or an index is out of order.</exception>
    public DeviceContract(Urn type, string description, ImmutableArray<ContractService> services)
    {
        Type = type;
        Description = description;
        Services = services;
        Properties = [.. services.SelectMany(service => service.Properties)];
        for (var i = 0; i < Properties.Length; i++)
        {
            if (Properties[i].Index != i)
            {
                throw new ArgumentException($"Property {Properties[i].Key} has index {Properties[i].Index} at position {i}.", nameof(services));
            }
        }

        _properties = Properties.ToFrozenDictionary(property => property.Key, StringComparer.Ordinal);
        _actions = services.SelectMany(service => service.Actions).ToFrozenDictionary(action => action.Key, StringComparer.Ordinal);
        _events = services.SelectMany(service => service.Events).ToFrozenDictionary(deviceEvent => deviceEvent.Key, StringComparer.Ordinal);
    }

    /// <summary>The device's type. <see cref="Urn.Name"/> is the kind: <c>light</c>, <c>air-purifier</c>.</summary>
    public Urn Type { get; }

    /// <summary>The kind of device, <c>light</c>.</summary>
    public string Kind => Type.Name;

    /// <summary>What a person reads; may be empty.</summary>
    public string Description { get; }

    /// <summary>A working device publishes something at least this often; 1 s to 7 days. Null where the contract does not promise it.</summary>
    public TimeSpan? ReportInterval { get; init; }

    /// <summary>The services, in contract order.</summary>
    public ImmutableArray<ContractService> Services { get; }

    /// <summary>All properties of all services; the position is <see cref="ContractProperty.Index"/>.</summary>
    public ImmutableArray<ContractProperty> Properties { get; }

    /// <summary>All actions.</summary>
    public IReadOnlyCollection<ContractAction> Actions => _actions.Values;

    /// <summary>All events.</summary>
    public IReadOnlyCollection<ContractEvent> Events => _events.Values;

    /// <summary>Finds a property by its address, <c>light.on</c>.</summary>
    public bool TryGetProperty(string key, [NotNullWhen(true)] out ContractProperty? property) => _properties.TryGetValue(key, out property);

    /// <summary>Finds an action by its address.</summary>
    public bool TryGetAction(string key, [NotNullWhen(true)] out ContractAction? action) => _actions.TryGetValue(key, out action);

    /// <summary>Finds an event by its address.</summary>
    public bool TryGetEvent(string key, [NotNullWhen(true)] out ContractEvent? deviceEvent) => _events.TryGetValue(key, out deviceEvent);

    /// <summary>Look-up by UTF-16 span without making a string.</summary>
    public bool TryGetProperty(ReadOnlySpan<char> key, [NotNullWhen(true)] out ContractProperty? property) =>
        _properties.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out property);

    /// <inheritdoc/>
    public override string ToString() => Type.Text;
}
