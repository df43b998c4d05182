using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Model;

/// <summary>
/// How a device's number becomes the contract's, where a published contract is wrong about the device: value = raw × multiply + add, or the
/// opposite of a truth value. It is done where messages are read and undone where they are written, so that nothing else ever sees a raw value.
/// </summary>
/// <param name="Multiply">Not 0; 1 for a truth value.</param>
/// <param name="Add">In the contract's unit.</param>
/// <param name="Inverts">True when the device says true for the contract's false.</param>
/// <param name="Device">The property as the device speaks it: the published format, without range and list.</param>
public sealed record ValueScaling(decimal Multiply, decimal Add, bool Inverts, ContractProperty Device)
{
    // A decimal is exact in tenths, which a double is not, but ends at some 8e28.
    private const double DecimalMax = 1e27;

    /// <summary>The contract's value for what the device says; no value where none can be made.</summary>
    /// <param name="raw">In the kind of the device's format.</param>
    /// <param name="format">The contract's format.</param>
    public PropertyValue ToContract(PropertyValue raw, PropertyFormat format)
    {
        if (raw.Kind == PropertyValueKind.Boolean)
        {
            return PropertyValue.FromBoolean(raw.AsBoolean != Inverts);
        }

        if (!raw.TryGetNumber(out var number))
        {
            return default;
        }

        if (format == PropertyFormat.Boolean)
        {
            return number is 0 or 1 ? PropertyValue.FromBoolean(number == 1 != Inverts) : default;
        }

        var value = Math.Abs(number) <= DecimalMax ? (double)((Exact(raw, number) * Multiply) + Add) : (number * (double)Multiply) + (double)Add;
        return Make(value, format);
    }

    /// <summary>What the device is told for a contract's value, rounded to what its format can carry; no value where none can be made.</summary>
    public PropertyValue ToDevice(PropertyValue value)
    {
        if (value.Kind == PropertyValueKind.Boolean)
        {
            var isOn = value.AsBoolean != Inverts;
            return Device.Format == PropertyFormat.Boolean ? PropertyValue.FromBoolean(isOn) : Make(isOn ? 1 : 0, Device.Format);
        }

        if (!value.TryGetNumber(out var number))
        {
            return default;
        }

        var raw = Math.Abs(number) <= DecimalMax ? (double)((Exact(value, number) - Add) / Multiply) : (number - (double)Add) / (double)Multiply;
        return Make(raw, Device.Format);
    }

    // From a double a decimal takes 15 digits, which is right for tenths; a whole number has them all.
    private static decimal Exact(PropertyValue value, double number) => value.Kind switch
    {
        PropertyValueKind.Integer => value.AsInteger,
        PropertyValueKind.UnsignedInteger => decimal.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture),
        _ => (decimal)number,
    };

    private static PropertyValue Make(double number, PropertyFormat format)
    {
        if (!double.IsFinite(number))
        {
            return default;
        }

        if (!FormatNames.TryGetBounds(format, out var minimum, out var maximum))
        {
            return format == PropertyFormat.Float ? PropertyValue.FromNumber(number) : default;
        }

        // The ends of 64 bits are no doubles: a number at or beyond one is the end itself.
        var whole = Math.Round(number, MidpointRounding.AwayFromZero);
        var exact = whole >= (double)maximum ? maximum : whole <= (double)minimum ? minimum : (Int128)whole;
        return exact > long.MaxValue ? PropertyValue.FromUnsigned((ulong)exact) : PropertyValue.FromInteger((long)exact);
    }
}
