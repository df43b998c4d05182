using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Testing;

/// <summary>A server of the loopback address that answers as the test says.</summary>
public sealed class HttpReceiver : IAsyncDisposable
{
    private readonly Channel<ReceivedRequest> _requests = Channel.CreateBounded<ReceivedRequest>(1000);
    private WebApplication _app = null!;

    /// <summary>What to answer: status and headers.</summary>
    public Func<ReceivedRequest, HttpResponse, int> Answer { get; set; } = (_, _) => 204;

    /// <summary>Takes each request instead of the queue that <see cref="NextAsync"/> reads, before it is answered; null for the queue.</summary>
    public Action<ReceivedRequest>? Take { get; set; }

    /// <summary>Holds answers back until it completes.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>Its port, which the system chose.</summary>
    public int Port { get; private set; }

    /// <summary>Where to send to.</summary>
    public string Address => $"http://127.0.0.1:{Port}/events";

    /// <summary>Starts one.</summary>
    public static async Task<HttpReceiver> StartAsync()
    {
        var receiver = new HttpReceiver();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        receiver._app = builder.Build();
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        receiver.Port = new Uri(receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return receiver;
    }

    /// <summary>All that came so far.</summary>
    public IReadOnlyList<ReceivedRequest> Taken()
    {
        var all = new List<ReceivedRequest>();
        while (_requests.Reader.TryRead(out var request))
        {
            all.Add(request);
        }

        return all;
    }

    /// <summary>The next that comes.</summary>
    public async Task<ReceivedRequest> NextAsync() => await _requests.Reader.ReadAsync(CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var received = new ReceivedRequest(
            context.Request.Method,
            context.Request.ContentType ?? "",
            context.Request.Headers["Mihub-Timestamp"],
            context.Request.Headers["Mihub-Signature"],
            body.ToArray())
        {
            Path = context.Request.Path,
            Authorization = context.Request.Headers.Authorization,
        };
        if (Take is { } take)
        {
            take(received);
        }
        else
        {
            await _requests.Writer.WriteAsync(received);
        }

        await Hold.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = Answer(received, context.Response);
    }
}
