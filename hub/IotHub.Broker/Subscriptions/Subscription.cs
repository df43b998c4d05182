using System.Text;
using IotHub.Broker.Sessions;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Subscriptions;

/// <summary>One entry of the tree: a client's subscription, or a subscriber inside the process.</summary>
internal sealed class Subscription
{
    public required string Filter { get; init; }

    /// <summary>The session; null for a subscriber inside the process.</summary>
    public Session? Session { get; init; }

    /// <summary>The subscriber inside the process; null for a session.</summary>
    public InProcessSubscriber? InProcess { get; init; }

    public MqttQos Qos { get; init; }

    public bool NoLocal { get; init; }

    public bool RetainAsPublished { get; init; }

    /// <summary>Subscription identifier; 0 for none.</summary>
    public int Identifier { get; init; }

    public byte[] FilterBytes => Encoding.UTF8.GetBytes(Filter);
}
