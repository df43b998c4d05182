using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Broker.Connections;

/// <summary>The messages a client publishes: checked, their aliases resolved, routed, acknowledged.</summary>
internal sealed class InboundPublishes(ClientConnection connection, BrokerCore core)
{
    /// <summary>Properties up to this size are sorted without allocating.</summary>
    private const int StackBytes = 512;

    private readonly BrokerLimits _limits = core.Limits;
    private readonly RouteCache _routes = new(core.Subscriptions, core.Limits.RouteCacheMax);
    private byte[]?[]? _aliases;
    private int _received;

    /// <summary>Counts what was received since the last time.</summary>
    public void Report()
    {
        if (_received > 0)
        {
            core.Counters.AddReceived(_received);
            _received = 0;
        }
    }

    /// <summary>Takes one PUBLISH.</summary>
    /// <param name="header">Its fixed header.</param>
    /// <param name="packet">All of it.</param>
    /// <returns>Not completed while subscribers inside the process are at it.</returns>
    public ValueTask Receive(in FixedHeader header, ReadOnlySpan<byte> packet)
    {
        if (!PublishFrame.TryParse(header.FirstByte, packet[header.HeaderLength..], connection.Version, _routes.LastTopic, out var frame, out var fault)
            || (fault = Check(in frame)) is not null)
        {
            connection.Refuse(fault!);
            return ValueTask.CompletedTask;
        }

        var topic = frame.Topic;
        if (frame.TopicAlias != 0 && !TryResolve(frame.TopicAlias, ref topic))
        {
            connection.Refuse(new ProtocolFault(ReasonCode.ProtocolError, "3.3.2.3.4", $"Topic alias {frame.TopicAlias} was never set"));
            return ValueTask.CompletedTask;
        }

        _received++;
        if (frame.Qos == MqttQos.ExactlyOnce && !(connection.Session!.Unreleased ??= []).Add(frame.PacketId))
        {
            // [MQTT-4.3.3-10]: a repeat of what was already delivered.
            connection.MarkOwn(connection.Output.WriteResponse(0x50, frame.PacketId, ReasonCode.Success));
            return ValueTask.CompletedTask;
        }

        return Route(in frame, topic, packet);
    }

    private ValueTask Route(in PublishFrame frame, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> packet)
    {
        var properties = frame.Properties;
        if (frame.HasHopProperties)
        {
            var kept = properties.Length <= StackBytes ? stackalloc byte[StackBytes] : new byte[properties.Length];
            return Route(in frame, topic, kept[..frame.CopyForwardedProperties(kept)], default);
        }

        return Route(in frame, topic, properties, packet);
    }

    private ValueTask Route(in PublishFrame frame, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> packet)
    {
        var message = new OutgoingMessage(core.Clock, core.Messages)
        {
            Topic = topic,
            Payload = frame.Payload,
            Properties = properties,
            Qos = frame.Qos,
            Retain = frame.Retain,
            ExpiresAt = frame.MessageExpiryInterval is { } seconds ? core.Clock.Now + (seconds * 1000L) : OutgoingMessage.Never,
            Publisher = connection.Session!.ClientId,
            Received = packet,
            IsReceivedV5 = connection.Version == MqttProtocolVersion.V50,
        };
        var outcome = core.Router.Publish(
            ref message, connection.Subject, connection.Session, _routes, connection.Dirty, out var handling, connection.Stopping);
        message.Release();
        if (!handling.IsCompletedSuccessfully)
        {
            return AcknowledgeAfterAsync(handling, frame.Qos, frame.PacketId, outcome);
        }

        connection.MarkOwn(Acknowledge(frame.Qos, frame.PacketId, outcome));
        return ValueTask.CompletedTask;
    }

    private async ValueTask AcknowledgeAfterAsync(ValueTask handling, MqttQos qos, ushort packetId, ReasonCode outcome)
    {
        await handling;
        if (Acknowledge(qos, packetId, outcome))
        {
            connection.Output.Flush();
        }
    }

    private bool Acknowledge(MqttQos qos, ushort packetId, ReasonCode outcome)
    {
        if (qos == MqttQos.AtMostOnce)
        {
            return false;
        }

        if (qos == MqttQos.AtLeastOnce)
        {
            return connection.Output.WriteResponse(0x40, packetId, outcome);
        }

        if (outcome >= ReasonCode.UnspecifiedError)
        {
            connection.Session!.Unreleased!.Remove(packetId);
        }

        return connection.Output.WriteResponse(0x50, packetId, outcome);
    }

    private bool TryResolve(ushort alias, ref ReadOnlySpan<byte> topic)
    {
        _aliases ??= new byte[_limits.TopicAliasMax + 1][];
        if (topic.IsEmpty)
        {
            topic = _aliases[alias];
            return !topic.IsEmpty;
        }

        if (!topic.SequenceEqual(_aliases[alias]))
        {
            _aliases[alias] = topic.ToArray();
        }

        return true;
    }

    private ProtocolFault? Check(in PublishFrame frame)
    {
        if (frame.HasSubscriptionIdentifier)
        {
            return new ProtocolFault(ReasonCode.ProtocolError, "MQTT-3.3.4-6", "A client sent a subscription identifier in PUBLISH");
        }

        if (frame.TopicAlias > _limits.TopicAliasMax)
        {
            return new ProtocolFault(ReasonCode.TopicAliasInvalid, "MQTT-3.3.2-9", $"Topic alias {frame.TopicAlias} is above {_limits.TopicAliasMax}");
        }

        if (!frame.Topic.SequenceEqual(_routes.LastTopic))
        {
            if (frame.Topic.Length > _limits.TopicBytesMax)
            {
                return new ProtocolFault(ReasonCode.TopicNameInvalid, "4.7.3", $"The topic has {frame.Topic.Length} bytes, the limit is {_limits.TopicBytesMax}");
            }

            if (TopicName.CountLevels(frame.Topic) > _limits.TopicLevelsMax)
            {
                return new ProtocolFault(ReasonCode.TopicNameInvalid, "4.7", $"The topic has more than {_limits.TopicLevelsMax} levels");
            }
        }

        if (frame.Qos != MqttQos.ExactlyOnce || connection.Session!.Unreleased is not { } open)
        {
            return null;
        }

        // Before 5.0 a client cannot be told how many it may have open.
        var most = connection.Version == MqttProtocolVersion.V50 ? _limits.ReceiveMaximum : Math.Max(_limits.ReceiveMaximum, _limits.UntoldReceiveMaximum);
        return open.Count >= most && !open.Contains(frame.PacketId)
            ? new ProtocolFault(ReasonCode.ReceiveMaximumExceeded, "MQTT-3.3.4-7", $"More than {most} messages without PUBREL")
            : null;
    }
}
