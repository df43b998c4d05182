using System.Net;
using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Broker.Sessions;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Connections;

/// <summary>
/// One client's connection as the protocol sees it: takes bytes, handles each packet before the next, and writes answers. It reads and
/// waits for nothing by itself; who reads from the transport drives it.
/// </summary>
internal sealed class ClientConnection : IDisposable
{
    private readonly BrokerCore _core;
    private readonly BrokerLimits _limits;
    private readonly Handshake _handshake;
    private readonly InboundPublishes _publishes;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClosingSignal _closing = new();
    private readonly long _openedAt;
    private WillMessage? _will;
    private long _lastReceived;
    private long _keepAliveMs;

    /// <summary>When the first byte of a packet came that is not whole yet.</summary>
    private long _packetBegan = long.MaxValue;
    private long _endedAt = long.MaxValue;
    private int _isReleased;

    public ClientConnection(OutputTransport transport, EndPoint? remote, BrokerCore core)
    {
        _core = core;
        _limits = core.Limits;
        Remote = remote;
        _openedAt = _lastReceived = core.Clock.Now;
        Output = new ConnectionOutput(transport, core.Limits, core.Clock, core.Counters) { Blocked = Block };
        transport.Output = Output;
        _handshake = new Handshake(this, core);
        _publishes = new InboundPublishes(this, core);
    }

    public ConnectionOutput Output { get; }

    /// <summary>Null until CONNECT was accepted.</summary>
    public Session? Session { get; private set; }

    public AccessSubject Subject { get; private set; } = new("", null, false);

    public MqttProtocolVersion Version { get; set; }

    /// <summary>Whether it is another broker, which must not get its own messages back and needs their retain flag.</summary>
    public bool IsBridge { get; set; }

    /// <summary>Called when no more is to be read; from any thread.</summary>
    public Action? Closing { get; set; }

    /// <summary>Completes when the session is free.</summary>
    public Task Released => _released.Task;

    public bool IsClosing => _closing.HasBegun;

    public EndPoint? Remote { get; }

    public string Name => Session?.ClientId ?? Remote?.ToString() ?? "unknown";

    /// <summary>Ends what is waited for on behalf of this connection.</summary>
    public CancellationToken Stopping => _closing.Token;

    /// <summary>Largest packet taken now.</summary>
    public int PacketBytesMax => Session is null ? Math.Min(_limits.PacketBytesBeforeConnectMax, _limits.PacketBytesMax) : _limits.PacketBytesMax;

    /// <summary>Outputs that were written to while bytes were taken; flushed by who drives.</summary>
    public List<ConnectionOutput> Dirty { get; private set; } = [];

    /// <summary>Handles the whole packets at the start of some bytes.</summary>
    /// <param name="bytes">What has come and was not taken before.</param>
    /// <param name="dirty">Gets the outputs that must be flushed afterwards.</param>
    /// <param name="pending">When it has not completed, nothing more may be handed over until it has.</param>
    /// <returns>Bytes taken; what is left is the start of a packet, or comes after the one that is pending or at fault.</returns>
    public int Receive(ReadOnlySpan<byte> bytes, List<ConnectionOutput> dirty, out ValueTask pending)
    {
        pending = ValueTask.CompletedTask;
        Dirty = dirty;
        Volatile.Write(ref _lastReceived, _core.Clock.Now);
        var taken = 0;
        while (!IsClosing && taken < bytes.Length)
        {
            var rest = bytes[taken..];
            var status = MqttDecoder.TryReadHeader(rest, PacketBytesMax, out var header, out var fault);
            if (status == DecodeStatus.Fault)
            {
                Refuse(fault!);
                break;
            }

            if (status == DecodeStatus.Packet && Session is null && _handshake.Examine(header) is { } misplaced)
            {
                Refuse(misplaced);
                break;
            }

            if (status == DecodeStatus.NeedMore || rest.Length < header.PacketLength)
            {
                break;
            }

            taken += header.PacketLength;
            pending = Handle(header, rest[..header.PacketLength]);
            if (!pending.IsCompletedSuccessfully)
            {
                break;
            }
        }

        _publishes.Report();
        if (taken > 0 || taken == bytes.Length)
        {
            _packetBegan = taken < bytes.Length && pending.IsCompletedSuccessfully ? _lastReceived : long.MaxValue;
        }
        else if (_packetBegan == long.MaxValue)
        {
            _packetBegan = _lastReceived;
        }

        return taken;
    }

