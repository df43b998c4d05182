using System.ComponentModel;
using System.Net.Security;
using System.Security.Authentication;
using IotHub.Broker.Admission;
using Microsoft.AspNetCore.Connections;

namespace IotHub.Broker.Listeners;

/// <summary>The step of a listener that puts TLS between the bytes of a connection and whoever reads them next.</summary>
internal static class TlsConnection
{
    public static async Task RunAsync(ConnectionContext connection, ConnectionDelegate next, MqttTls tls, MqttBroker broker)
    {
        var plain = connection.Transport;
        await using var bytes = new PipeStream(plain);
        await using var stream = new SslStream(bytes);
        if (await TryHandshakeAsync(connection, bytes, stream, tls, broker) is { } refusal)
        {
            broker.Listening.Refuse(refusal);
            if (refusal == RefusalReason.TlsHandshakeTimeout)
            {
                connection.Abort();
            }

            // Otherwise it ends in good order, so that the peer sees the alert that says why.
            return;
        }

        using var transport = PumpedTransport.Start(new StreamChannel(stream));
        connection.Transport = transport;
        try
        {
            await next(connection);
        }
        finally
        {
            await transport.EndAsync(broker.Limits.LingerTimeout, broker.Time);
            connection.Transport = plain;
        }
    }

    /// <summary>Null when it succeeded.</summary>
    private static async Task<RefusalReason?> TryHandshakeAsync(ConnectionContext connection, PipeStream bytes, SslStream stream, MqttTls tls, MqttBroker broker)
    {
        using var patience = new CancellationTokenSource(broker.Limits.TlsHandshakeTimeout, broker.Time);
        var turn = new HandshakeTurn(broker.Listening.Handshakes);
        try
        {
            // Nothing is made for a peer that says nothing.
            var first = await connection.Transport.Input.ReadAsync(patience.Token);
            connection.Transport.Input.AdvanceTo(first.Buffer.Start);
            await turn.TakeAsync(patience.Token);
            bytes.Turn = turn;
            await stream.AuthenticateAsServerAsync(tls.Options, patience.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return RefusalReason.TlsHandshakeTimeout;
        }
        catch (Exception error) when (error is AuthenticationException or IOException or InvalidOperationException or Win32Exception or ConnectionAbortedException)
        {
            return RefusalReason.TlsHandshake;
        }
        finally
        {
            bytes.Turn = null;
            turn.Give();
        }
    }
}
