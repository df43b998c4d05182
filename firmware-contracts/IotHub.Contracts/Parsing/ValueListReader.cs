using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>Reads <c>value-list</c> and gives each entry a name of its own.</summary>
internal static class ValueListReader
{
    public static ImmutableArray<ValueListEntry> Read(JsonNodeAt node, PropertyFormat format, FaultList faults)
    {
        if (!node.TryGet("value-list", out var list) || list.Kind == JsonValueKind.Null)
        {
            return [];
        }

        if (!FormatNames.IsInteger(format) && format != PropertyFormat.Float)
        {
            faults.Warning(list, "contract.value-list.format", $"A property of format {FormatNames.NameOf(format)} cannot have a value list; it is dropped.");
            return [];
        }

        if (list.Kind != JsonValueKind.Array || list.Items.Length == 0)
        {
            faults.Warning(list, "contract.value-list.empty", $"Found {list.Describe()} without entries as value list; expected an array of {{\"value\", \"description\"}}. It is dropped.");
            return [];
        }

        if (list.Items.Length > ContractLimits.ValueListMax)
        {
            faults.Error(list, "contract.limit.value-list", $"The value list has {list.Items.Length} entries; at most {ContractLimits.ValueListMax} are allowed.");
            return [];
        }

        return ReadEntries(list, format, faults);
    }

    private static ImmutableArray<ValueListEntry> ReadEntries(JsonNodeAt list, PropertyFormat format, FaultList faults)
    {
        var entries = ImmutableArray.CreateBuilder<ValueListEntry>(list.Items.Length);
        var values = new HashSet<long>();
        var names = new UniqueNames("_", StringComparer.OrdinalIgnoreCase);
        for (var position = 0; position < list.Items.Length; position++)
        {
            var item = list.Items[position];
            if (!TryReadValue(item, format, faults, out var value))
            {
                continue;
            }

            if (!values.Add(value))
            {
                faults.Warning(item, "contract.value-list.duplicate", $"The value {value} is in the list twice; the first entry is used.");
                continue;
            }

            var description = NodeReading.ReadDescription(item, faults);
            var name = description.Trim();
            name = names.Take(name.Length == 0 ? "v_" + value.ToString(CultureInfo.InvariantCulture) : name);
            entries.Add(new ValueListEntry(value, description, name) { Position = position });
        }

        return entries.DrainToImmutable();
    }

    private static bool TryReadValue(JsonNodeAt item, PropertyFormat format, FaultList faults, out long value)
    {
        value = 0;
        if (!item.TryGet("value", out var found) && item.Kind != JsonValueKind.Number)
        {
            faults.Warning(item, "contract.value-list.entry", $"Found {item.Describe()} without \"value\"; expected {{\"value\": 1, \"description\": \"…\"}}. The entry is left out.");
            return false;
        }

        // A bare number is an entry without words.
        found ??= item;
        if (!LenientNumber.TryGetInt64(found, faults, out value))
        {
            faults.Warning(found, "contract.value-list.value", $"Found {found.Describe()} as value; expected a whole number. The entry is left out.");
            return false;
        }

        if (FormatNames.TryGetBounds(format, out var minimum, out var maximum) && (value < minimum || value > maximum))
        {
            faults.Warning(found, "contract.value-list.beyond-format", $"The value {value} is not a {FormatNames.NameOf(format)} ({minimum} to {maximum}); the entry is left out.");
            return false;
        }

        return true;
    }
}
