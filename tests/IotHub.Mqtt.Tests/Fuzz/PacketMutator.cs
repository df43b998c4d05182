using System.Buffers.Binary;

namespace IotHub.Mqtt.Tests.Fuzz;

/// <summary>Changes a packet in ways that reach deep: most mutants are whole packets whose length is right and whose inside is not.</summary>
internal sealed class PacketMutator(Random random)
{
    private static readonly byte[] Telling = [0, 1, 2, 3, 0x0B, 0x21, 0x22, 0x23, 0x24, 0x26, 0x27, 0x2B, 0x2F, 0x7F, 0x80, 0x81, 0xC0, 0xED, 0xF4, 0xFE, 0xFF];

    /// <summary>A mutant of one packet, with parts of another here and there.</summary>
    public byte[] Mutate(byte[] packet, byte[] other)
    {
        var header = HeaderLength(packet);
        var first = packet[0];
        List<byte> body = [.. packet[header..]];
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            Change(body, other);
        }

        if (random.Next(12) == 0)
        {
            first = (byte)random.Next(256);
        }

        return random.Next(10) switch
        {
            // The length is wrong: too short, too long, huge, or longer than a length may be.
            0 => [first, .. Length(Math.Max(0, body.Count + random.Next(-3, 4))), .. body],
            1 => [first, .. random.Next(2) == 0 ? new byte[] { 0xFF, 0xFF, 0xFF, 0x7F } : [0x80, 0x80, 0x80, 0x80, 1], .. body],
            _ => [first, .. Length(body.Count), .. body],
        };
    }

    private static int HeaderLength(byte[] packet)
    {
        var length = 2;
        while (length < packet.Length && (packet[length - 1] & 0x80) != 0)
        {
            length++;
        }

        return length;
    }

    private static byte[] Length(int value)
    {
        var bytes = new List<byte>();
        do
        {
            bytes.Add((byte)((value & 0x7F) | (value > 0x7F ? 0x80 : 0)));
            value >>= 7;
        }
        while (value > 0);
        return [.. bytes];
    }

    private void Change(List<byte> body, byte[] other)
    {
        var at = random.Next(body.Count + 1);
        var count = Math.Min(random.Next(1, 9), body.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < body.Count:
                body[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < body.Count:
                body[at] = Telling[random.Next(Telling.Length)];
                break;
            case 2:
                body.Insert(at, random.Next(2) == 0 ? Telling[random.Next(Telling.Length)] : (byte)random.Next(256));
                break;
            case 3:
                body.RemoveRange(at, count);
                break;
            case 4:
                // A field, or a part of one, twice; sometimes very often, so that a property repeats.
                body.InsertRange(at, Enumerable.Repeat(body.GetRange(at, count), random.Next(40) == 0 ? 500 : 1).SelectMany(part => part).ToArray());
                break;
            case 5 when at + 2 <= body.Count:
                Nudge(body, at);
                break;
            case 6:
                body.RemoveRange(at, body.Count - at);
                break;
            case 7:
                var from = random.Next(other.Length);
                body.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(1, 24), other.Length - from)).ToArray());
                break;
            default:
                body.Reverse(at, count);
                break;
        }
    }

    /// <summary>Two bytes as a length: one off, or the largest.</summary>
    private void Nudge(List<byte> body, int at)
    {
        byte[] pair = [body[at], body[at + 1]];
        var value = random.Next(8) == 0 ? 0xFFFF : BinaryPrimitives.ReadUInt16BigEndian(pair) + (random.Next(2) == 0 ? 1 : -1);
        body[at] = (byte)(value >> 8);
        body[at + 1] = (byte)value;
    }
}