    /// <summary>Asks the connection to end, from any thread.</summary>
    /// <param name="reason">Told to a 5.0 client in DISCONNECT; null tells nothing.</param>
    public void Close(ReasonCode? reason)
    {
        if (!_closing.TryBegin())
        {
            return;
        }

        if (reason is { } told && Session is not null && Version == MqttProtocolVersion.V50)
        {
            Output.Write(new DisconnectPacket { ReasonCode = told });
            Output.Flush();
        }

        _closing.Send();
        Closing?.Invoke();
    }

    /// <summary>Closes this connection, and only this, for a fault of its peer.</summary>
    public void Refuse(ProtocolFault fault)
    {
        _core.Counters.Fault(fault.ReasonCode);
        _core.LogFault(Name, fault.Statement, fault.Message);
        Close(fault.ReasonCode);
    }

    /// <summary>Looks at the clock: CONNECT in time, keep alive [MQTT-3.1.2-22], a peer that takes nothing.</summary>
    public void Check(long now)
    {
        if (now - Volatile.Read(ref _endedAt) >= _limits.LingerTimeout.TotalMilliseconds)
        {
            // What was written last has had its time to go.
            Output.Abort();
        }
        else if (Output.IsStalled(now, _limits.StalledTimeout))
        {
            _core.LogStalled(Name);
            Close(null);
            Output.Abort();
        }
        else if (Session is null && now - _openedAt >= _limits.ConnectTimeout.TotalMilliseconds)
        {
            Close(null);
        }
        else if (Session is not null && now - Math.Min(now, Volatile.Read(ref _packetBegan)) >= _limits.PacketTimeout.TotalMilliseconds && !IsClosing)
        {
            _core.LogSlowPacket(Name);
            Close(ReasonCode.KeepAliveTimeout);
        }
        else if (Session is not null && _keepAliveMs > 0 && now - Volatile.Read(ref _lastReceived) >= _keepAliveMs && !IsClosing)
        {
            _core.LogKeepAlive(Name);
            Close(ReasonCode.KeepAliveTimeout);
        }
    }

