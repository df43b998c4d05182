using System.Collections.Immutable;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;

namespace IotHub.DeviceSim.Homes;

/// <summary>Reads the devices of a home file, and their faults.</summary>
internal sealed class DeviceReading(HomeReading reading, int seed)
{
    public SimulatedDevicePlan? Read(JsonNodeAt node)
    {
        if (!reading.IsObject(node, "did", "contract", "label", "room", "initial", "targets", "faults"))
        {
            return null;
        }

        var did = reading.Text(node, "did", isRequired: true);
        if (did is not null && !DeviceTopics.IsValidDid(did))
        {
            reading.Fault(node, "home.device.did", $"\"{did}\" is no did; expected 1 to {DeviceTopics.DidLengthMax} characters without / + and #.");
        }

        var kind = reading.Text(node, "contract", isRequired: true);
        if (kind is null || did is null)
        {
            return null;
        }

        if (!reading.Catalogue.TryGetKind(kind, out var contract) && !reading.Catalogue.TryGet(kind, out contract))
        {
            node.TryGet("contract", out var place);
            reading.Fault(place ?? node, "home.contract.unknown", $"There is no contract \"{kind}\"; there are {string.Join(", ", reading.Catalogue.All.Select(known => known.Type.Name).Distinct().Order(StringComparer.Ordinal).Take(50))}.");
            return null;
        }

        return new SimulatedDevicePlan
        {
            Did = did,
            Contract = contract,
            Label = reading.Text(node, "label"),
            Room = reading.Text(node, "room"),
            Seed = HomeFile.SeedOf(seed, did),
            Initial = node.TryGet("initial", out var initial) ? reading.Values(initial, contract.Type.Name, contract.Properties) : [],
            Targets = node.TryGet("targets", out var targets) ? reading.Values(targets, contract.Type.Name, contract.Properties) : [],
            Faults = node.TryGet("faults", out var faults) ? ReadFaults(faults, contract) : DeviceFaults.None,
        };
    }

    private DeviceFaults ReadFaults(JsonNodeAt node, DeviceContract contract)
    {
        var faults = DeviceFaults.None;
        if (!reading.IsObject(node, [.. FaultKind.All.Select(kind => kind.Member), "refuses"]))
        {
            return faults;
        }

        foreach (var kind in FaultKind.All)
        {
            faults = reading.Number(node, kind.Member, kind.Minimum, kind.Maximum, kind.IsWhole) is { } value ? kind.Apply(faults, value) : faults;
        }

        return node.TryGet("refuses", out var refuses) ? faults with { Refuses = ReadRefuses(refuses, contract) } : faults;
    }

    private ImmutableDictionary<string, int> ReadRefuses(JsonNodeAt node, DeviceContract contract)
    {
        var refuses = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        if (node.Kind != System.Text.Json.JsonValueKind.Object)
        {
            reading.Fault(node, "home.type", $"Found {node.Describe()}; expected an object of properties or actions and codes.");
            return refuses.ToImmutable();
        }

        foreach (var member in node.Properties)
        {
            if (!contract.TryGetProperty(member.Name, out _) && !contract.TryGetAction(member.Name, out _))
            {
                reading.Fault(member.Value, "home.property.unknown", $"{contract.Type.Name} has no property or action \"{member.Name}\".");
            }
            else if (reading.Number(node, member.Name, -9_999, -1) is { } code)
            {
                refuses[member.Name] = (int)code;
            }
        }

        return refuses.ToImmutable();
    }
}
