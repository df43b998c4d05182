using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Parsing;

/// <summary>Reads <c>confirm</c>: which writes and calls a person has to confirm.</summary>
internal static class ConfirmReader
{
    /// <summary>The member <c>confirm</c> of an action, true or false; null where it is absent. What cannot be meant asks: the mistake then costs a question.</summary>
    public static ConfirmRule? ReadOfAction(JsonNodeAt node, FaultList faults)
    {
        if (!node.TryGet("confirm", out var confirm) || confirm.Kind == JsonValueKind.Null)
        {
            return null;
        }

        if (confirm.Kind is JsonValueKind.True or JsonValueKind.False)
        {
            return confirm.Kind == JsonValueKind.True ? ConfirmRule.Always : ConfirmRule.Never;
        }

        faults.Warning(confirm, "contract.confirm.action", $"Found {confirm.Describe()} as confirm; expected true or false. It is taken as true.");
        return ConfirmRule.Always;
    }

    /// <summary>The member <c>confirm</c> of a property: true, false, or a list of values; null where it is absent.</summary>
    public static ConfirmRule? ReadOfProperty(JsonNodeAt node, PropertyFormat format, FaultList faults)
    {
        if (!node.TryGet("confirm", out var confirm) || confirm.Kind != JsonValueKind.Array)
        {
            return ReadOfAction(node, faults);
        }

        if (confirm.Items.Length > ContractLimits.ValueListMax)
        {
            faults.Warning(confirm, "contract.confirm.values", $"confirm has {confirm.Items.Length} values; at most {ContractLimits.ValueListMax} are allowed. Every value is taken to ask.");
            return ConfirmRule.Always;
        }

        var values = ImmutableArray.CreateBuilder<PropertyValue>(confirm.Items.Length);
        foreach (var item in confirm.Items)
        {
            if (!TryRead(item, format, out var value))
            {
                faults.Warning(item, "contract.confirm.value", $"Found {item.Describe()} in confirm; expected a value of a property of format {FormatNames.NameOf(format)}. Every value is taken to ask.");
                return ConfirmRule.Always;
            }

            values.Add(value);
        }

        return new ConfirmRule(false, values.ToImmutable());
    }

    /// <summary>Writes what was read.</summary>
    public static void Write(Utf8JsonWriter writer, ConfirmRule? rule)
    {
        switch (rule)
        {
            case null:
                break;
            case { IsAlways: false, Values.IsEmpty: false }:
                writer.WriteStartArray("confirm"u8);
                foreach (var value in rule.Values)
                {
                    value.WriteTo(writer);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteBoolean("confirm"u8, rule.IsAlways);
                break;
        }
    }

    private static bool TryRead(JsonNodeAt item, PropertyFormat format, out PropertyValue value)
    {
        value = default;
        if (format == PropertyFormat.Boolean)
        {
            value = PropertyValue.FromBoolean(item.Kind == JsonValueKind.True);
            return item.Kind is JsonValueKind.True or JsonValueKind.False;
        }

        if (format is PropertyFormat.String or PropertyFormat.Hex)
        {
            value = item.Text is { } text ? PropertyValue.FromText(text) : default;
        }
        else if (item.TryGetInt64(out var whole))
        {
            value = PropertyValue.FromInteger(whole);
        }
        else if (format == PropertyFormat.Float && item.TryGetNumber(out var number))
        {
            value = PropertyValue.FromNumber(number);
        }

        return value.HasValue;
    }
}
