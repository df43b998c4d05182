using System.Text;
using IotHub.Broker.Sessions;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Subscriptions;

/// <summary>One entry of the tree: a client's subscription, a group that shares one, or a subscriber inside the process.</summary>
internal sealed class Subscription
{
    /// <summary>The filter as it was asked for; with its <c>$share</c> where it is shared.</summary>
    public required string Filter { get; init; }

    /// <summary>The session; null for a group and for a subscriber inside the process.</summary>
    public Session? Session { get; init; }

    /// <summary>The group that stands in the tree for its members; null otherwise.</summary>
    public SharedGroup? Group { get; init; }

    /// <summary>The subscriber inside the process; null otherwise.</summary>
    public InProcessSubscriber? InProcess { get; init; }

    public MqttQos Qos { get; init; }

    public bool NoLocal { get; init; }

    public bool RetainAsPublished { get; init; }

    /// <summary>On whose behalf its messages are received: identifier and group.</summary>
    public Recipient Recipient { get; init; } = Recipient.Plain;

    public byte[] FilterBytes => Encoding.UTF8.GetBytes(Filter);
}
