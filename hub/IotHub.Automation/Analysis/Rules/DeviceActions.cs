using IotHub.Automation.Compilation;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Analysis.Rules;

/// <summary>What calling an action of a device makes of its values, by the standard names of actions. What is not here is not known.</summary>
internal static class DeviceActions
{
    /// <summary>The properties that an action sets; a value that is none means it is turned over.</summary>
    public static IEnumerable<(PropertyReference Reference, PropertyValue Value)> Of(Device device, ContractAction action)
    {
        var dot = action.Key.IndexOf('.', StringComparison.Ordinal);
        var (service, name) = (action.Key[..dot], action.Key[(dot + 1)..]);
        (string Property, PropertyValue Value)? set = name switch
        {
            "toggle" => ("on", default),
            "turn-on" => ("on", PropertyValue.FromBoolean(true)),
            "turn-off" or "stop-working" => ("on", PropertyValue.FromBoolean(false)),
            "lock" => ("status", PropertyValue.FromInteger(1)),
            "unlock" => ("status", PropertyValue.FromInteger(0)),
            _ => null,
        };
        return set is { } known && device.Contract.TryGetProperty($"{service}.{known.Property}", out var property) ? [(new PropertyReference(device, property), known.Value)] : [];
    }
}
