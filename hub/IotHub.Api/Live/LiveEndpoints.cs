using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using IotHub.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Live;

/// <summary>The two ways to follow the home: a socket for the app, server-sent events for scripts and other programs. Both read the same log.</summary>
internal static class LiveEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Map, not MapGet: over HTTP/2 a socket is opened by CONNECT.
        api.Map("/ws", (HttpContext context, LiveFeed feed, Commander commander, LiveCounters counters, IOptions<ApiOptions> options, TimeProvider time, IHostApplicationLifetime lifetime) =>
            ServeSocketAsync(context, feed, commander, counters, options.Value, time, lifetime)).ExcludeFromDescription();
        api.MapGet("/events", (HttpContext context, LiveFeed feed, IHostApplicationLifetime lifetime) => ServeEvents(context, feed, lifetime))
            .WithName("followEvents").WithTags("live").WithSummary("The log of changes as server-sent events")
            .WithDescription("Begins with a snap event, or after the Last-Event-ID given. Messages as in hub.v1: snap, delta, event.")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .Produces<ProblemBody>(StatusCodes.Status503ServiceUnavailable, Problem.ContentType);
    }

    private static async Task ServeSocketAsync(
        HttpContext context, LiveFeed feed, Commander commander, LiveCounters counters, ApiOptions options, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(LiveSession.Protocol))
        {
            context.Response.Headers.Upgrade = "websocket";
            await Problem.Of(
                StatusCodes.Status426UpgradeRequired, "live.upgrade", "A WebSocket was expected", $"Open a WebSocket with the subprotocol {LiveSession.Protocol}.").ExecuteAsync(context);
            return;
        }

        if (feed.Epoch.Length == 0 || !feed.TryAdmit(out var client))
        {
            await Busy().ExecuteAsync(context);
            return;
        }

        try
        {
            // Compression costs memory for each client, and the messages are small.
            using var socket = await context.WebSockets.AcceptWebSocketAsync(
                new WebSocketAcceptContext { SubProtocol = LiveSession.Protocol, DangerousEnableCompression = false });
            await new LiveSession(socket, client, feed, commander, counters, options, time).RunAsync(lifetime.ApplicationStopping);
        }
        finally
        {
            feed.Leave(client);
        }
    }

    private static IResult ServeEvents(HttpContext context, LiveFeed feed, IHostApplicationLifetime lifetime)
    {
        if (feed.Epoch.Length == 0 || !feed.TryAdmit(out var client))
        {
            return Busy();
        }

        string? epoch = null;
        var since = -1L;
        if (context.Request.Headers["Last-Event-ID"].ToString().Split(':') is [var givenEpoch, var position] && long.TryParse(position, out var given))
        {
            (epoch, since) = (givenEpoch, given);
        }

        return TypedResults.ServerSentEvents(FollowAsync(feed, client, epoch, since, lifetime.ApplicationStopping, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> FollowAsync(
        LiveFeed feed, LiveClient client, string? epoch, long since, CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        // A stopping hub ends the stream in good order; only a client that left breaks it off.
        await using var onStop = stopping.Register(client.Complete);
        try
        {
            feed.Follow(client, epoch, since);
            await foreach (var frame in client.ReadAsync(aborted))
            {
                yield return new SseItem<string>(Encoding.UTF8.GetString(frame.Json), frame.Type) { EventId = $"{frame.Epoch}:{frame.Seq}" };
            }
        }
        finally
        {
            feed.Leave(client);
        }
    }

    private static IResult Busy() => Problem.Of(
        StatusCodes.Status503ServiceUnavailable, "live.full", "No more clients can follow now", "The hub is starting, or as many clients follow as may. Try again later.");
}
