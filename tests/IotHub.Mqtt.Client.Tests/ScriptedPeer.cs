using System.IO.Pipelines;
using System.Threading.Channels;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>The server's end of one connection; a test reads and writes packets one by one.</summary>
internal sealed class ScriptedPeer(IDuplexPipe transport, MqttProtocolVersion version)
{
    public async Task<MqttPacket?> ReadAsync()
    {
        while (true)
        {
            var read = await transport.Input.ReadAsync();
            var buffer = read.Buffer;
            var status = MqttDecoder.TryDecode(ref buffer, version, 1_000_000, out var packet, out var fault);
            Assert.Null(fault);
            if (packet is PublishPacket publish)
            {
                packet = publish with { Topic = publish.Topic.ToArray(), Payload = publish.Payload.ToArray() };
            }

            transport.Input.AdvanceTo(buffer.Start, status == DecodeStatus.NeedMore ? buffer.End : buffer.Start);
            if (status == DecodeStatus.Packet || read.IsCompleted)
            {
                return packet;
            }
        }
    }

    /// <summary>Completes when the client has begun to write, and takes none of it: a client with more to write than fits is held up.</summary>
    public async Task BegunAsync()
    {
        var read = await transport.Input.ReadAsync();
        transport.Input.AdvanceTo(read.Buffer.Start);
    }

    public async Task<T> ExpectAsync<T>()
        where T : MqttPacket => Assert.IsType<T>(await ReadAsync());

    public async Task WriteAsync(MqttPacket packet)
    {
        MqttEncoder.Write(transport.Output, packet, version);
        await transport.Output.FlushAsync();
    }

    public async Task WriteBytesAsync(byte[] bytes) => await transport.Output.WriteAsync(bytes);

    public async Task<ConnectPacket> AcceptAsync(ConnackPacket? connack = null)
    {
        var connect = await ExpectAsync<ConnectPacket>();
        await WriteAsync(connack ?? new ConnackPacket());
        return connect;
    }

    /// <summary>Asserts that the client closes the connection without a word more.</summary>
    public async Task ExpectEndAsync() => Assert.Null(await ReadAsync());

    public async Task<SubscribePacket> GrantAsync()
    {
        var subscribe = await ExpectAsync<SubscribePacket>();
        await WriteAsync(new SubackPacket { PacketId = subscribe.PacketId, ReasonCodes = [.. subscribe.Subscriptions.Select(one => (ReasonCode)one.Qos)] });
        return subscribe;
    }

    /// <summary>Two rounds through the client's receiver and sender: what it had to send before them, it has sent.</summary>
    public async Task TurnAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            await WriteAsync(new PubrelPacket { PacketId = 999 });
            await ExpectAsync<PubcompPacket>();
        }
    }

    public async Task CloseAsync()
    {
        await transport.Output.CompleteAsync();
        await transport.Input.CompleteAsync();
    }
}

/// <summary>Hands each connection of a client to the test.</summary>
internal sealed class ScriptedConnector(MqttProtocolVersion version) : IMqttConnector
{
    private readonly Channel<ScriptedPeer> _peers = Channel.CreateBounded<ScriptedPeer>(16);

    public async ValueTask<MqttLink> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        var (client, server) = InMemoryTransport.CreatePair();
        await _peers.Writer.WriteAsync(new ScriptedPeer(server, version), cancellationToken);
        return new MqttLink(client.Input, client.Output);
    }

    public ValueTask<ScriptedPeer> NextAsync() => _peers.Reader.ReadAsync();
}

/// <summary>Chance that is always in the middle.</summary>
internal sealed class EvenRandom() : Random(1)
{
    public override double NextDouble() => 0.5;
}
