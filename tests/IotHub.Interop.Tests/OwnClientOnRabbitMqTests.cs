using IotHub.Interop.Tests.Peers;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.Interop.Tests;

/// <summary>Our client against RabbitMQ, which speaks 3.1.1 and grants QoS 1 at most.</summary>
public sealed class OwnClientOnRabbitMqTests(RabbitMqBroker broker) : IClassFixture<RabbitMqBroker>
{
    // A node needs ten seconds to start again.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    [PeerFact(Peer.RabbitMq)]
    public async Task Client_QosOneAndNone_ArrivesInOrder()
    {
        await using var client = new OwnClient(Options("qos"));
        Assert.Equal(MqttQos.AtLeastOnce, await client.SubscribeAsync("qos/#", MqttQos.ExactlyOnce));
        foreach (var qos in new[] { MqttQos.AtMostOnce, MqttQos.AtLeastOnce })
        {
            for (var number = 0; number < 50; number++)
            {
                await client.PublishAsync("qos/a", $"{number}", qos);
            }

            for (var number = 0; number < 50; number++)
            {
                await client.ExpectAsync("qos/a", $"{number}", qos);
            }
        }

        await client.ExpectNothingElseAsync("qos/end");
    }

    [PeerFact(Peer.RabbitMq)]
    public async Task Client_RetainedMessage_IsSentOnSubscribing()
    {
        await using var client = new OwnClient(Options("retained"));
        await client.PublishAsync("retained/door", "open", MqttQos.AtLeastOnce, retain: true);
        await client.SubscribeAsync("retained/door", MqttQos.AtLeastOnce);
        await client.ExpectAsync("retained/door", "open", MqttQos.AtLeastOnce, retain: true);
        await client.ExpectNothingElseAsync("retained/door");
    }

    [PeerFact(Peer.RabbitMq)]
    public async Task Client_ConnectionLost_SessionKeepsWhatCame()
    {
        await using var sender = new OwnClient(Options("session-sender"));
        await using (var first = new OwnClient(Options("session") with { CleanStart = false }))
        {
            await first.SubscribeAsync("session/#", MqttQos.AtLeastOnce);
        }

        await sender.PublishAsync("session/a", "while away", MqttQos.AtLeastOnce);
        await using var again = new OwnClient(Options("session") with { CleanStart = false });
        await again.SubscribeAsync("session/#", MqttQos.AtLeastOnce);
        await again.ExpectAsync("session/a", "while away", MqttQos.AtLeastOnce);
        await again.ExpectNothingElseAsync("session/end");
    }

    [PeerFact(Peer.RabbitMq)]
    public async Task Client_NodeStartsAgain_ConnectsAndDelivers()
    {
        await using var client = new OwnClient(Options("again") with { CleanStart = false }, timeout: StartTimeout);
        await client.SubscribeAsync("again/#", MqttQos.AtLeastOnce);
        await broker.StopNodeAsync();
        var published = client.PublishAsync("again/a", "meanwhile", MqttQos.AtLeastOnce);
        await broker.StartNodeAsync();
        await published;
        await client.ExpectAsync("again/a", "meanwhile", MqttQos.AtLeastOnce);
        await client.ExpectNothingElseAsync("again/end");
    }

    private MqttClientOptions Options(string clientId) => new() { ClientId = clientId, Port = broker.Port, Version = MqttProtocolVersion.V311 };
}
