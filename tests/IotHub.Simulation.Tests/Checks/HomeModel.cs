using IotHub.Contracts.Values;
using IotHub.Devices.Registry;
using IotHub.Runtime;

namespace IotHub.Simulation.Tests.Checks;

/// <summary>The home as its outputs and accepted reports say it must be: a second, plainer account to hold the hub's own against.</summary>
internal sealed class HomeModel
{
    public SortedDictionary<string, Device> Devices { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Device, string Property), PropertyValue> Values { get; } = [];

    public SortedDictionary<string, AutomationEntry> Automations { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SceneEntry> Scenes { get; } = new(StringComparer.Ordinal);

    public HomeModel Copy()
    {
        var copy = new HomeModel();
        foreach (var (name, device) in Devices)
        {
            copy.Devices[name] = device;
        }

        foreach (var (address, value) in Values)
        {
            copy.Values[address] = value;
        }

        foreach (var (id, entry) in Automations)
        {
            copy.Automations[id] = entry;
        }

        foreach (var (id, entry) in Scenes)
        {
            copy.Scenes[id] = entry;
        }

        return copy;
    }

    public Device? OfDid(string did) => Devices.Values.FirstOrDefault(device => device.Did == did);

    public void Take(HubOutput output)
    {
        switch (output)
        {
            case HubOutput.DeviceSaved { Device: var device }:
                Devices[device.Name] = device;
                break;
            case HubOutput.DeviceRetired { Device: var device }:
                Devices.Remove(device.Name);
                foreach (var address in Values.Keys.Where(address => address.Device == device.Name).ToArray())
                {
                    Values.Remove(address);
                }

                break;
            case HubOutput.AutomationSaved { Entry: var entry }:
                Automations[entry.Id] = entry;
                break;
            case HubOutput.AutomationRemoved { Id: var id }:
                Automations.Remove(id);
                break;
            case HubOutput.SceneSaved { Entry: var entry }:
                Scenes[entry.Id] = entry;
                break;
            case HubOutput.SceneRemoved { Id: var id }:
                Scenes.Remove(id);
                break;
        }
    }

    public void Report(Device device, IEnumerable<PropertyReading> readings)
    {
        foreach (var reading in readings)
        {
            Values[(device.Name, reading.Property.Key)] = reading.Value;
        }
    }

    /// <summary>Compares with what the hub says of itself; null where both agree.</summary>
    public string? Difference(HubSnapshot snapshot)
    {
        if (!snapshot.Devices.Select(device => device.Device).SequenceEqual(Devices.Values))
        {
            return $"its devices are {Names(snapshot.Devices.Select(device => device.Device.Name))} and should be {Names(Devices.Keys)}, or one of them differs";
        }

        foreach (var device in snapshot.Devices)
        {
            foreach (var property in device.Device.Contract.Properties)
            {
                var expected = Values.GetValueOrDefault((device.Device.Name, property.Key));
                var found = device.States[property.Index].Value;
                if (found != expected)
                {
                    return $"{device.Device.Name}/{property.Key} is {found} and its accepted reports say {expected}";
                }
            }
        }

        var automations = Documents(Automations.Values);
        var ofHub = Documents(snapshot.Automations);
        if (automations != ofHub)
        {
            return $"its automations are {ofHub} and should be {automations}";
        }

        return snapshot.Scenes.Select(scene => (scene.Id, scene.Text, scene.Version)).SequenceEqual(Scenes.Values.Select(scene => (scene.Id, scene.Text, scene.Version)))
            ? null
            : $"its scenes are {Names(snapshot.Scenes.Select(scene => scene.Id))} and should be {Names(Scenes.Keys)}, or one has another text";
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);

    private static string Documents(IEnumerable<AutomationEntry> entries) =>
        string.Join("; ", entries.Select(entry => $"{entry.Id} v{entry.Version} {(entry.Enabled ? "on" : "off")} {entry.Status} {entry.Text}"));
}
