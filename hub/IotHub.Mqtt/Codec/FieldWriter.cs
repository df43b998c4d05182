using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace IotHub.Mqtt.Codec;

/// <summary>Writes the fields of one packet. Throws for what cannot be written: that is a mistake of the caller, not of a peer.</summary>
internal readonly struct FieldWriter(IBufferWriter<byte> output)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public void Byte(int value)
    {
        output.GetSpan(1)[0] = (byte)value;
        output.Advance(1);
    }

    public void UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), checked((ushort)value));
        output.Advance(2);
    }

    public void PacketId(ushort value)
    {
        ArgumentOutOfRangeException.ThrowIfZero(value, "PacketId");
        UInt16(value);
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    public void VariableInteger(int value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, VariableByteInteger.Max);
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        output.Advance(VariableByteInteger.Write(output.GetSpan(4), value));
    }

    public void Binary(ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, ushort.MaxValue, nameof(value));
        UInt16(value.Length);
        output.Write(value);
    }

    public void Text(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A text of the protocol may not contain U+0000.", nameof(value));
        }

        var length = Strict.GetByteCount(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, ushort.MaxValue, nameof(value));
        UInt16(length);
        Strict.GetBytes(value, output.GetSpan(length));
        output.Advance(length);
    }

    public void Raw(ReadOnlySpan<byte> value) => output.Write(value);
}
