using System.IO.Pipelines;
using System.Text;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;
using IotHub.Testing;

namespace IotHub.Certification.Tests.World;

/// <summary>
/// A small broker in memory, for QoS 0 and 1: subscriptions, retained messages, Wills, take-over. It lives on the thread of its world.
/// </summary>
internal sealed class MemoryBroker : IMqttConnector, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Client> _clients = [];
    private readonly Dictionary<string, PublishPacket> _retained = [];
    private readonly HashSet<string> _shutOut = [];

    public ValueTask<MqttLink> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        var (client, server) = InMemoryTransport.CreatePair(PipeOptions.Default);
        _ = ServeAsync(server);
        return ValueTask.FromResult(new MqttLink(client.Input, client.Output));
    }

    /// <summary>Cuts a client's connection as a lost network does, and takes none of it until <see cref="LetIn"/>.</summary>
    public Task ShutOutAsync(string clientId) => InTurnAsync(async () =>
    {
        _shutOut.Add(clientId);
        if (_clients.GetValueOrDefault(clientId) is { } client)
        {
            await EndAsync(client, saysWill: true);
        }
    });

    /// <summary>Takes connections of a client again.</summary>
    public void LetIn(string clientId) => _shutOut.Remove(clientId);

    public void Dispose() => _turn.Dispose();

    private async Task ServeAsync(InMemoryTransport transport)
    {
        var client = new Client(transport);
        try
        {
            while (true)
            {
                var read = await transport.Input.ReadAsync();
                var buffer = read.Buffer;
                while (MqttDecoder.TryDecode(ref buffer, client.Version, 1_000_000, out var packet, out _) == DecodeStatus.Packet)
                {
                    await InTurnAsync(() => TakeAsync(client, packet!));
                }

                transport.Input.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (InvalidOperationException)
        {
            // The connection was ended from this side while it was being read.
        }

        await InTurnAsync(() => EndAsync(client, saysWill: true));
    }

    private async Task InTurnAsync(Func<Task> act)
    {
        await _turn.WaitAsync();
        try
        {
            await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task TakeAsync(Client client, MqttPacket packet)
    {
        switch (packet)
        {
            case ConnectPacket connect:
                if (_clients.GetValueOrDefault(connect.ClientId) is { } other)
                {
                    await EndAsync(other, saysWill: true);
                }

                if (_shutOut.Contains(connect.ClientId))
                {
                    await client.CloseAsync();
                    return;
                }

                (client.Version, client.Id, client.Will) = (connect.Version, connect.ClientId, connect.Will);
                _clients[client.Id] = client;
                await client.WriteAsync(new ConnackPacket());
                break;
            case SubscribePacket subscribe:
                await SubscribeAsync(client, subscribe);
                break;
            case PublishPacket received:
                // What was decoded lies in the connection's buffer, which is used again.
                var publish = PublishPacket.Create(received.GetTopicText(), received.Payload.ToArray(), received.Qos, received.Retain) with { PacketId = received.PacketId };
                await RouteAsync(client, publish);
                if (publish.Qos == MqttQos.AtLeastOnce)
                {
                    await client.WriteAsync(new PubackPacket { PacketId = publish.PacketId });
                }

                break;
            case PubackPacket acknowledged:
                client.OnTheirWay.Remove(acknowledged.PacketId);
                await client.PumpAsync();
                break;
            case PingreqPacket:
                await client.WriteAsync(new PingrespPacket());
                break;
            case DisconnectPacket:
                await EndAsync(client, saysWill: false);
                break;
        }
    }

    private async Task SubscribeAsync(Client client, SubscribePacket subscribe)
    {
        var request = subscribe.Subscriptions[0];
        client.Subscriptions[request.Filter] = request;
        await client.WriteAsync(new SubackPacket { PacketId = subscribe.PacketId, ReasonCodes = [ReasonCode.GrantedQos1] });
        if (request.RetainHandling == RetainHandling.Send)
        {
            foreach (var kept in _retained.Values.Where(kept => Matches(request.Filter, kept.GetTopicText())))
            {
                await client.DeliverAsync(kept, isRetained: true);
            }
        }
    }

    private async Task RouteAsync(Client? from, PublishPacket publish)
    {
        var topic = publish.GetTopicText();
        if (publish.Retain && publish.Payload.IsEmpty)
        {
            _retained.Remove(topic);
        }
        else if (publish.Retain)
        {
            _retained[topic] = publish;
        }

        foreach (var client in _clients.Values.ToList())
        {
            foreach (var request in client.Subscriptions.Values.Where(request => Matches(request.Filter, topic) && !(request.NoLocal && client == from)).Take(1))
            {
                await client.DeliverAsync(publish, request.RetainAsPublished && publish.Retain);
            }
        }
    }

    private async Task EndAsync(Client client, bool saysWill)
    {
        if (client.Id is null || _clients.GetValueOrDefault(client.Id) != client)
        {
            return;
        }

        _clients.Remove(client.Id);
        await client.CloseAsync();
        if (saysWill && client.Will is { } will)
        {
            await RouteAsync(null, PublishPacket.Create(will.Topic, will.Payload, will.Qos, will.Retain));
        }
    }

    private static bool Matches(string filter, string topic) => TopicFilter.Matches(Encoding.UTF8.GetBytes(filter), Encoding.UTF8.GetBytes(topic));

    private sealed class Client(InMemoryTransport transport)
    {
        private const int OnTheirWayMax = 16;

        // Bounded by what a test sends; a full queue would be a fault of the test.
        private readonly Queue<PublishPacket> _waiting = new();
        private ushort _lastId;

        public MqttProtocolVersion Version { get; set; } = MqttProtocolVersion.V50;

        public string? Id { get; set; }

        public WillMessage? Will { get; set; }

        public Dictionary<string, SubscriptionRequest> Subscriptions { get; } = [];

        public HashSet<ushort> OnTheirWay { get; } = [];

        public async Task DeliverAsync(PublishPacket publish, bool isRetained)
        {
            _waiting.Enqueue(PublishPacket.Create(publish.GetTopicText(), publish.Payload, publish.Qos, isRetained));
            await PumpAsync();
        }

        public async Task PumpAsync()
        {
            while (_waiting.Count > 0 && OnTheirWay.Count < OnTheirWayMax)
            {
                var publish = _waiting.Dequeue();
                if (publish.Qos == MqttQos.AtLeastOnce)
                {
                    do
                    {
                        _lastId = (ushort)((_lastId % 60_000) + 1);
                    }
                    while (!OnTheirWay.Add(_lastId));
                    publish = publish with { PacketId = _lastId };
                }

                await WriteAsync(publish);
            }
        }

        public async Task WriteAsync(MqttPacket packet)
        {
            try
            {
                MqttEncoder.Write(transport.Output, packet, Version);
                await transport.Output.FlushAsync();
            }
            catch (InvalidOperationException)
            {
                // The other end is gone; the reading side finds out.
            }
        }

        public async Task CloseAsync()
        {
            OnTheirWay.Clear();
            await transport.Output.CompleteAsync();
            transport.Input.CancelPendingRead();
        }
    }
}
