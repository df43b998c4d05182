using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using IotHub.Broker.Access;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Sessions;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Broker.Connections;

/// <summary>One client's connection: reads its packets in order and handles each before the next.</summary>
internal sealed class ClientConnection(IDuplexPipe transport, EndPoint? remote, Action? abort, BrokerCore core) : IDisposable
{
    private readonly BrokerLimits _limits = core.Limits;
    private readonly RouteCache _routes = new(core.Subscriptions, core.Limits.RouteCacheMax);
    private readonly List<ConnectionOutput> _dirty = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly long _openedAt = core.Clock.Now;
    private Publication? _publication;
    private byte[]?[]? _aliases;
    private WillMessage? _will;
    private long _lastReceived = core.Clock.Now;
    private long _keepAliveMs;
    private int _closing;
    private int _released;
    private int _received;

    public ConnectionOutput Output { get; } = new(transport.Output, core.Limits, core.Clock, core.Counters);

    public EndPoint? Remote => remote;

    /// <summary>Null until CONNECT was accepted.</summary>
    public Session? Session { get; private set; }

    public AccessSubject Subject { get; private set; } = new("", null, false);

    public MqttProtocolVersion Version { get; private set; }

    /// <summary>Completes when the connection has ended and its session is free.</summary>
    public Task Ended => _ended.Task;

    public string Name => Session?.ClientId ?? remote?.ToString() ?? "unknown";

