namespace IotHub.Mqtt.Codec;

/// <summary>Integers of one to four bytes, seven bits each, lowest first (section 1.5.5).</summary>
internal static class VariableByteInteger
{
    /// <summary>Largest value.</summary>
    public const int Max = 268_435_455;

    /// <summary>Bytes of the shortest encoding.</summary>
    public static int LengthOf(int value) => value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;

    /// <summary>Writes the shortest encoding [MQTT-1.5.5-1].</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, int value)
    {
        var length = 0;
        do
        {
            var digit = value & 0x7F;
            value >>= 7;
            target[length++] = (byte)(value > 0 ? digit | 0x80 : digit);
        }
        while (value > 0);
        return length;
    }

    /// <summary>Reads one.</summary>
    /// <returns>Bytes read; 0 when more are needed; -1 when it is longer than four bytes; -2 when it is not the shortest encoding.</returns>
    public static int Read(ReadOnlySpan<byte> source, out int value)
    {
        value = 0;
        for (var i = 0; i < 4; i++)
        {
            if (i == source.Length)
            {
                return 0;
            }

            var digit = source[i];
            value |= (digit & 0x7F) << (7 * i);
            if ((digit & 0x80) == 0)
            {
                return digit == 0 && i > 0 ? -2 : i + 1;
            }
        }

        return -1;
    }
}
