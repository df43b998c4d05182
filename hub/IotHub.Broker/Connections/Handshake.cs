using IotHub.Broker.Access;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Connections;

/// <summary>CONNECT and, where the client asks for it, the exchange of AUTH packets before CONNACK and later (sections 3.1, 4.12).</summary>
internal sealed class Handshake(ClientConnection connection, BrokerCore core)
{
    private ConnectPacket? _connect;
    private string? _method;
    private string? _userName;
    private IAuthenticationExchange? _exchange;

    /// <summary>Takes a packet that comes before CONNECT was accepted.</summary>
    public ValueTask Receive(in FixedHeader header, ReadOnlySpan<byte> packet)
    {
        // Nothing is decoded that may not come now.
        if (header.Type != MqttPacketType.Connect && _connect is null)
        {
            connection.Refuse(Fault("MQTT-3.1.0-1", $"The first packet is {header.Type}, not CONNECT"));
            return ValueTask.CompletedTask;
        }

        var body = packet[header.HeaderLength..];
        if (header.Type == MqttPacketType.Publish)
        {
            connection.Refuse(Fault("MQTT-3.1.2-30", "PUBLISH while the authentication goes on"));
            return ValueTask.CompletedTask;
        }

        if (!MqttDecoder.TryDecodeControl(header.FirstByte, body, connection.Version, core.DecodeLimits, out var decoded, out var fault))
        {
            AnswerUnreadable(body, fault!.ReasonCode);
            connection.Refuse(fault);
            return ValueTask.CompletedTask;
        }

        switch (decoded)
        {
            case ConnectPacket connect when _connect is null:
                return ConnectAsync(connect);
            case AuthPacket { ReasonCode: ReasonCode.ContinueAuthentication } auth when auth.Properties.AuthenticationMethod == _method:
                return ContinueAsync(auth.Properties.AuthenticationData);
            case DisconnectPacket:
                connection.Close(null);
                return ValueTask.CompletedTask;
            default:
                connection.Refuse(Fault("MQTT-3.1.2-30", $"{decoded!.Type} while the authentication goes on"));
                return ValueTask.CompletedTask;
        }
    }

    /// <summary>AUTH of a connected client: begins to authenticate again, or goes on with it (4.12.1).</summary>
    public void Renew(AuthPacket auth)
    {
        // [MQTT-4.12.0-7]: not without a method in CONNECT. [MQTT-4.12.1-1]: the same method.
        if (_method is null || auth.Properties.AuthenticationMethod != _method)
        {
            connection.Refuse(Fault(_method is null ? "MQTT-4.12.0-7" : "MQTT-4.12.1-1", "AUTH with another authentication method than CONNECT"));
            return;
        }

        var begins = auth.ReasonCode == ReasonCode.ReAuthenticate;
        if (begins == _exchange is not null || (!begins && auth.ReasonCode != ReasonCode.ContinueAuthentication))
        {
            connection.Refuse(Fault("4.12.1", $"AUTH with reason {auth.ReasonCode} is out of place"));
            return;
        }

        _exchange ??= core.MethodOf(_method)!.Begin();
        var step = _exchange.Receive(auth.Properties.AuthenticationData is { } data ? data.Span : default);
        if (step.Status == AuthenticationStatus.Continue)
        {
            Send(ReasonCode.ContinueAuthentication, step.Data);
        }
        else if (step.Status == AuthenticationStatus.Complete && step.UserName == _userName)
        {
            _exchange = null;
            Send(ReasonCode.Success, step.Data);
        }
        else
        {
            // [MQTT-4.12.1-2]; whoever it is now, it is not the user who connected.
            core.LogAuthentication(connection.Name, step.Reason ?? "another user");
            connection.Close(ReasonCode.NotAuthorized);
        }
    }