    /// <summary>CONNECT was accepted: answers it and gives the client what its session holds.</summary>
    public void Begin(Accepted accepted, ConnectPacket connect)
    {
        Session = accepted.Session;
        Subject = accepted.Subject;
        _keepAliveMs = accepted.KeepAliveSeconds * 1500L;
        Output.Drained = () => Session?.Resume()?.Flush();
        Output.UseAliases(Math.Min(connect.Properties.TopicAliasMaximum ?? 0, _limits.TopicAliasMax));
        Output.Write(accepted.Connack);

        // A client that could not be told that it is connected has no Will.
        _will = IsClosing ? null : connect.Will;
        Session.Attach(Output, connect.Properties.ReceiveMaximum ?? ushort.MaxValue);
        Output.Flush();
        _core.Connected(this);
    }

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
        if (will is not null && !_core.Sessions.IsDelayed(session, will))
        {
            var publishing = _core.PublishWillAsync(new DueWill(will, Subject)).AsTask();
            will = null;
            if (wait)
            {
                await publishing;
            }
        }

        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            _core.Disconnected(this);
            _core.Sessions.Close(session, this, will);
        }
    }

    /// <summary>Nothing more comes in: frees the session, and waits until what was written has gone.</summary>
    public async Task EndAsync()
    {
        _closing.TryBegin();
        Volatile.Write(ref _endedAt, _core.Clock.Now);
        try
        {
            Output.Close();
            await ReleaseAsync(wait: true);
        }
        finally
        {
            _released.TrySetResult();
        }

        await Output.Finished;
    }

    public void Dispose() => _closing.Dispose();

    /// <summary>Notes that an output must be flushed.</summary>
    public void MarkDirty(ConnectionOutput? output)
    {
        if (output is not null)
        {
            Dirty.Add(output);
        }
    }

    /// <summary>Notes that the own output must be flushed, where it is the first to know.</summary>
    public void MarkOwn(bool isFirst) => MarkDirty(isFirst ? Output : null);

    private ValueTask Handle(in FixedHeader header, ReadOnlySpan<byte> packet)
    {
        if (Session is not { } session)
        {
            return _handshake.Receive(header, packet);
        }

        var body = packet[header.HeaderLength..];
        switch (header.Type)
        {
            case MqttPacketType.Publish:
                return _publishes.Receive(header, packet);
            case MqttPacketType.Puback or MqttPacketType.Pubrec or MqttPacketType.Pubrel or MqttPacketType.Pubcomp when header.RemainingLength == 2 && (body[0] | body[1]) != 0:
                // What comes with each message is read without making a packet.
                return Respond(session, header.Type, (ushort)((body[0] << 8) | body[1]), ReasonCode.Success);
            case MqttPacketType.Connect:
                // Whatever is in it.
                Refuse(Fault("MQTT-3.1.0-2", "A second CONNECT"));
                return ValueTask.CompletedTask;
            default:
                break;
        }

        if (!MqttDecoder.TryDecodeControl(header.FirstByte, body, Version, _core.DecodeLimits, out var decoded, out var fault))
        {
            Refuse(fault!);
            return ValueTask.CompletedTask;
        }

        return Handle(session, decoded!);
    }

    private ValueTask Handle(Session session, MqttPacket packet)
    {
        switch (packet)
        {
            case PublishResponsePacket response:
                return Respond(session, response.Type, response.PacketId, response.ReasonCode);
            case PingreqPacket:
                MarkOwn(Output.WriteControl([0xD0, 0]));
                break;
            case SubscribePacket subscribe:
                _core.Subscriber.Subscribe(this, session, subscribe);
                break;
            case UnsubscribePacket unsubscribe:
                _core.Subscriber.Unsubscribe(this, session, unsubscribe);
                break;
            case DisconnectPacket disconnect:
                Disconnect(session, disconnect);
                break;
            case AuthPacket auth:
                _handshake.Renew(auth);
                break;
            default:
                Refuse(Fault("4.13.1", $"{packet.Type} comes only from a server"));
                break;
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask Respond(Session session, MqttPacketType type, ushort packetId, ReasonCode reason)
    {
        if (type == MqttPacketType.Pubrel)
        {
            return _publishes.Release(packetId);
        }

        var isAccepted = reason < ReasonCode.UnspecifiedError;
        if (!session.TryAcknowledge(packetId, type, isAccepted, out var output))
        {
            Refuse(Fault("4.3", $"{type} for a message that waits for another answer"));
        }
        else if (type == MqttPacketType.Pubrec && isAccepted)
        {
            // Also for an id that is not known: that says only that a PUBCOMP was lost.
            MarkOwn(Output.WriteResponse(0x62, packetId, ReasonCode.Success));
        }

        MarkDirty(output);
        return ValueTask.CompletedTask;
    }

    private void Disconnect(Session session, DisconnectPacket packet)
    {
        if (packet.Properties.ServerReference is not null)
        {
            Refuse(Fault("3.14.2.2.5", "A client sent a server reference"));
            return;
        }

        if (packet.Properties.SessionExpiryInterval is { } expiry)
        {
            if (session.LifeMs == 0 && expiry > 0)
            {
                Refuse(Fault("3.14.2.2.2", "DISCONNECT sets a session expiry that CONNECT left at 0"));
                return;
            }

            session.LifeMs = _core.LifeOf(expiry);
        }

        if (packet.ReasonCode == ReasonCode.Success)
        {
            // [MQTT-3.14.4-3]
            _will = null;
        }

        Close(null);
    }

    /// <summary>The way out is blocked: what is already written may never go.</summary>
    private void Block(string reason)
    {
        if (!_closing.TryBegin())
        {
            return;
        }

        _core.LogBlocked(Name, reason);
        _closing.Send();
        Closing?.Invoke();
        if (Output.IsStalled(_core.Clock.Now, TimeSpan.Zero))
        {
            Output.Abort();
        }
    }

    private static ProtocolFault Fault(string statement, string message) => new(ReasonCode.ProtocolError, statement, message);
}
