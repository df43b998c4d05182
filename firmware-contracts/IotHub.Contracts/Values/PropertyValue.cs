using System.Globalization;
using System.Text.Json;

namespace IotHub.Contracts.Values;

/// <summary>
/// One value of a property, as small as it can be: no boxing on the way from a message to a rule.
/// Two values are equal when kind and content are; the contract's format makes kinds uniform beforehand.
/// </summary>
public readonly struct PropertyValue : IEquatable<PropertyValue>
{
    private readonly long _bits;
    private readonly string? _text;

    private PropertyValue(PropertyValueKind kind, long bits, string? text)
    {
        Kind = kind;
        _bits = bits;
        _text = text;
    }

    /// <summary>What it holds.</summary>
    public PropertyValueKind Kind { get; }

    /// <summary>False for the default value: not known.</summary>
    public bool HasValue => Kind != PropertyValueKind.None;

    /// <summary>The content of a <see cref="PropertyValueKind.Boolean"/>; false for any other kind.</summary>
    public bool AsBoolean => Kind == PropertyValueKind.Boolean && _bits != 0;

    /// <summary>The content of an <see cref="PropertyValueKind.Integer"/>; 0 for any other kind.</summary>
    public long AsInteger => Kind == PropertyValueKind.Integer ? _bits : 0;

    /// <summary>The content of a <see cref="PropertyValueKind.Text"/>; empty for any other kind.</summary>
    public string AsText => _text ?? string.Empty;

    /// <summary>true or false.</summary>
    public static PropertyValue FromBoolean(bool value) => new(PropertyValueKind.Boolean, value ? 1 : 0, null);

    /// <summary>A whole number.</summary>
    public static PropertyValue FromInteger(long value) => new(PropertyValueKind.Integer, value, null);

    /// <summary>A whole number; an <see cref="PropertyValueKind.Integer"/> where it fits.</summary>
    public static PropertyValue FromUnsigned(ulong value) =>
        value <= long.MaxValue ? FromInteger((long)value) : new(PropertyValueKind.UnsignedInteger, unchecked((long)value), null);

    /// <summary>A finite number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">NaN or infinite.</exception>
    public static PropertyValue FromNumber(double value) => double.IsFinite(value)
        ? new(PropertyValueKind.Number, BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value), null)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A number must be finite.");

    /// <summary>Text.</summary>
    public static PropertyValue FromText(string value) => new(PropertyValueKind.Text, 0, value);

    /// <summary>The value as a number: integers and numbers have one, booleans and text do not.</summary>
    public bool TryGetNumber(out double number)
    {
        number = Kind switch
        {
            PropertyValueKind.Integer => _bits,
            PropertyValueKind.UnsignedInteger => unchecked((ulong)_bits),
            PropertyValueKind.Number => BitConverter.Int64BitsToDouble(_bits),
            _ => 0,
        };
        return Kind is PropertyValueKind.Integer or PropertyValueKind.UnsignedInteger or PropertyValueKind.Number;
    }

    /// <summary>Writes the value as JSON: null, true, 5, 2.5 or "text".</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case PropertyValueKind.Boolean:
                writer.WriteBooleanValue(_bits != 0);
                break;
            case PropertyValueKind.Integer:
                writer.WriteNumberValue(_bits);
                break;
            case PropertyValueKind.UnsignedInteger:
                writer.WriteNumberValue(unchecked((ulong)_bits));
                break;
            case PropertyValueKind.Number:
                writer.WriteNumberValue(BitConverter.Int64BitsToDouble(_bits));
                break;
            case PropertyValueKind.Text:
                writer.WriteStringValue(_text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <inheritdoc/>
    public bool Equals(PropertyValue other) => Kind == other.Kind && _bits == other._bits && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PropertyValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _bits, _text);

    /// <summary>Equal kind and content.</summary>
    public static bool operator ==(PropertyValue left, PropertyValue right) => left.Equals(right);

    /// <summary>Different kind or content.</summary>
    public static bool operator !=(PropertyValue left, PropertyValue right) => !left.Equals(right);

    /// <summary>The JSON text without quotes, in the invariant culture; <c>unknown</c> for no value.</summary>
    public override string ToString() => Kind switch
    {
        PropertyValueKind.Boolean => _bits != 0 ? "true" : "false",
        PropertyValueKind.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        PropertyValueKind.UnsignedInteger => unchecked((ulong)_bits).ToString(CultureInfo.InvariantCulture),
        PropertyValueKind.Number => BitConverter.Int64BitsToDouble(_bits).ToString("R", CultureInfo.InvariantCulture),
        PropertyValueKind.Text => AsText,
        _ => "unknown",
    };
}
