using System.Buffers;
using System.Text;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>A client of one version that sends and expects its packets, or bytes where the bytes are the point.</summary>
internal sealed class Peer(ByteClient bytes, MqttProtocolVersion version)
{
    /// <summary>Messages that came while another packet was waited for.</summary>
    private readonly Queue<PublishPacket> _early = new();

    /// <summary>What the broker answered to CONNECT; a refusal before it has come.</summary>
    public ConnackPacket Connack { get; set; } = new() { ReasonCode = ReasonCode.UnspecifiedError };

    public bool IsV5 => version == MqttProtocolVersion.V50;

    public Task SendAsync(string hex) => bytes.SendAsync(hex);

    public Task SendAsync(MqttPacket packet) => bytes.SendAsync(Hex(packet));

    public Task ExpectAsync(string hex) => bytes.ExpectAsync(hex);

    public Task ExpectAsync(MqttPacket packet) => bytes.ExpectAsync(Hex(packet));

    public Task LoseAsync() => bytes.LoseAsync();

    /// <summary>Nothing had been sent before the answer to a ping; what was sent before it has been handled.</summary>
    public Task ExpectNothingAsync()
    {
        Assert.Empty(_early);
        return bytes.ExpectNothingAsync();
    }

    /// <summary>The broker closes, having sent exactly these bytes.</summary>
    public Task ExpectClosedAsync(string hex = "") => bytes.ExpectClosedAsync(hex);

    /// <summary>The broker closes; a client of 5.0 has been told why.</summary>
    public async Task ExpectClosedAsync(ReasonCode reason)
    {
        if (IsV5)
        {
            Assert.Equal(reason, (await ReadAsync<DisconnectPacket>()).ReasonCode);
        }

        await bytes.ExpectClosedAsync();
    }

    /// <summary>The broker closes without having accepted the CONNECT; a client of 5.0 has been told why.</summary>
    public async Task ExpectRefusedAsync(ReasonCode reason)
    {
        if (IsV5)
        {
            await bytes.ExpectAsync($"2003 00 {(int)reason:x2} 00");
        }

        await bytes.ExpectClosedAsync();
    }

    /// <summary>One whole packet as it came; empty when the broker has closed.</summary>
    public async Task<byte[]> ReadAsync()
    {
        var packet = new List<byte>(await bytes.ReadAsync(1));
        if (packet.Count == 0)
        {
            return [];
        }

        int length = 0, shift = 0;
        do
        {
            packet.AddRange(await bytes.ReadAsync(1));
            length |= (packet[^1] & 0x7F) << shift;
            shift += 7;
        }
        while ((packet[^1] & 0x80) != 0);
        if (length > 0)
        {
            packet.AddRange(await bytes.ReadAsync(length));
        }

        return [.. packet];
    }

    public async Task<T> ReadAsync<T>()
        where T : MqttPacket
    {
        if (typeof(T) == typeof(PublishPacket) && _early.TryDequeue(out var early))
        {
            return (T)(MqttPacket)early;
        }

        var raw = await ReadAsync();
        var buffer = new ReadOnlySequence<byte>(raw);
        var status = MqttDecoder.TryDecode(ref buffer, version, int.MaxValue, out var packet, out var fault);
        Assert.True(status == DecodeStatus.Packet, $"{fault?.Message} in '{Convert.ToHexStringLower(raw)}'");
        if (typeof(T) == typeof(PubrelPacket) && packet is PublishPacket other)
        {
            _early.Enqueue(other);
            return await ReadAsync<T>();
        }

        Assert.True(packet is T, $"expected {typeof(T).Name}, got {Convert.ToHexStringLower(raw)}");
        return (T)packet;
    }

    /// <summary>Subscribes and is granted what was asked for.</summary>
    public Task SubscribeAsync(string filter, MqttQos qos = MqttQos.AtMostOnce) => SubscribeAsync(new SubscriptionRequest(filter, qos));

    public async Task SubscribeAsync(SubscriptionRequest request, int identifier = 0)
    {
        var properties = identifier == 0 ? MqttProperties.Empty : new MqttProperties { SubscriptionIdentifiers = [identifier] };
        await SendAsync(new SubscribePacket { PacketId = 9, Subscriptions = [request], Properties = properties });
        await ExpectAsync(new SubackPacket { PacketId = 9, ReasonCodes = [(ReasonCode)(int)request.Qos] });
    }

    public async Task UnsubscribeAsync(string filter)
    {
        await SendAsync(new UnsubscribePacket { PacketId = 8, Filters = [filter] });
        await ExpectAsync(new UnsubackPacket { PacketId = 8, ReasonCodes = [ReasonCode.Success] });
    }

    /// <summary>Publishes and completes the QoS; the message has been handled then.</summary>
    public async Task PublishAsync(string topic, string payload, MqttQos qos = MqttQos.AtMostOnce, bool retain = false, MqttProperties? properties = null)
    {
        await SendAsync(Message(topic, payload, qos, retain, 7, properties));
        if (qos == MqttQos.AtLeastOnce)
        {
            Assert.Equal(7, (await ReadAsync<PubackPacket>()).PacketId);
        }
        else if (qos == MqttQos.ExactlyOnce)
        {
            Assert.Equal(7, (await ReadAsync<PubrecPacket>()).PacketId);
            await SendAsync(new PubrelPacket { PacketId = 7 });
            Assert.Equal(7, (await ReadAsync<PubcompPacket>()).PacketId);
        }

        await ExpectNothingAsync();
    }

    /// <summary>Reads a message that is exactly this, whatever its packet id.</summary>
    /// <returns>The packet id.</returns>
    public async Task<ushort> ReceiveAsync(
        string topic, string payload, MqttQos qos = MqttQos.AtMostOnce, bool retain = false, bool dup = false, MqttProperties? properties = null)
    {
        var got = await ReadAsync<PublishPacket>();
        Assert.Equal(Hex(Message(topic, payload, qos, retain, got.PacketId, properties) with { Dup = dup }), Hex(got));
        return got.PacketId;
    }

    /// <summary>Reads a message as <see cref="ReceiveAsync"/> and completes its QoS; other messages may come before PUBREL.</summary>
    public async Task TakeAsync(string topic, string payload, MqttQos qos, bool dup = false)
    {
        var id = await ReceiveAsync(topic, payload, qos, dup: dup);
        if (qos == MqttQos.AtLeastOnce)
        {
            await SendAsync(new PubackPacket { PacketId = id });
        }
        else if (qos == MqttQos.ExactlyOnce)
        {
            await SendAsync(new PubrecPacket { PacketId = id });
            Assert.Equal(new PubrelPacket { PacketId = id }, await ReadAsync<PubrelPacket>());
            await SendAsync(new PubcompPacket { PacketId = id });
        }
    }

    public static PublishPacket Message(
        string topic, string payload, MqttQos qos = MqttQos.AtMostOnce, bool retain = false, ushort packetId = 0, MqttProperties? properties = null) =>
        new()
        {
            Topic = Encoding.UTF8.GetBytes(topic),
            Payload = Encoding.UTF8.GetBytes(payload),
            Qos = qos,
            Retain = retain,
            PacketId = qos == MqttQos.AtMostOnce ? (ushort)0 : packetId,
            Properties = properties ?? MqttProperties.Empty,
        };

    private string Hex(MqttPacket packet)
    {
        var output = new ArrayBufferWriter<byte>();
        MqttEncoder.Write(output, packet, version);
        return Convert.ToHexStringLower(output.WrittenSpan);
    }
}
