using System.Net.Sockets;
using IotHub.Broker.Tests.Listeners;

namespace IotHub.Broker.Tests.Sockets;

/// <summary>What a client on a socket says and does beyond packets in order.</summary>
internal static class SocketBytes
{
    /// <summary>A PUBLISH of 3.1.1 to a topic of one letter, with a payload that its number decides.</summary>
    public static byte[] Publish(char topic, int number, int payloadBytes, int qos = 0)
    {
        var payload = new byte[payloadBytes];
        new Random(number).NextBytes(payload);
        byte[] id = qos == 0 ? [] : [(byte)(number >> 8), (byte)number];
        byte[] body = [0, 1, (byte)topic, .. id, .. payload];
        var packet = new List<byte> { (byte)(0x30 | (qos << 1)) };
        var rest = body.Length;
        do
        {
            packet.Add((byte)((rest % 128) | (rest >= 128 ? 0x80 : 0)));
            rest /= 128;
        }
        while (rest > 0);
        return [.. packet, .. body];
    }

    /// <summary>Reads exactly these bytes; tells which packet was wrong.</summary>
    public static async Task ExpectAsync(this StreamClient client, byte[] wanted, string what)
    {
        var got = await client.ReadAsync(wanted.Length);
        Assert.True(got.AsSpan().SequenceEqual(wanted), $"{what}: got {got.Length} of {wanted.Length} bytes, the first {Convert.ToHexStringLower(got.AsSpan(0, Math.Min(16, got.Length)))}");
    }

    /// <summary>Sends FIN and goes on reading.</summary>
    public static void FinishSending(this StreamClient client) => ((NetworkStream)client.Stream).Socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends with RST.</summary>
    public static void Reset(this StreamClient client) => ((NetworkStream)client.Stream).Socket.Close(0);
}
