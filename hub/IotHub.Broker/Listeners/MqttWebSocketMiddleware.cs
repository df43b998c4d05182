using System.Net;
using IotHub.Broker.Admission;
using Microsoft.AspNetCore.Http;

namespace IotHub.Broker.Listeners;

/// <summary>Opens WebSockets for MQTT and hands them to the broker.</summary>
internal sealed class MqttWebSocketMiddleware(RequestDelegate next, MqttBroker broker, MqttWebSocketOptions options)
{
    /// <summary>The subprotocol [MQTT-6.0.0-3].</summary>
    private const string Protocol = "mqtt";

    private readonly WebSocketOrigin _origin = new(options);

    public async Task InvokeAsync(HttpContext context)
    {
        var mqttOnly = context.Features.Get<MqttOnlyConnection>();
        if (context.Request.Path != options.Path || (mqttOnly is null && !options.ServesSharedPorts))
        {
            if (mqttOnly is null)
            {
                await next(context);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }

            return;
        }

        if (Judge(context) is { } status)
        {
            broker.Listening.Refuse(RefusalReason.WebSocketUpgrade);
            context.Response.StatusCode = status;
            return;
        }

        // On a port of its own the connection was let in before its first byte.
        using var admitted = context.Features.Get<AdmittedConnection>() is null ? broker.Listening.TryEnter(RemoteOf(context)) : null;
        if (admitted is null && context.Features.Get<AdmittedConnection>() is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await ServeAsync(context, mqttOnly);
    }

    private static IPEndPoint? RemoteOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, context.Connection.RemotePort) : null;

    /// <summary>The status that refuses a request; null for one that may open a WebSocket.</summary>
    private int? Judge(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return StatusCodes.Status426UpgradeRequired;
        }

        return !_origin.IsAllowed(context.Request) ? StatusCodes.Status403Forbidden
            : !context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) ? StatusCodes.Status400BadRequest
            : null;
    }

    private async Task ServeAsync(HttpContext context, MqttOnlyConnection? mqttOnly)
    {
        // Compression costs memory for each client and tells lengths of what is secret.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = Protocol, DangerousEnableCompression = false, KeepAliveInterval = TimeSpan.Zero });
        mqttOnly?.Opened();
        using var transport = PumpedTransport.Start(new WebSocketChannel(socket));
        try
        {
            await broker.ServeAsync(transport, RemoteOf(context), context.Abort, CancellationToken.None);
        }
        finally
        {
            await transport.EndAsync(broker.Limits.LingerTimeout, broker.Time);
        }
    }
}
