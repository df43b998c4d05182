using IotHub.Contracts.Values;

namespace IotHub.Storage.Rollups;

/// <summary>A value of a state in few bytes.</summary>
internal static class ValueBytes
{
    private enum Tag : byte
    {
        None = 0,
        False = 1,
        True = 2,
        Integer = 3,
        Number = 4,
        Text = 5,
    }

    public static void Write(ByteWriter writer, PropertyValue value)
    {
        switch (value.Kind)
        {
            case PropertyValueKind.Boolean:
                writer.Byte((byte)(value.AsBoolean ? Tag.True : Tag.False));
                break;
            case PropertyValueKind.Integer:
                writer.Byte((byte)Tag.Integer);
                writer.Signed(value.AsInteger);
                break;
            case PropertyValueKind.Number or PropertyValueKind.UnsignedInteger:
                writer.Byte((byte)Tag.Number);
                value.TryGetNumber(out var number);
                writer.Unsigned(BitConverter.DoubleToUInt64Bits(number));
                break;
            case PropertyValueKind.Text:
                writer.Byte((byte)Tag.Text);
                writer.Text(value.AsText);
                break;
            default:
                writer.Byte((byte)Tag.None);
                break;
        }
    }

    public static PropertyValue Read(ref ByteReader reader) => (Tag)reader.Byte() switch
    {
        Tag.False => PropertyValue.FromBoolean(false),
        Tag.True => PropertyValue.FromBoolean(true),
        Tag.Integer => PropertyValue.FromInteger(reader.Signed()),
        Tag.Number => BitConverter.UInt64BitsToDouble(reader.Unsigned()) is var number && double.IsFinite(number) ? PropertyValue.FromNumber(number) : default,
        Tag.Text => PropertyValue.FromText(reader.Text()),
        _ => default,
    };
}
