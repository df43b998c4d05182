using System.Collections.Immutable;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Sentences;

/// <summary>
/// What devices and their parts are called in sentences. A label is used only where nothing else in the home has the same one; otherwise the address
/// stands there, so that a sentence can mean one thing only.
/// </summary>
public sealed class SentenceNames
{
    private readonly Func<DeviceContract, LabelTexts> _texts;
    private readonly ImmutableDictionary<string, string> _devices;

    private SentenceNames(Func<DeviceContract, LabelTexts> texts, ImmutableDictionary<string, string> devices) => (_texts, _devices) = (texts, devices);

    /// <summary>Addresses everywhere, values of lists by the names of the contract.</summary>
    public static SentenceNames Addresses { get; } = new(_ => ContractLabels.None.In(null), ImmutableDictionary<string, string>.Empty);

    /// <summary>Labels of a home's devices and of their contracts.</summary>
    /// <param name="home">The home.</param>
    /// <param name="texts">The words of a contract in the language of the sentence.</param>
    public static SentenceNames Of(IHomeView home, Func<DeviceContract, LabelTexts> texts)
    {
        var devices = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var group in home.Devices.Where(device => IsPlain(device.Label)).GroupBy(device => device.Label, StringComparer.OrdinalIgnoreCase))
        {
            if (group.Count() == 1)
            {
                devices[group.First().Name] = group.First().Label;
            }
        }

        return new SentenceNames(texts, devices.ToImmutable());
    }

    /// <summary>A device: its label in “ ”, or its name.</summary>
    public string Device(Device device) => _devices.TryGetValue(device.Name, out var label) ? $"“{label}”" : device.Name;

    /// <summary>A property of a device: both labels in “ ”, or its address.</summary>
    public string Property(Device device, ContractProperty property) =>
        Part(device, property.Key, property.Key, device.Contract.Properties.Select(other => (other.Key, _texts(device.Contract).Property(other))));

    /// <summary>An event of a device.</summary>
    public string Event(Device device, ContractEvent happening) =>
        Part(device, happening.Key, happening.Key, device.Contract.Events.Select(other => (other.Key, _texts(device.Contract).Event(other))));

    /// <summary>An action of a device.</summary>
    public string Action(Device device, ContractAction action) =>
        Part(device, action.Key, action.Key, device.Contract.Actions.Select(other => (other.Key, _texts(device.Contract).Action(other))));

    /// <summary>A value of a list in ‘ ’; null where the number has no entry.</summary>
    public string? Entry(DeviceContract contract, ContractProperty property, long value)
    {
        if (property.ValueList.IsDefaultOrEmpty || property.ValueList.FirstOrDefault(entry => entry.Value == value) is not { } found)
        {
            return null;
        }

        // All by label or all by name: a label may be the name of another entry.
        var labels = property.ValueList.Select(entry => _texts(contract).Value(property, entry)).ToList();
        var areUnique = labels.TrueForAll(IsPlain) && labels.Distinct(StringComparer.OrdinalIgnoreCase).Count() == labels.Count;
        return $"‘{(areUnique ? labels[property.ValueList.IndexOf(found)] : found.Name)}’";
    }

    // The signs that part names in a sentence may not stand in one.
    private static bool IsPlain(string label) => !string.IsNullOrWhiteSpace(label) && label.Trim() == label && label.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '.' or '°' or '%' or '/' or ',');

    private string Part(Device device, string key, string address, IEnumerable<(string Key, string Label)> all)
    {
        if (_devices.TryGetValue(device.Name, out var name))
        {
            var parts = all.ToList();
            var label = parts.First(part => part.Key == key).Label;
            if (IsPlain(label) && parts.Count(part => string.Equals(part.Label, label, StringComparison.OrdinalIgnoreCase)) == 1)
            {
                return $"“{name}: {label}”";
            }
        }

        return $"{device.Name}/{address}";
    }
}
