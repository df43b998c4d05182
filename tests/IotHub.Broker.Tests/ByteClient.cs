using System.Buffers;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Broker.Tests;

/// <summary>A client that sends and expects bytes, written as hexadecimal digits with blanks where they help.</summary>
public sealed class ByteClient(InMemoryTransport transport, Task served)
{
    /// <summary>Only so that a broken test ends; nothing is measured by it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Completes when the broker has ended the connection.</summary>
    public Task Served => served.WaitAsync(Patience);

    public async Task SendAsync(string hex)
    {
        await transport.Output.WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
    }

    /// <summary>Sends a packet of 5.0, or a CONNECT of its own version.</summary>
    public async Task SendAsync(MqttPacket packet)
    {
        await transport.Output.WriteAsync(Convert.FromHexString(Hex(packet)));
    }

    /// <summary>Subscribes with 5.0 and is granted it.</summary>
    public async Task SubscribeAsync(SubscriptionRequest request, int identifier = 0)
    {
        var properties = identifier == 0 ? MqttProperties.Empty : new MqttProperties { SubscriptionIdentifiers = [identifier] };
        await SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = [request], Properties = properties });
        await ExpectAsync(new SubackPacket { PacketId = 1, ReasonCodes = [(ReasonCode)(int)request.Qos] });
    }

    /// <summary>Reads exactly the bytes of this packet of 5.0.</summary>
    public Task ExpectAsync(MqttPacket packet) => ExpectAsync(Hex(packet));

    /// <summary>Reads so many bytes.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var result = await transport.Input.ReadAtLeastAsync(count).AsTask().WaitAsync(Patience);
        var taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, count));
        var bytes = taken.ToArray();
        transport.Input.AdvanceTo(taken.End);
        return bytes;
    }

    /// <summary>Reads exactly these bytes.</summary>
    public async Task ExpectAsync(string hex)
    {
        var wanted = hex.Replace(" ", "", StringComparison.Ordinal);
        if (wanted.Length == 0)
        {
            return;
        }

        var result = await transport.Input.ReadAtLeastAsync(wanted.Length / 2).AsTask().WaitAsync(Patience);
        var taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, wanted.Length / 2));
        var got = Convert.ToHexStringLower(taken.ToArray());
        transport.Input.AdvanceTo(taken.End);
        Assert.Equal(wanted, got);
    }

    /// <summary>Nothing had been sent before the answer to a ping.</summary>
    public async Task ExpectNothingAsync()
    {
        await SendAsync("c000");
        await ExpectAsync("d000");
    }

    /// <summary>The broker closes, having sent exactly these bytes.</summary>
    public async Task ExpectClosedAsync(string hex = "")
    {
        await ExpectAsync(hex);
        var result = await transport.Input.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.True(result.IsCompleted && result.Buffer.IsEmpty, $"expected the end, got {Convert.ToHexStringLower(result.Buffer.ToArray())}");
        await Served;
    }

    /// <summary>The network fails.</summary>
    public async Task LoseAsync()
    {
        await transport.CloseAsync();
        await Served;
    }

    private static string Hex(MqttPacket packet)
    {
        var output = new ArrayBufferWriter<byte>();
        MqttEncoder.Write(output, packet, MqttProtocolVersion.V50);
        return Convert.ToHexStringLower(output.WrittenSpan);
    }
}
