using System.Diagnostics.CodeAnalysis;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Compilation;

/// <summary>Looks up what a document names in the home, and says what is not there.</summary>
internal sealed class HomeResolver(CompileContext context)
{
    private const string PropertyForm = "a property is written device/service.property, such as \"hall-lamp/light.on\"";
    private const string EventForm = "an event is written device/service.event, such as \"hall-button/switch-sensor.click\"";
    private const string ActionForm = "an action is written device/service.action, such as \"hall-speaker/intelligent-speaker.play-text\"";

    /// <summary>For an expression that stands in no document.</summary>
    public HomeResolver(IHomeView home, DocumentFaults faults)
        : this(new CompileContext(home, KnownNames.None, faults))
    {
    }

    /// <summary>True when a device was named that is not in the home.</summary>
    public bool IsWaiting => context.IsWaiting;

    /// <summary>A property; null where there is none, which is said.</summary>
    /// <param name="address">As written, <c>hall-lamp/light.on</c>.</param>
    /// <param name="place">Where it is written.</param>
    public PropertyReference? Property(string? address, Place place) => Find(address, place, PropertyForm) is not var (device, key) ? null
        : device.Contract.TryGetProperty(key, out var property) ? new PropertyReference(device, property)
        : Unknown<PropertyReference>("property", device, key, device.Contract.Properties.Select(found => found.Key), place);

    /// <summary>An event; null where there is none, which is said.</summary>
    public DeviceEvent? Event(JsonNodeAt node)
    {
        var place = new Place(context.Faults, node, null);
        return Find(node.Text, place, EventForm) is not var (device, key) ? null
            : device.Contract.TryGetEvent(key, out var found) ? new DeviceEvent(device, found)
            : Unknown<DeviceEvent>("event", device, key, device.Contract.Events.Select(other => other.Key), place);
    }

    /// <summary>An action; null where there is none, which is said.</summary>
    public (Device Device, ContractAction Action)? Action(JsonNodeAt node)
    {
        var place = new Place(context.Faults, node, null);
        if (Find(node.Text, place, ActionForm) is not var (device, key))
        {
            return null;
        }

        if (device.Contract.TryGetAction(key, out var found))
        {
            return (device, found);
        }

        Unknown<string>("action", device, key, device.Contract.Actions.Select(other => other.Key), place);
        return null;
    }

    /// <summary>A device; null where there is none, which is said.</summary>
    public Device? Device(JsonNodeAt node) => node.Text is { } name ? Device(name, new Place(context.Faults, node, null)) : null;

    /// <summary>A device by its name; null where there is none, which is said.</summary>
    public Device? Device(string name, Place place)
    {
        if (context.Home.TryGetDevice(name, out var device))
        {
            return device;
        }

        context.Wait(place, "device.unknown", $"There is no device \"{name}\" in this home", NearestName.Suggest(name, context.Home.Devices.Select(known => known.Name)));
        return null;
    }

    private static T? Unknown<T>(string what, Device device, string key, IEnumerable<string> known, Place place)
        where T : class
    {
        place.Fault(DiagnosticSeverity.Error, $"{what}.unknown", $"{device.Name} ({device.Contract.Kind}) has no {what} \"{key}\".", SuggestAddress(device.Name, key, [.. known]));
        return null;
    }

    private static string? SuggestAddress(string device, string key, string[] known)
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

    private (Device Device, string Key)? Find(string? address, Place place, string form)
    {
        if (!Split(address, place, form, out var name, out var key))
        {
            return null;
        }

        if (context.Home.TryGetDevice(name, out var device))
        {
            return (device, key);
        }

        var near = NearestName.Find(name, context.Home.Devices.Select(known => known.Name));
        context.Wait(place, "device.unknown", $"There is no device \"{name}\" in this home", near is null ? null : $"Did you mean \"{near}/{key}\"?");
        return null;
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
            var guess = slash < 0 && dot > 0 && context.Home.TryGetDevice(address[..dot], out _) ? $"Did you mean \"{address[..dot]}/{address[(dot + 1)..]}\"?" : null;
            place.Fault(DiagnosticSeverity.Error, "address", $"\"{address}\" is not an address; {form}.", guess);
            return false;
        }

        (device, key) = (address[..slash], address[(slash + 1)..]);
        return true;
    }
}
