using System.Collections.Frozen;
using System.Collections.Immutable;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Labels;

/// <summary>
/// A contract's words in one language. A text that the language lacks comes from a related one, then from English, then from the contract's
/// own description, and at last is the name in the URN, so that there always is something to show.
/// </summary>
public sealed class LabelTexts
{
    private readonly ImmutableArray<FrozenDictionary<LabelKey, string>> _texts;

    internal LabelTexts(string? language, ImmutableArray<FrozenDictionary<LabelKey, string>> texts)
    {
        Language = language;
        _texts = texts;
    }

    /// <summary>The language in which texts are looked for first, <c>zh_cn</c>; null where there are no labels and descriptions are shown.</summary>
    public string? Language { get; }

    /// <summary>The device's short name; never empty.</summary>
    public string Device(DeviceContract contract) => Find(new LabelKey(LabelTarget.Device), contract.Description, contract.Kind);

    /// <summary>One paragraph about the device; null where the labels have none.</summary>
    public string? About(DeviceContract contract) => Find(new LabelKey(LabelTarget.About), string.Empty, string.Empty) is { Length: > 0 } text ? text : null;

    /// <summary>A service's name; never empty.</summary>
    public string Service(ContractService service) => Find(new LabelKey(LabelTarget.Service, service.Iid), service.Description, service.Type.Name);

    /// <summary>A property's name; never empty.</summary>
    public string Property(ContractProperty property) =>
        Find(new LabelKey(LabelTarget.Property, property.ServiceIid, property.Iid), property.Description, property.Type.Name);

    /// <summary>What a permitted value means; never empty.</summary>
    /// <param name="property">The property.</param>
    /// <param name="entry">An entry of its list.</param>
    public string Value(ContractProperty property, ValueListEntry entry) =>
        Find(new LabelKey(LabelTarget.Value, property.ServiceIid, property.Iid, entry.Position), entry.Description, entry.Name);

    /// <summary>An action's name; never empty.</summary>
    public string Action(ContractAction action) => Find(new LabelKey(LabelTarget.Action, action.ServiceIid, action.Iid), action.Description, action.Type.Name);

    /// <summary>An event's name; never empty.</summary>
    public string Event(ContractEvent deviceEvent) =>
        Find(new LabelKey(LabelTarget.Event, deviceEvent.ServiceIid, deviceEvent.Iid), deviceEvent.Description, deviceEvent.Type.Name);

    private string Find(LabelKey key, string description, string name)
    {
        foreach (var texts in _texts)
        {
            if (texts.TryGetValue(key, out var text))
            {
                return text;
            }
        }

        return string.IsNullOrWhiteSpace(description) ? name : description;
    }
}
