using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Overlays;

/// <summary>Reads an overlay as far as that can be done without the contract.</summary>
internal sealed class OverlayReader
{
    private static readonly string[] Members = ["urn", "note", "change", "remove", "add", "same-as"];
    private static readonly string[] DeviceMembers = ["description", "report-interval", "note"];
    private static readonly string[] NodeMembers = ["name", "description", "note"];
    private static readonly string[] ActionMembers = ["name", "description", "in", "out", "confirm", "note"];
    private static readonly string[] EventMembers = ["name", "description", "arguments", "note"];

    private readonly FaultList _faults = new("overlay");

    public static OverlayParseResult Read(ReadOnlyMemory<byte> utf8Json, string source)
    {
        if (utf8Json.Length > OverlayLimits.BytesMax)
        {
            return new OverlayParseResult(null, [new Diagnostic(DiagnosticSeverity.Error, "overlay.limit.bytes", string.Empty, 1, 1,
                $"{source} has {utf8Json.Length} bytes; an overlay may have at most {OverlayLimits.BytesMax}.")]);
        }

        if (!PositionedJson.TryParse(utf8Json, ContractLimits.DepthMax, out var root, out var fault))
        {
            return new OverlayParseResult(null, [fault]);
        }

        var reader = new OverlayReader();
        reader._faults.AddDuplicateNames(root);
        var overlay = reader.ReadRoot(root);
        return new OverlayParseResult(reader._faults.HasError ? null : overlay, reader._faults.ToImmutable());
    }

    private ContractOverlay? ReadRoot(JsonNodeAt root)
    {
        if (root.Kind != JsonValueKind.Object || !root.TryGet("urn", out var urn) || !UrnParser.TryParse(urn.Text, out var type))
        {
            _faults.Error(root, "overlay.urn", "The overlay does not say which device it corrects; expected {\"urn\": \"urn:…:device:…\", \"change\": {…}}.");
            return null;
        }

        NodeReading.CheckMembers(root, Members, _faults);
        var overlay = new ContractOverlay(type)
        {
            Changes = ReadChanges(root),
            Removals = ReadRemovals(root),
            Services = root.TryGet("add", out var add) ? ReadAdded(add) : [],
            SameAs = ReadSameAs(root, type, out var sameAs),
            SameAsNode = sameAs,
        };
        if (overlay.Changes.IsEmpty && overlay.Removals.IsEmpty && overlay.Services.IsEmpty && overlay.SameAs is null)
        {
            _faults.Warning(root, "overlay.nothing", "The overlay corrects nothing.");
        }

        return overlay;
    }

    private ImmutableArray<OverlayEntry> ReadChanges(JsonNodeAt root)
    {
        if (!root.TryGet("change", out var change) || change.Kind == JsonValueKind.Null)
        {
            return [];
        }

        if (change.Kind != JsonValueKind.Object)
        {
            _faults.Error(change, "overlay.change.type", $"Found {change.Describe()} as \"change\"; expected an object like {{\"prop.2.1\": {{\"unit\": \"celsius\"}}}}.");
            return [];
        }

        CheckCount(change, change.Properties.Length);
        var entries = ImmutableArray.CreateBuilder<OverlayEntry>();
        foreach (var member in change.Properties.Where(member => !member.IsDuplicate))
        {
            if (!NodeAddress.TryParse(member.Name, out var address))
            {
                _faults.Warning(member.Value, "overlay.address", $"\"{JsonNodeAt.Cut(member.Name)}\" names no node; expected one like prop.2.1, service.2, action.2.1, event.2.1 or device. It is passed over.");
            }
            else if (member.Value.Kind != JsonValueKind.Object)
            {
                _faults.Warning(member.Value, "overlay.change.type", $"Found {member.Value.Describe()} as the change of {address}; expected an object. It is passed over.");
            }
            else
            {
                NodeReading.CheckMembers(member.Value, MembersOf(address.Kind), _faults);
                entries.Add(new OverlayEntry(address, member.Value));
            }
        }

        return entries.DrainToImmutable();
    }

    private ImmutableArray<OverlayEntry> ReadRemovals(JsonNodeAt root)
    {
        if (!root.TryGet("remove", out var remove) || remove.Kind == JsonValueKind.Null)
        {
            return [];
        }

        if (remove.Kind != JsonValueKind.Array)
        {
            _faults.Error(remove, "overlay.remove.type", $"Found {remove.Describe()} as \"remove\"; expected a list like [\"service.4\", \"prop.2.5\"].");
            return [];
        }

        CheckCount(remove, remove.Items.Length);
        var entries = ImmutableArray.CreateBuilder<OverlayEntry>();
        foreach (var item in remove.Items)
        {
            if (NodeAddress.TryParse(item.Text, out var address) && address.Kind != NodeKind.Device)
            {
                entries.Add(new OverlayEntry(address, item));
            }
            else
            {
                _faults.Warning(item, "overlay.address", $"Found {item.Describe()} to remove; expected a node like service.4, prop.2.5, prop.2.*, action.2.1 or event.3.1. It is passed over.");
            }
        }

        return entries.DrainToImmutable();
    }

    private ImmutableArray<JsonNodeAt> ReadAdded(JsonNodeAt add)
    {
        if (add.Kind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            _faults.Error(add, "overlay.add.type", $"Found {add.Describe()} as \"add\"; expected {{\"services\": […]}}.");
            return [];
        }

        var services = NodeReading.ReadObjects(add, "services", _faults);
        if (services.Length > ContractLimits.ServicesMax)
        {
            _faults.Error(add, "overlay.limit.services", $"The overlay adds {services.Length} services; at most {ContractLimits.ServicesMax} are allowed.");
        }

        return services;
    }

    private Urn? ReadSameAs(JsonNodeAt root, Urn type, out JsonNodeAt? node)
    {
        if (!root.TryGet("same-as", out node) || node.Kind == JsonValueKind.Null)
        {
            node = null;
            return null;
        }

        if (!UrnParser.TryParse(node.Text, out var other))
        {
            _faults.Error(node, "overlay.same-as", $"Found {node.Describe()} as \"same-as\"; expected the URN of another device.");
            return null;
        }

        if (string.Equals(other.Text, type.Text, StringComparison.OrdinalIgnoreCase))
        {
            _faults.Error(node, "overlay.same-as", "The device is said to be the same as itself.");
            return null;
        }

        return other;
    }

    private static string[] MembersOf(NodeKind kind) => kind switch
    {
        NodeKind.Device => DeviceMembers,
        NodeKind.Service => NodeMembers,
        NodeKind.Property => PropertyCorrection.Members,
        NodeKind.Action => ActionMembers,
        _ => EventMembers,
    };

    private void CheckCount(JsonNodeAt list, int count)
    {
        if (count > OverlayLimits.EntriesMax)
        {
            _faults.Error(list, "overlay.limit.entries", $"Found {count} entries; at most {OverlayLimits.EntriesMax} are allowed.");
        }
    }
}
