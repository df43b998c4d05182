using System.Collections.Immutable;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>What to subscribe to; all but filter and QoS take effect in 5.0 only.</summary>
/// <param name="Filter">Topic filter; <c>$share/name/filter</c> shares the messages with the others of that name.</param>
/// <param name="Qos">Highest QoS wanted.</param>
public sealed record MqttSubscription(string Filter, MqttQos Qos = MqttQos.AtMostOnce)
{
    /// <summary>True to get no messages that this client published; not for shared subscriptions.</summary>
    public bool NoLocal { get; init; }

    /// <summary>True to get the retain flag as it was published.</summary>
    public bool RetainAsPublished { get; init; }

    /// <summary>Whether retained messages are sent on subscribing. A renewal after the session was lost is a new subscription.</summary>
    public RetainHandling RetainHandling { get; init; }

    /// <summary>
    /// 1 to 268,435,455, or null for none. Messages carry it back, and then only the handler of this subscription gets them: without it,
    /// handlers whose filters overlap get every copy that a server sends.
    /// </summary>
    public int? Identifier { get; init; }

    /// <summary>Sent with the request.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    /// <summary>What is wrong with it; null when all is well.</summary>
    internal string? Validate()
    {
        if (!Topics.TopicFilter.IsValid(Filter))
        {
            return $"\"{Filter}\" is not a topic filter.";
        }

        if (Qos is < MqttQos.AtMostOnce or > MqttQos.ExactlyOnce)
        {
            return $"QoS {(int)Qos} is none; expected 0 to 2.";
        }

        if (Identifier is < 1 or > Codec.VariableByteInteger.Max)
        {
            return $"Subscription identifier {Identifier} is out of range; expected 1 to {Codec.VariableByteInteger.Max}.";
        }

        // It is a protocol error to ask for it [MQTT-3.8.3-4].
        return NoLocal && IsShared ? "A shared subscription cannot have NoLocal." : null;
    }

    internal bool IsShared => Filter.StartsWith("$share/", StringComparison.Ordinal);
}
