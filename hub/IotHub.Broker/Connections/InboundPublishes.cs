using IotHub.Broker.Admission;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Sessions;
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
    private readonly bool _isBounded = ConnectionAdmission.IsBounded(connection.Remote, core.Limits);
    private TokenBucket _rate = new(core.Limits.PublishesPerSecondMax, core.Limits.PublishBurstMax, core.Clock.Now);
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
        if (!PublishFrame.TryParse(header.FirstByte, packet[header.HeaderLength..], connection.Version, core.DecodeLimits, _routes.LastTopic, out var frame, out var fault)
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
        return WithForwardedProperties(in frame, topic, packet);
    }

    /// <summary>PUBREL: the client knows that the message has come, so it goes on now [MQTT-4.3.3-11].</summary>
    public ValueTask Release(ushort packetId)
    {
        var stored = connection.Session!.Unreleased?.Take(packetId);
        if (stored is null || core.Clock.Now >= stored.ExpiresAt)
        {
            // An id that is not known says only that a PUBCOMP was lost.
            stored?.Release();
            connection.MarkOwn(connection.Output.WriteResponse(0x70, packetId, ReasonCode.Success));
            return ValueTask.CompletedTask;
        }

        var message = new OutgoingMessage(core.Clock, core.Messages, stored);
        core.Router.Publish(ref message, connection.Subject, connection.Session, _routes, connection.Dirty, out var handling, connection.Stopping);
        message.Release();
        stored.Release();
        handling = AfterOthers(handling, message.Behind);
        return AcknowledgeAfter(handling, 0x70, packetId, ReasonCode.Success);
    }

    private ValueTask WithForwardedProperties(in PublishFrame frame, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> packet)
    {
        if (!frame.HasHopProperties)
        {
            return Take(in frame, topic, frame.Properties, packet);
        }

        var kept = frame.Properties.Length <= StackBytes ? stackalloc byte[StackBytes] : new byte[frame.Properties.Length];
        return Take(in frame, topic, kept[..frame.CopyForwardedProperties(kept)], default);
    }

    private ValueTask Take(in PublishFrame frame, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> packet)
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
        ValueTask handling = default;
        var outcome = frame.Qos == MqttQos.ExactlyOnce
            ? Keep(ref message, frame.PacketId)
            : core.Router.Publish(ref message, connection.Subject, connection.Session, _routes, connection.Dirty, out handling, connection.Stopping);
        message.Release();
        handling = AfterOthers(handling, message.Behind);
        return frame.Qos == MqttQos.AtMostOnce ? handling
            : AcknowledgeAfter(handling, frame.Qos == MqttQos.AtLeastOnce ? 0x40 : 0x50, frame.PacketId, outcome);
    }

    /// <summary>What must be waited for before the client is read on: subscribers inside the process, a receiver that is behind, its own rate.</summary>
    private ValueTask AfterOthers(ValueTask handling, Session? behind)
    {
        var waitMs = _isBounded && !_rate.TryTake(core.Clock.Now) ? _rate.WaitMs(core.Clock.Now) : 0;
        if (behind == connection.Session || core.Limits.SlowReceiverTimeout == TimeSpan.Zero)
        {
            // Who waits for itself waits for ever.
            behind = null;
        }

        return behind is null && waitMs == 0 ? handling : AfterOthersAsync(handling, behind, waitMs);
    }

    private async ValueTask AfterOthersAsync(ValueTask handling, Session? behind, long waitMs)
    {
        Router.Flush(connection.Dirty);
        core.Counters.HeldBack();
        await handling;
        if (behind is not null)
        {
            await behind.WaitForRoomAsync(connection.Stopping);
        }

        if (waitMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(waitMs), core.Clock.Time, connection.Stopping);
            _rate.TryTake(core.Clock.Now);
        }
    }

    /// <summary>Keeps a QoS 2 message until PUBREL; a repeat of one that is kept changes nothing [MQTT-4.3.3-10].</summary>
    private ReasonCode Keep(ref OutgoingMessage message, ushort packetId)
    {
        var unreleased = connection.Session!.Unreleased ??= new UnreleasedMessages(_limits.QueuedBytesMax);
        if (unreleased.Contains(packetId))
        {
            return ReasonCode.Success;
        }

        var outcome = core.Router.Examine(message.Topic, connection.Subject, connection.Session, _routes);
        return outcome >= ReasonCode.UnspecifiedError || unreleased.TryAdd(packetId, ref message) ? outcome : ReasonCode.QuotaExceeded;
    }

    private ValueTask AcknowledgeAfter(ValueTask handling, int firstByte, ushort packetId, ReasonCode outcome)
    {
        if (!handling.IsCompletedSuccessfully)
        {
            return AcknowledgeAfterAsync(handling, firstByte, packetId, outcome);
        }

        connection.MarkOwn(connection.Output.WriteResponse(firstByte, packetId, outcome));
        return ValueTask.CompletedTask;
    }

    private async ValueTask AcknowledgeAfterAsync(ValueTask handling, int firstByte, ushort packetId, ReasonCode outcome)
    {
        await handling;
        if (connection.Output.WriteResponse(firstByte, packetId, outcome))
        {
            connection.Output.Flush();
        }
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