    /// <summary>Serves until the client or somebody else ends it.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ReadAsync();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or InvalidOperationException or Microsoft.AspNetCore.Connections.ConnectionAbortedException)
        {
            core.LogConnectionLost(Name, error.Message);
        }
        finally
        {
            await EndAsync();
        }
    }

    /// <summary>Asks the connection to end, from any thread.</summary>
    /// <param name="reason">Told to a 5.0 client in DISCONNECT; null tells nothing.</param>
    public void Close(ReasonCode? reason)
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0)
        {
            return;
        }

        if (reason is { } told && Session is not null && Version == MqttProtocolVersion.V50)
        {
            Output.Write(new DisconnectPacket { ReasonCode = told });
            Output.Flush();
        }

        _stop.Cancel();
        transport.Input.CancelPendingRead();
    }

    /// <summary>Looks at the clock: CONNECT in time, keep alive [MQTT-3.1.2-22], a peer that takes nothing.</summary>
    public void Check(long now)
    {
        if (Session is null && now - _openedAt >= _limits.ConnectTimeout.TotalMilliseconds)
        {
            Close(null);
        }
        else if (Session is not null && _keepAliveMs > 0 && now - Volatile.Read(ref _lastReceived) >= _keepAliveMs)
        {
            core.LogKeepAlive(Name);
            Close(ReasonCode.KeepAliveTimeout);
        }
        else if (Output.IsStalled(now, _limits.StalledTimeout))
        {
            core.LogStalled(Name);
            Close(null);
            abort?.Invoke();
        }
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>
    /// Gives the session free, once; the Will and the news of the end come before, so that neither can follow what the client says on its
    /// next connection.
    /// </summary>
    /// <param name="wait">False to begin the Will without waiting for subscribers inside the process, one of which may hang.</param>
    public async ValueTask ReleaseAsync(bool wait)
    {
        if (Session is not { } session)
        {
            return;
        }

        session.Detach(Output);
        var will = Interlocked.Exchange(ref _will, null);
        if (will is not null && !core.Sessions.IsDelayed(session, will))
        {
            var publishing = core.PublishWillAsync(new DueWill(will, Subject)).AsTask();
            will = null;
            if (wait)
            {
                await publishing;
            }
        }

        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            core.Disconnected(this);
            core.Sessions.Close(session, this, will);
        }
    }

    private async Task ReadAsync()
    {
        while (Volatile.Read(ref _closing) == 0)
        {
            var result = await transport.Input.ReadAsync(_stop.Token);
            if (result.IsCanceled)
            {
                return;
            }

            var buffer = result.Buffer;
            Volatile.Write(ref _lastReceived, core.Clock.Now);
            while (Volatile.Read(ref _closing) == 0 && TryHandleNext(ref buffer, out var handling))
            {
                if (!handling.IsCompletedSuccessfully)
                {
                    await handling;
                }
            }

            transport.Input.AdvanceTo(buffer.Start, buffer.End);
            core.Counters.AddReceived(_received);
            _received = 0;
            Router.Flush(_dirty);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>Takes one packet off the buffer and begins to handle it.</summary>
    private bool TryHandleNext(ref ReadOnlySequence<byte> buffer, out ValueTask handling)
    {
        handling = ValueTask.CompletedTask;
        Span<byte> start = stackalloc byte[5];
        scoped var head = buffer.FirstSpan;
        if (head.Length < 5 && !buffer.IsSingleSegment)
        {
            var length = (int)Math.Min(5, buffer.Length);
            buffer.Slice(0, length).CopyTo(start);
            head = start[..length];
        }

        var status = MqttDecoder.TryReadHeader(head, _limits.PacketBytesMax, out var header, out var fault);
        if (status == DecodeStatus.Fault)
        {
            Refuse(fault!);
            return false;
        }

        if (status == DecodeStatus.NeedMore || buffer.Length < header.PacketLength)
        {
            return false;
        }

        var first = buffer.First;
        var body = first.Length >= header.PacketLength
            ? first.Slice(header.HeaderLength, header.RemainingLength)
            : buffer.Slice(header.HeaderLength, header.RemainingLength).ToArray();
        buffer = buffer.Slice(header.PacketLength);
        if (header.Type == MqttPacketType.Publish && Session is not null)
        {
            handling = Publish(header.FirstByte, body);
        }
        else if (header.Type == MqttPacketType.Connect && Session is not null)
        {
            // Whatever is in it.
            Refuse(Fault("MQTT-3.1.0-2", "A second CONNECT"));
        }
        else if (MqttDecoder.TryDecodeBody(header.FirstByte, body, Version, out var packet, out fault))
        {
            handling = HandleAsync(packet!);
        }
        else
        {
            if (Session is null && header.Type == MqttPacketType.Connect)
            {
                RefuseConnect(body.Span, fault!.ReasonCode);
            }

            Refuse(fault!);
        }

        return Volatile.Read(ref _closing) == 0;
    }

    private ValueTask HandleAsync(MqttPacket packet)
    {
        if (Session is not { } session)
        {
            if (packet is ConnectPacket connect)
            {
                return ConnectAsync(connect);
            }

            Refuse(Fault("MQTT-3.1.0-1", $"The first packet is {packet.Type}, not CONNECT"));
            return ValueTask.CompletedTask;
        }

        switch (packet)
        {
            case PubackPacket puback:
                MarkDirty(session.Acknowledge(puback.PacketId));
                break;
            case PubrelPacket pubrel:
                // [MQTT-4.3.3-11]
                var known = session.Unreleased.Remove(pubrel.PacketId);
                Respond(0x70, pubrel.PacketId, known ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound);
                break;
            case PingreqPacket:
                Output.Write(PingrespPacket.Instance);
                MarkOwn();
                break;
            case SubscribePacket subscribe:
                core.Subscribe(this, session, subscribe);
                MarkOwn();
                break;
            case UnsubscribePacket unsubscribe:
                core.Unsubscribe(this, session, unsubscribe);
                MarkOwn();
                break;
            case DisconnectPacket disconnect:
                Disconnect(session, disconnect);
                break;
            case PubrecPacket or PubcompPacket:
                Refuse(Fault("4.3.3", $"{packet.Type} for a message that was not sent with QoS 2"));
                break;
            case AuthPacket:
                Refuse(Fault("MQTT-4.12.0-7", "AUTH without an authentication method in CONNECT"));
                break;
            default:
                Refuse(Fault("4.13.1", $"{packet.Type} comes only from a server"));
                break;
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask ConnectAsync(ConnectPacket connect)
    {
        Version = connect.Version;
        Output.Version = connect.Version;
        Output.PacketBytesMax = (int)Math.Min(connect.Properties.MaximumPacketSize ?? int.MaxValue, int.MaxValue);
        Output.Blocked = Block;
        var accepted = await core.ConnectAsync(this, connect);
        if (accepted is null)
        {
            MarkOwn();
            Close(null);
            return;
        }

        Session = accepted.Session;
        Subject = accepted.Subject;
        _keepAliveMs = accepted.KeepAliveSeconds * 1500L;
        _publication = new Publication(default, default, default, MqttQos.AtMostOnce, false, null, Session.ClientId);
        Output.Drained = () => Session?.Resume()?.Flush();
        Output.Write(accepted.Connack);

        // A client that could not be told that it is connected has no Will.
        _will = Volatile.Read(ref _closing) == 0 ? connect.Will : null;
        Session.Attach(Output, connect.Properties.ReceiveMaximum ?? ushort.MaxValue);
        MarkOwn();
        core.Connected(this);
    }

    private ValueTask Publish(byte firstByte, ReadOnlyMemory<byte> body)
    {
        if (!PublishFrame.TryParse(firstByte, body, Version, out var frame, out var fault) || (fault = CheckFrame(frame)) is not null)
        {
            Refuse(fault!);
            return ValueTask.CompletedTask;
        }

        var topic = frame.Topic;
        if (frame.TopicAlias != 0)
        {
            _aliases ??= new byte[_limits.TopicAliasMax + 1][];
            if (topic.IsEmpty && _aliases[frame.TopicAlias] is null)
            {
                Refuse(Fault("3.3.2.3.4", $"Topic alias {frame.TopicAlias} was never set"));
                return ValueTask.CompletedTask;
            }

            topic = topic.IsEmpty ? _aliases[frame.TopicAlias] : _aliases[frame.TopicAlias] = topic.ToArray();
        }

        _received++;
        if (frame.Qos == MqttQos.ExactlyOnce && !Session!.Unreleased.Add(frame.PacketId))
        {
            // [MQTT-4.3.3-10]: a repeat of what was already delivered.
            Respond(0x50, frame.PacketId, ReasonCode.Success);
            return ValueTask.CompletedTask;
        }

        var expiresAt = frame.MessageExpiryInterval is { } seconds ? core.Clock.Now + (seconds * 1000L) : (long?)null;
        var properties = Version == MqttProtocolVersion.V50 ? frame.GetForwardedProperties() : ReadOnlyMemory<byte>.Empty;
        _publication!.Set(topic, frame.Payload, properties, frame.Qos, frame.Retain, expiresAt);
        var publishing = core.Router.PublishAsync(_publication, Subject, Session, _routes, _dirty, _stop.Token);
        if (publishing.IsCompletedSuccessfully)
        {
            Published(frame.Qos, frame.PacketId, publishing.Result);
            return ValueTask.CompletedTask;
        }

        return AwaitPublishedAsync(publishing, frame.Qos, frame.PacketId);
    }

    private async ValueTask AwaitPublishedAsync(ValueTask<ReasonCode> publishing, MqttQos qos, ushort packetId) =>
        Published(qos, packetId, await publishing);

    private void Published(MqttQos qos, ushort packetId, ReasonCode outcome)
    {
        if (qos == MqttQos.AtLeastOnce)
        {
            Respond(0x40, packetId, outcome);
        }
        else if (qos == MqttQos.ExactlyOnce)
        {
            if (outcome >= ReasonCode.UnspecifiedError)
            {
                Session!.Unreleased.Remove(packetId);
            }

            Respond(0x50, packetId, outcome);
        }
    }

    private ProtocolFault? CheckFrame(in PublishFrame frame)
    {
        if (frame.HasSubscriptionIdentifier)
        {
            return Fault("MQTT-3.3.4-6", "A client sent a subscription identifier in PUBLISH");
        }

        if (frame.TopicAlias > _limits.TopicAliasMax)
        {
            return new ProtocolFault(ReasonCode.TopicAliasInvalid, "MQTT-3.3.2-9", $"Topic alias {frame.TopicAlias} is above {_limits.TopicAliasMax}");
        }

        if (TopicName.CountLevels(frame.Topic.Span) > _limits.TopicLevelsMax)
        {
            return new ProtocolFault(ReasonCode.TopicNameInvalid, "4.7", $"The topic has more than {_limits.TopicLevelsMax} levels");
        }

        return frame.Qos == MqttQos.ExactlyOnce && Session!.Unreleased.Count >= _limits.ReceiveMaximum && !Session.Unreleased.Contains(frame.PacketId)
            ? new ProtocolFault(ReasonCode.ReceiveMaximumExceeded, "MQTT-3.3.4-7", $"More than {_limits.ReceiveMaximum} messages without PUBREL")
            : null;
    }

    private void Disconnect(Session session, DisconnectPacket packet)
    {
        if (packet.Properties.SessionExpiryInterval is { } expiry)
        {
            if (session.LifeMs == 0 && expiry > 0)
            {
                Refuse(Fault("3.14.2.2.2", "DISCONNECT sets a session expiry that CONNECT left at 0"));
                return;
            }

            session.LifeMs = core.LifeOf(expiry);
        }

        if (packet.ReasonCode == ReasonCode.Success)
        {
            // [MQTT-3.14.4-3]
            _will = null;
        }

        Close(null);
    }

    /// <summary>Answers a CONNECT that cannot be read, where its version can [MQTT-3.1.4-1]; 3.1.1 has a code only for an unknown version.</summary>
    private void RefuseConnect(ReadOnlySpan<byte> body, ReasonCode reason)
    {
        var isV5 = body.StartsWith("\0\u0004MQTT\u0005"u8);
        if (isV5 || reason == ReasonCode.UnsupportedProtocolVersion)
        {
            Output.Version = isV5 ? MqttProtocolVersion.V50 : MqttProtocolVersion.V311;
            Output.Write(new ConnackPacket { ReasonCode = reason });
            MarkOwn();
        }
    }

    /// <summary>The way out is blocked: what is already written may never go.</summary>
    private void Block(string reason)
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0)
        {
            return;
        }

        core.LogBlocked(Name, reason);
        _stop.Cancel();
        transport.Input.CancelPendingRead();
        if (Output.IsStalled(core.Clock.Now, TimeSpan.Zero))
        {
            abort?.Invoke();
        }
    }

    /// <summary>Closes this connection, and only this, for a fault of its peer.</summary>
    private void Refuse(ProtocolFault fault)
    {
        core.Counters.Fault(fault.ReasonCode);
        core.LogFault(Name, fault.Statement, fault.Message);
        Close(fault.ReasonCode);
    }

    private static ProtocolFault Fault(string statement, string message) => new(ReasonCode.ProtocolError, statement, message);

    private void Respond(int firstByte, ushort packetId, ReasonCode reason)
    {
        Output.WriteResponse(firstByte, packetId, reason);
        MarkOwn();
    }

    private void MarkOwn() => MarkDirty(Output);

    private void MarkDirty(ConnectionOutput? output)
    {
        if (output is not null && output.MarkDirty())
        {
            _dirty.Add(output);
        }
    }

    private async Task EndAsync()
    {
        Interlocked.Exchange(ref _closing, 1);
        core.Counters.AddReceived(_received);
        try
        {
            Router.Flush(_dirty);
            await Output.CloseAsync();
            await transport.Input.CompleteAsync();
        }
        finally
        {
            await ReleaseAsync(wait: true);
            _ended.TrySetResult();
        }
    }
}
