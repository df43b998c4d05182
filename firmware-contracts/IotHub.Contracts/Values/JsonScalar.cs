using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Values;

/// <summary>Reads one JSON value in the kind of a property's format; bounds are checked afterwards.</summary>
internal static class JsonScalar
{
    public static bool TryRead(ContractProperty property, ref Utf8JsonReader reader, out PropertyValue result, [NotNullWhen(false)] out ValueFault? fault)
    {
        fault = null;
        var isRead = property.Format switch
        {
            PropertyFormat.Boolean => TryReadBoolean(ref reader, out result),
            PropertyFormat.Float => TryReadNumber(property, ref reader, out result, ref fault),
            PropertyFormat.String => TryReadText(ref reader, out result),
            PropertyFormat.Hex => TryReadText(ref reader, out result) && IsHex(result.AsText),
            _ => TryReadInteger(property, ref reader, out result, ref fault),
        };
        if (isRead)
        {
            return true;
        }

        result = default;
        fault ??= new ValueFault(RejectionReason.WrongType, ValueFaults.WrongType(property, ValueFaults.Describe(ref reader)));
        return false;
    }

    private static bool TryReadBoolean(ref Utf8JsonReader reader, out PropertyValue result)
    {
        (var isRead, var value) = reader.TokenType switch
        {
            JsonTokenType.True => (true, true),
            JsonTokenType.False => (true, false),
            JsonTokenType.Number when reader.TryGetInt64(out var number) && number is 0 or 1 => (true, number == 1),
            JsonTokenType.String when reader.ValueTextEquals("true"u8) => (true, true),
            JsonTokenType.String when reader.ValueTextEquals("false"u8) => (true, false),
            _ => (false, false),
        };
        result = PropertyValue.FromBoolean(value);
        return isRead;
    }

    private static bool TryReadNumber(ContractProperty property, ref Utf8JsonReader reader, out PropertyValue result, ref ValueFault? fault)
    {
        result = default;
        if (reader.TokenType != JsonTokenType.Number)
        {
            return false;
        }

        if (!reader.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            fault = TooLarge(property, ref reader);
            return false;
        }

        result = PropertyValue.FromNumber(number);
        return true;
    }

    private static bool TryReadInteger(ContractProperty property, ref Utf8JsonReader reader, out PropertyValue result, ref ValueFault? fault)
    {
        result = default;
        if (reader.TokenType != JsonTokenType.Number)
        {
            return false;
        }

        if (reader.TryGetInt64(out var integer))
        {
            result = PropertyValue.FromInteger(integer);
            return true;
        }

        if (reader.TryGetUInt64(out var unsigned))
        {
            result = PropertyValue.FromUnsigned(unsigned);
            return true;
        }

        // 25.0 and 1e3 are whole too. A decimal is exact up to 28 digits, which is beyond every format.
        if (reader.TryGetDecimal(out var number))
        {
            if (decimal.Truncate(number) != number)
            {
                return false;
            }

            if (number is >= long.MinValue and <= ulong.MaxValue)
            {
                result = number < 0 ? PropertyValue.FromInteger((long)number) : PropertyValue.FromUnsigned((ulong)number);
                return true;
            }
        }

        fault = TooLarge(property, ref reader);
        return false;
    }

    private static bool TryReadText(ref Utf8JsonReader reader, out PropertyValue result)
    {
        result = default;
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        try
        {
            result = PropertyValue.FromText(reader.GetString() ?? string.Empty);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8, or an escape that is half a character: no text that could be kept.
            return false;
        }
    }

    private static bool IsHex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);

    private static ValueFault TooLarge(ContractProperty property, ref Utf8JsonReader reader) =>
        new(RejectionReason.OutOfRange, ValueFaults.OutOfRange(property, ValueFaults.Describe(ref reader)));
}
