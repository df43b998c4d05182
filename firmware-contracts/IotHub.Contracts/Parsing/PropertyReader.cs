using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>Reads one property.</summary>
internal static class PropertyReader
{
    private static readonly string[] Members =
        ["iid", "type", "description", "format", "access", "unit", "value-range", "value-list", "max-length", "gatt-access", "source", "report-interval", "consumable", "signal", "confirm"];

    public static ContractProperty Read(JsonNodeAt node, int iid, int serviceIid, FaultList faults)
    {
        NodeReading.CheckMembers(node, Members, faults);
        var type = NodeReading.ReadType(node, $"property-{iid}", faults);
        var format = ReadFormat(node, faults);
        var list = ValueListReader.Read(node, format, faults);
        var unit = ReadUnit(node, faults);
        UnitNames.TryGet(unit, out var known);
        var range = RangeReader.Read(node, format, hasList: list.Length > 0, faults);
        return new ContractProperty
        {
            Index = 0,
            Key = string.Empty,
            ServiceIid = serviceIid,
            Iid = iid,
            Type = type,
            Description = NodeReading.ReadDescription(node, faults),
            Format = format,
            Access = ReadAccess(node, faults),
            RawUnit = unit,
            Unit = known,
            Range = range,
            ValueList = list,
            LengthMax = ReadLengthMax(node, faults),
            ReportInterval = ExtensionReader.ReadReportInterval(node, faults),
            Consumable = ExtensionReader.ReadConsumable(node, format, range, faults),
            Signal = ExtensionReader.ReadSignal(node, format, faults),
            Confirm = ConfirmReader.ReadOfProperty(node, format, faults),
        };
    }

    public static PropertyFormat ReadFormat(JsonNodeAt node, FaultList faults)
    {
        if (!node.TryGet("format", out var format))
        {
            faults.Warning(node, "contract.format.missing", "\"format\" is missing; expected one like bool, uint8 or string. It is read as int64.");
            return PropertyFormat.Int64;
        }

        if (FormatNames.TryParse(format.Text, out var known))
        {
            return known;
        }

        // Whoever misspells a truth value or a fraction still means one; anything else every client takes for a whole number.
        var (meant, name) = format.Text?.ToUpperInvariant() switch
        {
            "BOOL" or "BOOLEAN" => (PropertyFormat.Boolean, "bool"),
            "FLOAT" or "DOUBLE" or "NUMBER" => (PropertyFormat.Float, "float"),
            "STRING" or "STR" or "TEXT" => (PropertyFormat.String, "string"),
            _ => (PropertyFormat.Int64, "int64"),
        };
        faults.Warning(format, "contract.format.unknown", $"Found {format.Describe()} as format; expected one of {FormatNames.All}. It is read as {name}.");
        return meant;
    }

    public static PropertyAccess ReadAccess(JsonNodeAt node, FaultList faults)
    {
        if (!node.TryGet("access", out var access) || access.Kind == JsonValueKind.Null)
        {
            faults.Warning(node, "contract.access.missing", "\"access\" is missing; expected a list of read, write, notify. The property is only an argument.");
            return PropertyAccess.None;
        }

        var result = PropertyAccess.None;
        if (access.Kind != JsonValueKind.Array)
        {
            faults.Warning(access, "contract.access.type", $"Found {access.Describe()} as access; expected a list of read, write, notify.");
        }

        foreach (var word in access.Kind == JsonValueKind.Array ? access.Items : access.Text is null ? [] : [access])
        {
            var found = word.Text?.ToUpperInvariant() switch
            {
                "READ" => PropertyAccess.Read,
                "WRITE" => PropertyAccess.Write,
                "NOTIFY" => PropertyAccess.Notify,
                _ => PropertyAccess.None,
            };
            if (found == PropertyAccess.None)
            {
                faults.Warning(word, "contract.access.unknown", $"Found {word.Describe()} as access; expected read, write or notify. It is ignored.");
            }

            result |= found;
        }

        return result;
    }

    public static string? ReadUnit(JsonNodeAt node, FaultList faults)
    {
        if (!node.TryGet("unit", out var unit) || unit.Kind == JsonValueKind.Null)
        {
            return null;
        }

        if (unit.Text is null)
        {
            faults.Warning(unit, "contract.unit.type", $"Found {unit.Describe()} as unit; expected text. The property has no unit.");
        }
        else if (!UnitNames.TryGet(unit.Text, out _))
        {
            faults.Information(unit, "contract.unit.unknown", $"The unit \"{unit.Text}\" is not known; it is shown as written.");
        }

        return unit.Text;
    }

    public static int? ReadLengthMax(JsonNodeAt node, FaultList faults)
    {
        if (!node.TryGet("max-length", out var length) || length.Kind == JsonValueKind.Null)
        {
            return null;
        }

        if (LenientNumber.TryGetInt64(length, faults, out var value) && value is >= 1 and <= int.MaxValue)
        {
            return (int)value;
        }

        faults.Warning(length, "contract.max-length.invalid", $"Found {length.Describe()} as max-length; expected a whole number from 1. It is ignored.");
        return null;
    }
}
