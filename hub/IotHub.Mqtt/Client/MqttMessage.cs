using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Client;

/// <summary>A message, to be published or received.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its content. Received: belongs to the handler. Published: must not change until the call completes.</param>
/// <param name="Qos">How it is delivered.</param>
/// <param name="Retain">
/// Published: the server keeps it for later subscribers. Received: the server kept it from before the subscription, or the subscription
/// asked for <see cref="MqttSubscription.RetainAsPublished"/>.
/// </param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos = MqttQos.AtMostOnce, bool Retain = false)
{
    /// <summary>
    /// Format, expiry, content type, response topic, correlation data, user properties and, received, subscription identifiers (5.0). To a
    /// 3.1.1 server they are not sent, but an expiry still ends the wait in the client. The topic alias is the client's own business.
    /// </summary>
    public MqttProperties Properties { get; init; } = MqttProperties.Empty;

    /// <summary>The packet to publish.</summary>
    /// <exception cref="ArgumentException">The topic is not one to publish on, there is no such QoS, or a property may not stand there.</exception>
    internal PublishPacket ToPacket()
    {
        if (!TopicName.IsValid(Topic))
        {
            throw new ArgumentException($"\"{Topic}\" is not a topic name.");
        }

        if (Qos is < MqttQos.AtMostOnce or > MqttQos.ExactlyOnce)
        {
            throw new ArgumentException($"QoS {(int)Qos} is none; expected 0 to 2.");
        }

        if (!Properties.SubscriptionIdentifiers.IsDefaultOrEmpty || Properties.TopicAlias is not null)
        {
            throw new ArgumentException("Subscription identifiers are the server's [MQTT-3.3.4-6], topic aliases the client's own business.");
        }

        // Made now, so that a property out of place is the caller's fault and not the connection's.
        _ = MqttEncoder.EncodePublishProperties(Properties);
        return PublishPacket.Create(Topic, Payload, Qos, Retain) with { Properties = Properties };
    }
}
