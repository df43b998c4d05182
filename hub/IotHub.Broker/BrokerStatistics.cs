using System.Collections.Immutable;
using IotHub.Broker.Admission;
using IotHub.Broker.Delivery;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker;

/// <summary>What the broker has counted since it was made, at one moment.</summary>
public sealed record BrokerStatistics
{
    /// <summary>Connections open now, before and after CONNECT.</summary>
    public int Connections { get; init; }

    /// <summary>Sessions kept now, connected or not.</summary>
    public int Sessions { get; init; }

    /// <summary>Subscriptions now, those inside the process too.</summary>
    public int Subscriptions { get; init; }

    /// <summary>Retained messages now.</summary>
    public int RetainedMessages { get; init; }

    /// <summary>Bytes of retained messages now.</summary>
    public long RetainedBytes { get; init; }

    /// <summary>Messages taken from clients.</summary>
    public long MessagesReceived { get; init; }

    /// <summary>Messages written to clients, repeats too.</summary>
    public long MessagesSent { get; init; }

    /// <summary>Times a publisher was made to wait: for a receiver that was behind, or for its own rate.</summary>
    public long TimesHeldBack { get; init; }

    /// <summary>Messages that did not reach a receiver, by reason; reasons that never happened are missing.</summary>
    public ImmutableDictionary<DropReason, long> Dropped { get; init; } = ImmutableDictionary<DropReason, long>.Empty;

    /// <summary>Connections closed for a fault of the protocol, by reason.</summary>
    public ImmutableDictionary<ReasonCode, long> Faults { get; init; } = ImmutableDictionary<ReasonCode, long>.Empty;

    /// <summary>Connections that the listeners turned away before a byte was read as MQTT, by reason; reasons that never happened are missing.</summary>
    public ImmutableDictionary<RefusalReason, long> Refused { get; init; } = ImmutableDictionary<RefusalReason, long>.Empty;
}
