using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Runtime.Arranging;

/// <summary>Reads an arrangement: <c>{"floors": [{"name": …, "rooms": [{"name": …, "devices": […]}]}], "rooms": […]}</c>. Says everything that is wrong with it.</summary>
public sealed class ArrangementReader
{
    private readonly ImmutableArray<Diagnostic>.Builder _faults = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly HashSet<string> _floors = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _rooms = new(StringComparer.Ordinal);
    private int _unlisted;
    private int _devices;

    private ArrangementReader()
    {
    }

    /// <summary>Reads the document.</summary>
    /// <param name="utf8">The text.</param>
    /// <returns>The arrangement, null where it has faults; and the faults.</returns>
    public static (HomeArrangement? Arrangement, ImmutableArray<Diagnostic> Faults) Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > ArrangementLimits.BytesMax)
        {
            return (null, [new Diagnostic(DiagnosticSeverity.Error, "arrangement.limit", string.Empty, 1, 1, $"The arrangement has {utf8.Length} bytes; at most {ArrangementLimits.BytesMax} are allowed.")]);
        }

        if (!PositionedJson.TryParse(utf8, 8, out var root, out var fault))
        {
            return (null, [fault]);
        }

        var reader = new ArrangementReader();
        var arrangement = reader.ReadRoot(root);
        if (reader._unlisted > 0)
        {
            reader._faults.Add(root.Fault(DiagnosticSeverity.Error, "arrangement.faults", $"{reader._unlisted} further faults are not listed."));
        }

        return (reader._faults.Count > 0 ? null : arrangement, reader._faults.ToImmutable());
    }

    private HomeArrangement ReadRoot(JsonNodeAt root)
    {
        if (!IsObject(root, "The arrangement", "floors", "rooms"))
        {
            return HomeArrangement.None;
        }

        var floors = Items(root, "floors");
        if (floors.Length > ArrangementLimits.FloorsMax)
        {
            Fault(root, "arrangement.limit", $"Found {floors.Length} floors; at most {ArrangementLimits.FloorsMax} are allowed.");
        }

        var arrangement = new HomeArrangement([.. floors.Select(ReadFloor).OfType<ArrangedFloor>()], ReadRooms(root, isOnFloor: false));
        if (_rooms.Count > ArrangementLimits.RoomsMax)
        {
            Fault(root, "arrangement.limit", $"Found {_rooms.Count} rooms; at most {ArrangementLimits.RoomsMax} are allowed.");
        }

        if (_devices > ArrangementLimits.DevicesMax)
        {
            Fault(root, "arrangement.limit", $"Found {_devices} devices; at most {ArrangementLimits.DevicesMax} are allowed.");
        }

        return arrangement;
    }

    private ArrangedFloor? ReadFloor(JsonNodeAt node)
    {
        if (!IsObject(node, "A floor", "name", "rooms") || ReadName(node, "floor") is not { } name)
        {
            return null;
        }

        if (name.Length == 0)
        {
            Fault(node, "arrangement.name", "A floor needs a name.");
        }
        else if (!_floors.Add(name))
        {
            Fault(node, "arrangement.twice", $"There are two floors \"{name}\"; the names of floors differ.");
        }

        return new ArrangedFloor(name, ReadRooms(node, isOnFloor: true));
    }

    private ImmutableArray<ArrangedRoom> ReadRooms(JsonNodeAt parent, bool isOnFloor) => [.. Items(parent, "rooms").Select(node => ReadRoom(node, isOnFloor)).OfType<ArrangedRoom>()];

    private ArrangedRoom? ReadRoom(JsonNodeAt node, bool isOnFloor)
    {
        if (!IsObject(node, "A room", "name", "devices") || ReadName(node, "room") is not { } name)
        {
            return null;
        }

        if (name.Length == 0 && isOnFloor)
        {
            Fault(node, "arrangement.name", "A room on a floor needs a name.");
        }
        else if (!_rooms.Add(name))
        {
            Fault(node, "arrangement.twice", $"The room \"{name}\" stands twice; each has one place.");
        }

        var devices = ImmutableArray.CreateBuilder<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Items(node, "devices"))
        {
            if (!DeviceNameOf(item, out var device))
            {
                Fault(item, "arrangement.device", $"Found {item.Describe()} as a device; expected its name, such as \"hall-lamp\".");
            }
            else if (!known.Add(device))
            {
                Fault(item, "arrangement.twice", $"The device \"{device}\" stands twice in the room \"{name}\".");
            }
            else
            {
                devices.Add(device);
            }
        }

        _devices += devices.Count;
        return new ArrangedRoom(name, devices.ToImmutable());
    }

    private static bool DeviceNameOf(JsonNodeAt item, out string name)
    {
        name = item.Text ?? string.Empty;
        return Devices.Registry.DeviceName.IsValid(item.Text);
    }

    private string? ReadName(JsonNodeAt node, string what)
    {
        if (!node.TryGet("name", out var name) || name.Text is not { } text)
        {
            Fault(name ?? node, "arrangement.name", $"A {what} has a \"name\", which is text.");
            return null;
        }

        if (text.Length > ArrangementLimits.NameLengthMax || text != text.Trim())
        {
            Fault(name, "arrangement.name", $"The name of a {what} has {ArrangementLimits.NameLengthMax} characters at most, and no blank at its ends; found {text.Length}.");
        }

        return text;
    }

    private ImmutableArray<JsonNodeAt> Items(JsonNodeAt node, string member)
    {
        if (!node.TryGet(member, out var list))
        {
            return [];
        }

        if (list.Kind == JsonValueKind.Array)
        {
            return list.Items;
        }

        Fault(list, "arrangement.type", $"Found {list.Describe()} as \"{member}\"; expected a list.");
        return [];
    }

    private bool IsObject(JsonNodeAt node, string what, params ReadOnlySpan<string> members)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            Fault(node, "arrangement.type", $"{what} is an object; found {node.Describe()}.");
            return false;
        }

        foreach (var member in node.Properties)
        {
            if (member.IsDuplicate || !members.Contains(member.Name))
            {
                Fault(member.Value, "arrangement.member", $"{what} has {(member.IsDuplicate ? "two members" : "no member")} \"{member.Name}\".");
            }
        }

        return true;
    }

    private void Fault(JsonNodeAt node, string code, string message)
    {
        if (_faults.Count < ArrangementLimits.FaultsMax)
        {
            _faults.Add(node.Fault(DiagnosticSeverity.Error, code, message));
        }
        else
        {
            _unlisted++;
        }
    }
}
