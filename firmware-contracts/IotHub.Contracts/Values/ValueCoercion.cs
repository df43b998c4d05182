using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Values;

/// <summary>
/// Brings values into the kind that a property's format has, and checks them against the contract. A boolean is true, false, 0, 1, "true" or
/// "false"; a whole number may be written 25.0; a number is finite; hexadecimal text has an even number of digits. Nothing else is converted.
/// </summary>
public static class ValueCoercion
{
    /// <summary>Takes a JSON value.</summary>
    /// <param name="property">The property that the value is for.</param>
    /// <param name="value">The value; not <see cref="JsonValueKind.Undefined"/>.</param>
    /// <param name="result">The value in the kind of the property's format; no value when refused.</param>
    /// <param name="fault">Why it was refused.</param>
    /// <param name="use">Which way the value goes.</param>
    /// <exception cref="InvalidOperationException">The element is undefined.</exception>
    public static bool TryCoerce(ContractProperty property, JsonElement value, out PropertyValue result, [NotNullWhen(false)] out ValueFault? fault, ValueUse use = ValueUse.Write) =>
        TryCoerceText(property, JsonMarshal.GetRawUtf8Value(value), out result, out fault, use);

    /// <summary>Takes a value of a positioned tree.</summary>
    /// <inheritdoc cref="TryCoerce(ContractProperty, JsonElement, out PropertyValue, out ValueFault?, ValueUse)"/>
    public static bool TryCoerce(ContractProperty property, JsonNodeAt value, out PropertyValue result, [NotNullWhen(false)] out ValueFault? fault, ValueUse use = ValueUse.Write) =>
        TryCoerceText(property, value.RawBytes.Span, out result, out fault, use);

    /// <summary>Takes the value on which a reader stands, without allocating for booleans and numbers. The reader is not moved.</summary>
    /// <inheritdoc cref="TryCoerce(ContractProperty, JsonElement, out PropertyValue, out ValueFault?, ValueUse)"/>
    public static bool TryCoerce(ContractProperty property, ref Utf8JsonReader value, out PropertyValue result, [NotNullWhen(false)] out ValueFault? fault, ValueUse use = ValueUse.Write)
    {
        fault = null;
        return JsonScalar.TryRead(property, ref value, out result, out fault) && ValueLimits.TryCheck(property, ref result, out fault, use);
    }

    /// <summary>Checks a value that is no JSON: the result of an expression, a stored value. Whole numbers and numbers are converted into each other where nothing is lost.</summary>
    /// <param name="property">The property that the value is for.</param>
    /// <param name="value">The value.</param>
    /// <param name="result">The value in the kind of the property's format; no value when refused.</param>
    /// <param name="fault">Why it was refused.</param>
    /// <param name="use">Which way the value goes.</param>
    public static bool TryCheck(ContractProperty property, PropertyValue value, out PropertyValue result, [NotNullWhen(false)] out ValueFault? fault, ValueUse use = ValueUse.Write)
    {
        result = Convert(property, value);
        if (!result.HasValue)
        {
            fault = new ValueFault(RejectionReason.WrongType, ValueFaults.WrongType(property, ValueFaults.Describe(value)));
            return false;
        }

        return ValueLimits.TryCheck(property, ref result, out fault, use);
    }

    private static bool TryCoerceText(ContractProperty property, ReadOnlySpan<byte> json, out PropertyValue result, [NotNullWhen(false)] out ValueFault? fault, ValueUse use)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return TryCoerce(property, ref reader, out result, out fault, use);
    }

    private static PropertyValue Convert(ContractProperty property, PropertyValue value)
    {
        if (property.Format == PropertyFormat.Boolean)
        {
            return value.Kind switch
            {
                PropertyValueKind.Boolean => value,
                PropertyValueKind.Integer when value.AsInteger is 0 or 1 => PropertyValue.FromBoolean(value.AsInteger == 1),
                _ => default,
            };
        }

        if (property.Format is PropertyFormat.String or PropertyFormat.Hex)
        {
            return value.Kind == PropertyValueKind.Text ? value : default;
        }

        if (!value.TryGetNumber(out var number))
        {
            return default;
        }

        if (property.Format == PropertyFormat.Float)
        {
            return PropertyValue.FromNumber(number);
        }

        // A whole double below 2^63 has an exact Int64; above, only UInt64 can hold it, up to its own end.
        return value.Kind != PropertyValueKind.Number ? value
            : Math.Floor(number) != number ? default
            : number is >= -9223372036854775808d and < 9223372036854775808d ? PropertyValue.FromInteger((long)number)
            : number is > 0 and < 18446744073709551616d ? PropertyValue.FromUnsigned((ulong)number)
            : default;
    }
}
