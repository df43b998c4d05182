using System.Text;
using IotHub.Mqtt.Client.Sessions;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>From CONNECT to CONNACK, with enhanced authentication between them where it is asked for (section 4.12).</summary>
internal sealed class Handshake(MqttLink link, MqttClientOptions options, ClientSession session, TimeProvider time)
{
    private readonly ScramDialogue? _dialogue = options.Scram is { } login ? new ScramDialogue(login) : null;

    /// <summary>Opens the stream to the server.</summary>
    /// <exception cref="MqttConnectionException">The server cannot be reached, or not in time.</exception>
    public static async ValueTask<MqttLink> OpenAsync(IMqttConnector connector, MqttClientOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ResponseTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await connector.ConnectAsync(options, either.Token);
        }
        catch (IOException exception)
        {
            throw new MqttConnectionException($"{options.Host}:{options.Port} cannot be reached: {exception.Message}", null, exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MqttConnectionException($"{options.Host}:{options.Port} did not answer within {options.ResponseTimeout.TotalSeconds} s.");
        }
    }

    /// <summary>Says hello and waits for the server's yes.</summary>
    /// <exception cref="MqttConnectionException">The server said no, or nothing in time, or something else.</exception>
    public async Task<ConnackPacket> RunAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ResponseTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await SendAsync(Connect(), either.Token);
            return await AnswerAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MqttConnectionException($"The server did not answer CONNECT within {options.ResponseTimeout.TotalSeconds} s.");
        }
        catch (IOException exception)
        {
            throw new MqttConnectionException(exception.Message, null, exception);
        }
        catch (MqttConnectionException exception) when (exception.IsServerAtFault && options.Version == MqttProtocolVersion.V50)
        {
            await TellAsync(exception.ReasonCode!.Value);
            throw;
        }
    }

    private async Task<ConnackPacket> AnswerAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await MqttWire.ReadAsync(link.Input, options, cancellationToken))
            {
                case ConnackPacket { ReasonCode: ReasonCode.Success } connack:
                    _dialogue?.Complete(connack.Properties);
                    session.Accepted(connack);
                    return connack;
                case ConnackPacket refused:
                    throw new MqttConnectionException($"The server refused the connection: {refused.ReasonCode}.", refused.ReasonCode, refused.Properties);
                case AuthPacket auth when _dialogue is not null:
                    await SendAsync(_dialogue.Continue(auth), cancellationToken);
                    break;
                case DisconnectPacket disconnect when options.Version == MqttProtocolVersion.V50:
                    throw new MqttConnectionException($"The server refused the connection: {disconnect.ReasonCode}.", disconnect.ReasonCode, disconnect.Properties);
                case null:
                    throw new MqttConnectionException("The server closed the connection without an answer to CONNECT.");
                case { } other:
                    throw MqttConnectionException.Broken(ReasonCode.ProtocolError, "MQTT-3.2.0-1", $"It answered CONNECT with {other.Type}");
            }
        }
    }

    private ConnectPacket Connect() => new()
    {
        Version = options.Version,
        ClientId = session.ClientId,
        CleanStart = session.IsCleanStart,
        KeepAlive = (ushort)options.KeepAlive.TotalSeconds,
        Will = options.Will,
        UserName = options.UserName,
        Password = options.Password is { } password ? Encoding.UTF8.GetBytes(password) : (ReadOnlyMemory<byte>?)null,
        Properties = options.Version == MqttProtocolVersion.V50 ? Properties() : MqttProperties.Empty,
    };

    private MqttProperties Properties()
    {
        var properties = new MqttProperties
        {
            ReceiveMaximum = (ushort)options.ReceivedMax,
            MaximumPacketSize = (uint)options.PacketBytesMax,
            TopicAliasMaximum = options.ReceivedTopicAliasMax == 0 ? null : (ushort)options.ReceivedTopicAliasMax,
            SessionExpiryInterval = options.SessionExpiry is { } expiry ? (uint)Math.Clamp(expiry.TotalSeconds, 0, uint.MaxValue) : null,
            RequestResponseInformation = options.RequestResponseInformation ? true : null,
            UserProperties = options.UserProperties,
        };
        if (_dialogue is null)
        {
            return properties;
        }

        var (method, data) = _dialogue.Start();
        return properties with { AuthenticationMethod = method, AuthenticationData = data };
    }

    private async ValueTask SendAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        MqttEncoder.Write(link.Output, packet, options.Version);
        await link.Output.FlushAsync(cancellationToken);
    }

    private async ValueTask TellAsync(ReasonCode reason)
    {
        try
        {
            using var timeout = new CancellationTokenSource(MqttConnection.FarewellTimeout, time);
            await SendAsync(new DisconnectPacket { ReasonCode = reason }, timeout.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ArgumentException)
        {
            // The connection is given up in any case; CONNACK-only reasons cannot be told by DISCONNECT.
        }
    }
}
