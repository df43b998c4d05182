using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IotHub.Contracts;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;

namespace IotHub.DeviceSim.Homes;

/// <summary>Reads home files; every fault is named with its place. A home with any error is not simulated, since half a home misleads.</summary>
public sealed class HomeFile
{
    private readonly ContractCatalogue _catalogue;
    private readonly List<Diagnostic> _faults = [];

    private HomeFile(ContractCatalogue catalogue) => _catalogue = catalogue;

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

        var file = new HomeFile(catalogue);
        file._faults.AddRange(PositionedJson.FindDuplicateNames(root, DiagnosticSeverity.Error));
        var plan = file.ReadHome(root);
        return new HomeParseResult(file._faults.Exists(found => found.Severity == DiagnosticSeverity.Error) ? null : plan, [.. file._faults]);
    }

    private HomePlan? ReadHome(JsonNodeAt root)
    {
        if (!IsObject(root, "name", "seed", "devices", "day"))
        {
            return null;
        }

        var name = Text(root, "name", isRequired: true) ?? "";
        var seed = (int)(Number(root, "seed", 0, int.MaxValue) ?? 0);
        if (!root.TryGet("devices", out var list) || list.Kind != JsonValueKind.Array || list.Items.IsEmpty)
        {
            Fault(root, "home.devices.missing", "The home has no devices; expected at least one in \"devices\".");
            return null;
        }

        if (list.Items.Length > SimLimits.DevicesMax)
        {
            Fault(list, "home.limit.devices", $"The home has {list.Items.Length} devices; at most {SimLimits.DevicesMax} are simulated.");
            return null;
        }

        var devices = new Dictionary<string, SimulatedDevicePlan>(StringComparer.Ordinal);
        foreach (var node in list.Items)
        {
            if (ReadDevice(node, seed) is { } device && !devices.TryAdd(device.Did, device))
            {
                Fault(node, "home.device.twice", $"A device \"{device.Did}\" is there already; each needs a did of its own.");
            }
        }

        return new HomePlan(name, seed, [.. devices.Values], ReadDay(root, devices));
    }

    private SimulatedDevicePlan? ReadDevice(JsonNodeAt node, int seed)
    {
        if (!IsObject(node, "did", "contract", "label", "room", "initial", "targets", "faults"))
        {
            return null;
        }

        var did = Text(node, "did", isRequired: true);
        if (did is not null && !DeviceTopics.IsValidDid(did))
        {
            Fault(node, "home.device.did", $"\"{did}\" is no did; expected 1 to {DeviceTopics.DidLengthMax} characters without / + and #.");
        }

        var kind = Text(node, "contract", isRequired: true);
        if (kind is null || did is null)
        {
            return null;
        }

        if (!_catalogue.TryGetKind(kind, out var contract) && !_catalogue.TryGet(kind, out contract))
        {
            node.TryGet("contract", out var place);
            Fault(place ?? node, "home.contract.unknown", $"There is no contract \"{kind}\"; there are {string.Join(", ", _catalogue.All.Select(known => known.Type.Name).Order(StringComparer.Ordinal).Take(20))}.");
            return null;
        }

        return new SimulatedDevicePlan
        {
            Did = did,
            Contract = contract,
            Label = Text(node, "label"),
            Room = Text(node, "room"),
            Seed = SeedOf(seed, did),
            Initial = node.TryGet("initial", out var initial) ? ReadValues(initial, contract) : [],
            Targets = node.TryGet("targets", out var targets) ? ReadValues(targets, contract) : [],
            Faults = node.TryGet("faults", out var faults) ? ReadFaults(faults, contract) : DeviceFaults.None,
        };
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

    private ImmutableArray<PropertyReading> ReadValues(JsonNodeAt node, DeviceContract contract)
    {
        var values = ImmutableArray.CreateBuilder<PropertyReading>();
        if (node.Kind != JsonValueKind.Object)
        {
            Fault(node, "home.type", $"Found {node.Describe()}; expected an object of properties and values.");
            return [];
        }

        foreach (var member in node.Properties)
        {
            if (!contract.TryGetProperty(member.Name, out var property))
            {
                Fault(member.Value, "home.property.unknown", $"{contract.Type.Name} has no property \"{member.Name}\"; it has {string.Join(", ", contract.Properties.Select(known => known.Key).Take(20))}.");
            }
            else if (!ValueCoercion.TryCoerce(property, member.Value, out var value, out var fault, ValueUse.Report))
            {
                Fault(member.Value, "home.value", fault.Message);
            }
            else
            {
                values.Add(new PropertyReading(property, value));
            }
        }

        return values.ToImmutable();
    }

    private ImmutableDictionary<string, int> ReadRefuses(JsonNodeAt node, DeviceContract contract)
    {
        var refuses = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        if (node.Kind != JsonValueKind.Object)
        {
            Fault(node, "home.type", $"Found {node.Describe()}; expected an object of properties or actions and codes.");
            return refuses.ToImmutable();
        }

        foreach (var member in node.Properties)
        {
            if (!contract.TryGetProperty(member.Name, out _) && !contract.TryGetAction(member.Name, out _))
            {
                Fault(member.Value, "home.property.unknown", $"{contract.Type.Name} has no property or action \"{member.Name}\".");
            }
            else if (Number(node, member.Name, -9_999, -1) is { } code)
            {
                refuses[member.Name] = (int)code;
            }
        }

        return refuses.ToImmutable();
    }

    private DeviceFaults ReadFaults(JsonNodeAt node, DeviceContract contract) =>
        !IsObject(node, "answerDelaySeconds", "dropEvery", "rejectCode", "refuses", "silentAfterSeconds", "disconnectEverySeconds") ? DeviceFaults.None : new DeviceFaults
        {
            AnswerDelay = Seconds(node, "answerDelaySeconds", 0, 3_600) ?? TimeSpan.Zero,
            DropEvery = (int)(Number(node, "dropEvery", 0, 1_000_000) ?? 0),
            RejectCode = (int?)Number(node, "rejectCode", -9_999, -1),
            Refuses = node.TryGet("refuses", out var refuses) ? ReadRefuses(refuses, contract) : ImmutableDictionary<string, int>.Empty,
            SilentAfter = Seconds(node, "silentAfterSeconds", 0, 31_536_000),
            DisconnectEvery = Seconds(node, "disconnectEverySeconds", 1, 31_536_000),
        };

    private ImmutableArray<Happening> ReadDay(JsonNodeAt root, Dictionary<string, SimulatedDevicePlan> devices)
    {
        var day = ImmutableArray.CreateBuilder<Happening>();
        if (!root.TryGet("day", out var list))
        {
            return [];
        }

        if (list.Kind != JsonValueKind.Array || list.Items.Length > SimLimits.HappeningsMax)
        {
            Fault(list, "home.day", $"Found {list.Describe()}; expected an array of at most {SimLimits.HappeningsMax} happenings.");
            return [];
        }

        foreach (var node in list.Items.Where(node => IsObject(node, "at", "jitterSeconds", "device", "set", "forSeconds")))
        {
            var did = Text(node, "device", isRequired: true) ?? "";
            if (!devices.TryGetValue(did, out var device))
            {
                Fault(node, "home.day.device", $"There is no device \"{did}\" in this home.");
                continue;
            }

            if (!TimeOnly.TryParseExact(Text(node, "at", isRequired: true), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            {
                Fault(node, "home.day.at", "\"at\" is not a time of day such as 07:05 or 07:05:30.");
            }

            var set = node.TryGet("set", out var values) ? ReadValues(values, device.Contract) : [];
            day.Add(new Happening(at, Seconds(node, "jitterSeconds", 0, 86_400) ?? TimeSpan.Zero, did, set, Seconds(node, "forSeconds", 1, 86_400)));
        }

        return day.ToImmutable();
    }

    private bool IsObject(JsonNodeAt node, params string[] members)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            Fault(node, "home.type", $"Found {node.Describe()}; expected an object with {string.Join(", ", members)}.");
            return false;
        }

        foreach (var member in node.Properties.Where(member => !members.Contains(member.Name)))
        {
            Fault(member.Value, "home.member.unknown", $"\"{member.Name}\" is not known here; expected {string.Join(", ", members)}.");
        }

        return true;
    }

    private string? Text(JsonNodeAt node, string name, bool isRequired = false)
    {
        if (!node.TryGet(name, out var value))
        {
            if (isRequired)
            {
                Fault(node, "home.member.missing", $"\"{name}\" is missing; expected text.");
            }

            return null;
        }

        if (value.Text is null)
        {
            Fault(value, "home.type", $"Found {value.Describe()}; expected text.");
        }

        return value.Text;
    }

    private double? Number(JsonNodeAt node, string name, double minimum, double maximum, bool isWhole = true)
    {
        if (!node.TryGet(name, out var value))
        {
            return null;
        }

        if (!value.TryGetNumber(out var number) || number < minimum || number > maximum || (isWhole && Math.Floor(number) != number))
        {
            Fault(value, "home.number", string.Create(CultureInfo.InvariantCulture, $"Found {value.Describe()}; expected a {(isWhole ? "whole " : "")}number from {minimum} to {maximum}."));
            return null;
        }

        return number;
    }

    private TimeSpan? Seconds(JsonNodeAt node, string name, double minimum, double maximum) =>
        Number(node, name, minimum, maximum, isWhole: false) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private void Fault(JsonNodeAt node, string code, string message) => _faults.Add(node.Fault(DiagnosticSeverity.Error, code, message));
}
