using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Compilation;

/// <summary>Turns addresses and values that are to be set into one set of values for each device.</summary>
internal sealed class SetResolver(CompileContext context, HomeResolver names, SelectionResolver selections, ValueResolver values, ExpressionResolver? expressions)
{
    private readonly List<(Device Device, ImmutableArray<PropertyReading>.Builder Values, ImmutableArray<ComputedValue>.Builder Computed)> _devices = [];

    /// <summary>What <c>set</c> says, with <c>devices</c> for each of those; devices in the order in which they were written.</summary>
    public ImmutableArray<DeviceValues> Values(JsonNodeAt node)
    {
        _devices.Clear();
        Add(node, node.Get("devices"));
        return Take();
    }

    /// <summary>What a scene sets: its own <c>set</c>, then those of its <c>devices</c>, each of which has one.</summary>
    public ImmutableArray<DeviceValues> SceneValues(JsonNodeAt scene)
    {
        _devices.Clear();
        Add(scene, null);
        foreach (var where in scene.Several("devices"))
        {
            Add(where, where);
        }

        return Take();
    }

    /// <summary>True when it can be set; otherwise says so.</summary>
    public static bool IsWritable(PropertyReference reference, Place place)
    {
        if (!reference.Property.IsWritable)
        {
            place.Fault(DiagnosticSeverity.Error, "property.not-writable", $"{reference} cannot be set: the device only reports it.", null);
        }

        return reference.Property.IsWritable;
    }

    private void Add(JsonNodeAt node, JsonNodeAt? where)
    {
        var devices = where is null ? [] : selections.Matching(where);
        foreach (var member in node.Members("set").Where(member => !member.IsDuplicate))
        {
            var place = new Place(context.Faults, member.Value, member);
            if (where is null)
            {
                if (names.Property(member.Name, place) is { } reference && IsWritable(reference, place))
                {
                    Add(reference, member);
                }

                continue;
            }

            AddEach(devices, member, place);
        }
    }

    private void AddEach(ImmutableArray<Device> devices, JsonMemberAt member, Place place)
    {
        PropertyReference? readOnly = null;
        var count = 0;
        foreach (var device in devices)
        {
            if (device.Contract.TryGetProperty(member.Name, out var property))
            {
                var reference = new PropertyReference(device, property);
                readOnly = property.IsWritable ? readOnly : reference;
                if (property.IsWritable)
                {
                    Add(reference, member);
                    count++;
                }
            }
        }

        if (count == 0 && readOnly is not null)
        {
            IsWritable(readOnly, place);
        }
        else if (count == 0)
        {
            var known = context.Home.Devices.SelectMany(device => device.Contract.Properties.Select(property => property.Key)).Distinct(StringComparer.Ordinal);
            var slash = member.Name.IndexOf('/', StringComparison.Ordinal);
            context.Wait(place, "selection.empty", $"No device that is meant here has a property \"{member.Name}\"",
                slash > 0 ? $"Did you mean \"{member.Name[(slash + 1)..]}\"?" : NearestName.Suggest(member.Name, known));
        }
    }

    private void Add(PropertyReference reference, JsonMemberAt member)
    {
        var index = _devices.FindIndex(device => device.Device.Name == reference.Device.Name);
        if (member.Value.Computed() is { } expression)
        {
            if (expressions is null)
            {
                context.Faults.Error(member.Value, "value.computed", "A scene sets constants.", "Write an automation with \"set\" for what must be worked out.");
            }
            else if (expressions.Value(expression, reference.Property) is { } computed)
            {
                Entry(ref index, reference.Device).Computed.Add(new ComputedValue(reference.Property, computed));
            }
        }
        else if (member.Value.IsConstant() && values.Resolve(member.Value, reference.Property, reference.Address) is { } value)
        {
            var entry = Entry(ref index, reference.Device);

            // What a scene says of one device by name and by its room counts once: the first is the more exact.
            if (!entry.Values.Any(known => known.Property.Key == reference.Property.Key))
            {
                entry.Values.Add(new PropertyReading(reference.Property, value));
            }
        }
    }

    private (Device Device, ImmutableArray<PropertyReading>.Builder Values, ImmutableArray<ComputedValue>.Builder Computed) Entry(ref int index, Device device)
    {
        if (index < 0)
        {
            index = _devices.Count;
            _devices.Add((device, ImmutableArray.CreateBuilder<PropertyReading>(), ImmutableArray.CreateBuilder<ComputedValue>()));
        }

        return _devices[index];
    }

    private ImmutableArray<DeviceValues> Take() => [.. _devices.Select(device => new DeviceValues(device.Device, device.Values.ToImmutable()) { Computed = device.Computed.ToImmutable() })];
}