    private async ValueTask ConnectAsync(ConnectPacket connect)
    {
        _connect = connect;
        connection.Version = connect.Version;
        connection.IsBridge = connect.IsBridge;
        connection.Output.Version = connect.Version;
        connection.Output.PacketBytesMax = (int)Math.Min(connect.Properties.MaximumPacketSize ?? int.MaxValue, int.MaxValue);
        var refusal = core.Judge(connect);
        if (refusal != ReasonCode.Success)
        {
            Refuse(refusal);
            return;
        }

        if (connect.Properties.AuthenticationMethod is not { } method)
        {
            await FinishAsync(connect, connect.UserName, default);
            return;
        }

        if (core.MethodOf(method) is not { } known)
        {
            // [MQTT-4.12.0-1]
            Refuse(ReasonCode.BadAuthenticationMethod);
            return;
        }

        _method = method;
        _exchange = known.Begin();
        await ContinueAsync(connect.Properties.AuthenticationData);
    }

    private async ValueTask ContinueAsync(ReadOnlyMemory<byte>? data)
    {
        var step = _exchange!.Receive(data is { } given ? given.Span : default);
        switch (step.Status)
        {
            case AuthenticationStatus.Continue:
                Send(ReasonCode.ContinueAuthentication, step.Data);
                break;
            case AuthenticationStatus.Complete:
                _exchange = null;
                _userName = step.UserName;
                await FinishAsync(_connect!, step.UserName, step.Data);
                break;
            default:
                // [MQTT-4.12.0-4]
                core.LogAuthentication(connection.Name, step.Reason ?? "no reason given");
                Refuse(ReasonCode.NotAuthorized);
                break;
        }
    }

    private async ValueTask FinishAsync(ConnectPacket connect, string? userName, ReadOnlyMemory<byte> data)
    {
        var (refusal, accepted) = await core.ConnectAsync(connection, connect, userName);
        if (accepted is null)
        {
            Refuse(refusal);
            return;
        }

        if (_method is not null)
        {
            var connack = accepted.Connack;
            connack = connack with { Properties = connack.Properties with { AuthenticationMethod = _method, AuthenticationData = data.IsEmpty ? null : data } };
            accepted = accepted with { Connack = connack };
        }

        connection.Begin(accepted, connect);
    }

    private void Refuse(ReasonCode reason)
    {
        connection.Output.Write(new ConnackPacket { ReasonCode = reason });
        connection.Output.Flush();
        connection.Close(null);
    }

    private void Send(ReasonCode reason, ReadOnlyMemory<byte> data)
    {
        connection.Output.Write(new AuthPacket
        {
            ReasonCode = reason,
            Properties = new MqttProperties { AuthenticationMethod = _method, AuthenticationData = data.IsEmpty ? null : data },
        });
        connection.Output.Flush();
    }

    /// <summary>
    /// Answers a CONNECT that cannot be read, where it can be understood [MQTT-3.1.4-1]: 3.1.1 has a code only for an unknown level, and a name
    /// that is not of MQTT gets no answer [MQTT-3.1.2-1].
    /// </summary>
    private void AnswerUnreadable(ReadOnlySpan<byte> body, ReasonCode reason)
    {
        var hasName = body.StartsWith("\0\u0004MQTT"u8) || body.StartsWith("\0\u0006MQIsdp"u8);
        var level = hasName && body.Length > body[1] + 2 ? body[body[1] + 2] : (byte)0;

        // Who is newer than 5.0 reads an answer in its form; who is older, the older one.
        var isV5 = hasName && level is >= 5 and < 0x80;
        if (_connect is null && (isV5 || (hasName && reason == ReasonCode.UnsupportedProtocolVersion)))
        {
            connection.Output.Version = isV5 ? MqttProtocolVersion.V50 : MqttProtocolVersion.V311;
            connection.Output.Write(new ConnackPacket { ReasonCode = reason });
            connection.Output.Flush();
        }
    }

    private static ProtocolFault Fault(string statement, string message) => new(ReasonCode.ProtocolError, statement, message);
}
