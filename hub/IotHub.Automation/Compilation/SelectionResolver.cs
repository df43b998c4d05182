using System.Collections.Immutable;
using IotHub.Automation.Documents;
using IotHub.Contracts.Json;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Compilation;

/// <summary>Turns what is said about several devices, by name, room or kind, into those that the home has.</summary>
internal sealed class SelectionResolver(CompileContext context, HomeResolver names)
{
    /// <summary>Properties: an address, a list, or <c>{"each": …}</c>; each once. None where something is wrong or nothing matches, which is said.</summary>
    public ImmutableArray<PropertyReference> Properties(JsonNodeAt node) =>
        [.. WrittenValues.OneOrMore(node).SelectMany(one => Property(one)).DistinctBy(found => found.Address)];

    /// <summary>Events in the same way.</summary>
    public ImmutableArray<DeviceEvent> Events(JsonNodeAt node) =>
        [.. WrittenValues.OneOrMore(node).SelectMany(one => Event(one)).DistinctBy(found => found.Address)];

    /// <summary>Devices: a name, a list, or an object that says where and what; each once.</summary>
    public ImmutableArray<Device> Devices(JsonNodeAt node)
    {
        if (node.Kind != System.Text.Json.JsonValueKind.Object)
        {
            return [.. WrittenValues.OneOrMore(node).Select(names.Device).OfType<Device>().DistinctBy(device => device.Name)];
        }

        var found = Matching(node);
        if (found.IsEmpty)
        {
            WaitForAny(node, "No device");
        }

        return found;
    }

    /// <summary>Devices of a room or kind; says what is wrong with the room and kind, not that there are none.</summary>
    public ImmutableArray<Device> Matching(JsonNodeAt where)
    {
        context.DependsOnHome = true;
        var rooms = where.Texts("room");
        var kinds = where.Texts("kind");
        var except = where.Texts("except");
        WarnUnknown(where, "room", context.Home.Devices.Select(device => device.Room).Where(room => room.Length > 0), StringComparer.OrdinalIgnoreCase);
        WarnUnknown(where, "kind", context.Home.Devices.Select(device => device.Contract.Kind), StringComparer.Ordinal);
        WarnUnknown(where, "except", context.Home.Devices.Select(device => device.Name), StringComparer.Ordinal);
        return
        [
            .. context.Home.Devices.Where(device => (rooms.IsEmpty || rooms.Contains(device.Room, StringComparer.OrdinalIgnoreCase))
                && (kinds.IsEmpty || kinds.Contains(device.Contract.Kind)) && !except.Contains(device.Name)),
        ];
    }

    /// <summary>Says that nothing matches, and that the document waits for something that does.</summary>
    public void WaitForAny(JsonNodeAt node, string what) => context.Wait(new Place(context.Faults, node, null), "selection.empty", $"{what} in this home is meant by this", null);

    private ImmutableArray<PropertyReference> Property(JsonNodeAt node)
    {
        if (node.TextOf("each") is not { } key)
        {
            return node.Kind == System.Text.Json.JsonValueKind.Object ? [] : names.Property(node.Text, new Place(context.Faults, node, null)) is { } one ? [one] : [];
        }

        var found = ImmutableArray.CreateBuilder<PropertyReference>();
        foreach (var device in Matching(node))
        {
            if (device.Contract.TryGetProperty(key, out var property))
            {
                found.Add(new PropertyReference(device, property));
            }
        }

        CheckFound(node, key, found.Count, device => device.Contract.Properties.Select(property => property.Key), "property");
        return found.ToImmutable();
    }

    private ImmutableArray<DeviceEvent> Event(JsonNodeAt node)
    {
        if (node.TextOf("each") is not { } key)
        {
            return node.Kind == System.Text.Json.JsonValueKind.Object ? [] : names.Event(node) is { } one ? [one] : [];
        }

        var found = ImmutableArray.CreateBuilder<DeviceEvent>();
        foreach (var device in Matching(node))
        {
            if (device.Contract.TryGetEvent(key, out var happening))
            {
                found.Add(new DeviceEvent(device, happening));
            }
        }

        CheckFound(node, key, found.Count, device => device.Contract.Events.Select(happening => happening.Key), "event");
        return found.ToImmutable();
    }

    private void CheckFound(JsonNodeAt node, string key, int count, Func<Device, IEnumerable<string>> known, string what)
    {
        if (count > 0)
        {
            context.Faults.CheckCount(node, "each", count, AutomationLimits.WatchedMax);
            return;
        }

        node.TryGet("each", out var written);
        var all = context.Home.Devices.SelectMany(known).Distinct(StringComparer.Ordinal).ToList();
        var suggestion = all.Contains(key) ? null : NearestName.Suggest(key, all);
        if (suggestion is null && key.Contains('/', StringComparison.Ordinal))
        {
            suggestion = $"Did you mean \"{key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]}\"?";
        }

        context.Wait(new Place(context.Faults, written ?? node, null), "selection.empty", $"No device that is meant here has a {what} \"{key}\"", suggestion);
    }

    private void WarnUnknown(JsonNodeAt where, string member, IEnumerable<string> known, StringComparer comparer)
    {
        var names = known.Distinct(comparer).ToList();
        foreach (var item in where.Several(member))
        {
            if (item.Text is { } text && !names.Contains(text, comparer))
            {
                context.Faults.Warning(item, $"{member}.unknown", $"No device of this home {(member == "room" ? $"is in a room \"{text}\"" : member == "kind" ? $"is of the kind \"{text}\"" : $"has the name \"{text}\"")}.",
                    NearestName.Suggest(text, names));
            }
        }
    }
}
