using System.Diagnostics.CodeAnalysis;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Compilation;

/// <summary>Looks up what a document names in the home, and says what is not there.</summary>
internal sealed class HomeResolver(IHomeView home, DocumentFaults faults)
{
    /// <summary>True when a device was named that is not in the home.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>A property; null where there is none, which is said.</summary>
    /// <param name="address">As written, <c>hall-lamp/light.on</c>.</param>
    /// <param name="place">Where it is written.</param>
    public PropertyReference? Property(string? address, Place place)
    {
        if (!Split(address, place, "a property is written device/service.property, such as \"hall-lamp/light.on\"", out var name, out var key)
            || Device(name, key, place) is not { } device)
        {
            return null;
        }

        if (device.Contract.TryGetProperty(key, out var property))
        {
            return new PropertyReference(device, property);
        }

        var known = device.Contract.Properties.Select(found => found.Key);
        place.Fault(DiagnosticSeverity.Error, "property.unknown", $"{name} ({device.Contract.Kind}) has no property \"{key}\".", SuggestAddress(name, key, known));
        return null;
    }

    /// <summary>An event; null where there is none, which is said.</summary>
    public (Device Device, ContractEvent Event)? Event(JsonNodeAt node)
    {
        var place = new Place(faults, node, null);
        if (!Split(node.Text, place, "an event is written device/service.event, such as \"hall-button/switch-sensor.click\"", out var name, out var key)
            || Device(name, key, place) is not { } device)
        {
            return null;
        }

        if (device.Contract.TryGetEvent(key, out var found))
        {
            return (device, found);
        }

        var known = device.Contract.Events.Select(other => other.Key);
        place.Fault(DiagnosticSeverity.Error, "event.unknown", $"{name} ({device.Contract.Kind}) has no event \"{key}\".", SuggestAddress(name, key, known));
        return null;
    }

    /// <summary>An action; null where there is none, which is said.</summary>
    public (Device Device, ContractAction Action)? Action(JsonNodeAt node)
    {
        var place = new Place(faults, node, null);
        if (!Split(node.Text, place, "an action is written device/service.action, such as \"hall-speaker/intelligent-speaker.play-text\"", out var name, out var key)
            || Device(name, key, place) is not { } device)
        {
            return null;
        }

        if (device.Contract.TryGetAction(key, out var found))
        {
            return (device, found);
        }

        var known = device.Contract.Actions.Select(other => other.Key);
        place.Fault(DiagnosticSeverity.Error, "action.unknown", $"{name} ({device.Contract.Kind}) has no action \"{key}\".", SuggestAddress(name, key, known));
        return null;
    }

    /// <summary>A device by its name alone; null where there is none, which is said.</summary>
    public Device? Device(string name, Place place) => Device(name, null, place);

    private static string? SuggestAddress(string device, string key, IEnumerable<string> known)
    {
        if (NearestName.Find(key, known) is { } near)
        {
            return $"Did you mean \"{device}/{near}\"?";
        }

        // "on" or "brightness" alone: the service was forgotten.
        var last = key[(key.LastIndexOf('.') + 1)..];
        return known.Order(StringComparer.Ordinal).FirstOrDefault(name => name.EndsWith("." + last, StringComparison.Ordinal)) is { } whole
            ? $"Did you mean \"{device}/{whole}\"?"
            : null;
    }

    private bool Split(string? address, Place place, string form, [NotNullWhen(true)] out string? device, [NotNullWhen(true)] out string? key)
    {
        (device, key) = (null, null);
        if (address is null)
        {
            place.Fault(DiagnosticSeverity.Error, "address", $"Found {place.Node?.Describe()}; {form}.", null);
            return false;
        }

        var slash = address.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == address.Length - 1 || address.IndexOf('/', slash + 1) >= 0)
        {
            // hall-lamp.light.on: the first dot stands where the slash belongs.
            var dot = address.IndexOf('.', StringComparison.Ordinal);
            var guess = slash < 0 && dot > 0 && home.TryGetDevice(address[..dot], out _) ? $"Did you mean \"{address[..dot]}/{address[(dot + 1)..]}\"?" : null;
            place.Fault(DiagnosticSeverity.Error, "address", $"\"{address}\" is not an address; {form}.", guess);
            return false;
        }

        (device, key) = (address[..slash], address[(slash + 1)..]);
        return true;
    }

    private Device? Device(string name, string? key, Place place)
    {
        if (home.TryGetDevice(name, out var device))
        {
            return device;
        }

        IsWaiting = true;
        var near = NearestName.Find(name, home.Devices.Select(known => known.Name));
        place.Fault(DiagnosticSeverity.Warning, "device.unknown", $"There is no device \"{name}\" in this home; the {faults.Kind} waits until there is.",
            near is null ? null : key is null ? $"Did you mean \"{near}\"?" : $"Did you mean \"{near}/{key}\"?");
        return null;
    }
}
