using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Homes;

/// <summary>Reads home files; every fault is named with its place. A home with any error is not simulated, since half a home misleads.</summary>
public static class HomeFile
{
    /// <summary>Reads a home.</summary>
    /// <param name="utf8">The text; it must not change while this runs.</param>
    /// <param name="catalogue">Where its contracts are found, by kind or by URN.</param>
    public static HomeParseResult Parse(ReadOnlyMemory<byte> utf8, ContractCatalogue catalogue)
    {
        if (utf8.Length > SimLimits.HomeFileBytesMax)
        {
            return new HomeParseResult(null, [new Diagnostic(DiagnosticSeverity.Error, "home.limit.bytes", "", 1, 1, $"The file has {utf8.Length} bytes; a home may have at most {SimLimits.HomeFileBytesMax}.")]);
        }

        if (!PositionedJson.TryParse(utf8, 16, out var root, out var fault))
        {
            return new HomeParseResult(null, [fault]);
        }

        var reading = new HomeReading(catalogue);
        reading.Faults.AddRange(PositionedJson.FindDuplicateNames(root, DiagnosticSeverity.Error));
        var plan = ReadHome(reading, root);
        return new HomeParseResult(reading.Faults.Exists(found => found.Severity == DiagnosticSeverity.Error) ? null : plan, [.. reading.Faults]);
    }

    /// <summary>A device's own chance, from the home's and its name; the same on every run and machine.</summary>
    public static int SeedOf(int seed, string did)
    {
        // FNV-1a: string.GetHashCode differs from run to run.
        var hash = 2166136261u ^ unchecked((uint)seed);
        foreach (var unit in did)
        {
            hash = unchecked((hash ^ unit) * 16777619u);
        }

        return (int)(hash & int.MaxValue);
    }

    private static HomePlan? ReadHome(HomeReading reading, JsonNodeAt root)
    {
        if (!reading.IsObject(root, "name", "seed", "devices", "day", "rooms", "activities", "people", "wayOut"))
        {
            return null;
        }

        var name = reading.Text(root, "name", isRequired: true) ?? "";
        var seed = (int)(reading.Number(root, "seed", 0, int.MaxValue) ?? 0);
        if (!root.TryGet("devices", out var list) || list.Kind != JsonValueKind.Array || list.Items.IsEmpty)
        {
            reading.Fault(root, "home.devices.missing", "The home has no devices; expected at least one in \"devices\".");
            return null;
        }

        if (list.Items.Length > SimLimits.DevicesMax)
        {
            reading.Fault(list, "home.limit.devices", $"The home has {list.Items.Length} devices; at most {SimLimits.DevicesMax} are simulated.");
            return null;
        }

        var devices = new Dictionary<string, SimulatedDevicePlan>(StringComparer.Ordinal);
        var deviceReading = new DeviceReading(reading, seed);
        foreach (var node in list.Items)
        {
            if (deviceReading.Read(node) is { } device && !devices.TryAdd(device.Did, device))
            {
                reading.Fault(node, "home.device.twice", $"A device \"{device.Did}\" is there already; each needs a did of its own.");
            }
        }

        var plan = new HomePlan(name, seed, [.. devices.Values], ReadDay(reading, root, devices));
        return new PeopleReading(reading, devices).Read(root, plan);
    }

    private static ImmutableArray<Happening> ReadDay(HomeReading reading, JsonNodeAt root, Dictionary<string, SimulatedDevicePlan> devices)
    {
        var day = ImmutableArray.CreateBuilder<Happening>();
        foreach (var node in reading.Items(root, "day", SimLimits.HappeningsMax).Where(node => reading.IsObject(node, "at", "jitterSeconds", "device", "set", "forSeconds")))
        {
            var did = reading.Text(node, "device", isRequired: true) ?? "";
            if (!devices.TryGetValue(did, out var device))
            {
                reading.Fault(node, "home.day.device", $"There is no device \"{did}\" in this home.");
                continue;
            }

            var at = reading.Clock(node, "at");
            var set = node.TryGet("set", out var values) ? reading.Values(values, device.Contract.Type.Name, device.Contract.Properties) : [];
            day.Add(new Happening(at, reading.Seconds(node, "jitterSeconds", 0, 86_400) ?? TimeSpan.Zero, did, set, reading.Seconds(node, "forSeconds", 1, 86_400)));
        }

        return day.ToImmutable();
    }
}
