using IotHub.Mqtt.Codec;

namespace IotHub.Mqtt.Tests.Fuzz;

/// <summary>Variable byte integers against a plain reading of section 1.5.5, by way of the remaining length of a PINGREQ.</summary>
public class VariableIntegerTests
{
    private static bool IsFull => Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1";

    /// <summary>Every sequence that ends after one, two or three bytes, and every prefix of two.</summary>
    [Fact]
    public void Read_EverySequenceOfUpToThreeBytes_AgreesWithTheRule()
    {
        var bytes = new byte[4];
        bytes[0] = 0xC0;
        for (var first = 0; first < 256; first++)
        {
            bytes[1] = (byte)first;
            AssertAgrees(bytes.AsSpan(0, 2));
            for (var second = 0; second < 256 && first >= 0x80; second++)
            {
                bytes[2] = (byte)second;
                AssertAgrees(bytes.AsSpan(0, 3));
                for (var third = 0; third < 256 && second >= 0x80; third++)
                {
                    bytes[3] = (byte)third;
                    AssertAgrees(bytes);
                }
            }
        }
    }

    /// <summary>Every sequence of four bytes that is whole, 268 million; of the first byte every eighth value where time is short.</summary>
    [Fact]
    public void Read_EveryValueOfFourBytes_AgreesWithTheRule() =>
        Parallel.For(0, IsFull ? 128 : 16, number =>
        {
            var first = IsFull ? number : (number * 8) + (number % 8);
            Span<byte> bytes = [0xC0, (byte)(0x80 | first), 0, 0, 0];
            for (var rest = 0; rest < 1 << 21; rest++)
            {
                bytes[2] = (byte)(0x80 | (rest & 0x7F));
                bytes[3] = (byte)(0x80 | ((rest >> 7) & 0x7F));
                bytes[4] = (byte)(rest >> 14);
                var status = MqttDecoder.TryReadHeader(bytes, int.MaxValue, out var header, out _);
                var value = first | (rest << 7);

                // The last byte is 0: it could have been left out.
                if (rest >> 14 == 0 ? status != DecodeStatus.Fault : status != DecodeStatus.Packet || header.RemainingLength != value || header.HeaderLength != 5)
                {
                    Assert.Fail($"{Convert.ToHexString(bytes)}: {status} {header.RemainingLength}");
                }
            }
        });

    /// <summary>A fourth byte that announces a fifth is refused before the fifth is seen.</summary>
    [Fact]
    public void Read_FiveBytes_IsRefused()
    {
        var random = new Random(5);
        var bytes = new byte[6];
        for (var round = 0; round < (IsFull ? 50_000_000 : 100_000); round++)
        {
            random.NextBytes(bytes);
            bytes[0] = 0xC0;
            for (var i = 1; i < 5; i++)
            {
                bytes[i] |= 0x80;
            }

            Assert.Equal(DecodeStatus.Fault, MqttDecoder.TryReadHeader(bytes, int.MaxValue, out _, out var fault));
            Assert.Equal("1.5.5", fault!.Statement);
            Assert.Equal(DecodeStatus.Fault, MqttDecoder.TryReadHeader(bytes.AsSpan(0, 5), int.MaxValue, out _, out _));
        }
    }

    private static void AssertAgrees(ReadOnlySpan<byte> packet)
    {
        var status = MqttDecoder.TryReadHeader(packet, int.MaxValue, out var header, out _);
        var (wanted, value) = Rule(packet[1..]);
        if (status != wanted || (status == DecodeStatus.Packet && (header.RemainingLength != value || header.HeaderLength != packet.Length)))
        {
            Assert.Fail($"{Convert.ToHexString(packet)}: {status} {header.RemainingLength}, by the rule {wanted} {value}");
        }
    }

    /// <summary>The pseudo-code of the specification, and that the encoding must be the shortest.</summary>
    private static (DecodeStatus Status, int Value) Rule(ReadOnlySpan<byte> bytes)
    {
        var multiplier = 1;
        var value = 0;
        foreach (var digit in bytes)
        {
            if (multiplier > 128 * 128 * 128)
            {
                return (DecodeStatus.Fault, 0);
            }

            value += (digit & 127) * multiplier;
            multiplier *= 128;
            if ((digit & 128) == 0)
            {
                return (digit == 0 && multiplier > 128 ? DecodeStatus.Fault : DecodeStatus.Packet, value);
            }
        }

        return (bytes.Length == 4 ? DecodeStatus.Fault : DecodeStatus.NeedMore, 0);
    }
}
