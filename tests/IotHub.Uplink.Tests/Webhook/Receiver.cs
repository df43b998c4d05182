using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Uplink.Tests.Webhook;

/// <summary>A request as it arrived.</summary>
internal sealed record Received(string Method, string Type, string? Timestamp, string? Signature, byte[] Body)
{
    public IEnumerable<string> Ids => Events.IdsOf(Body);
}

/// <summary>A server of the loopback address that answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly Channel<Received> _requests = Channel.CreateBounded<Received>(1000);
    private WebApplication _app = null!;

    /// <summary>What to answer: status and headers.</summary>
    public Func<Received, HttpResponse, int> Answer { get; set; } = (_, _) => 204;

    /// <summary>Holds answers back until it completes.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public int Port { get; private set; }

    public string Url => $"http://127.0.0.1:{Port}/events";

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        receiver._app = builder.Build();
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        receiver.Port = new Uri(receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return receiver;
    }

    /// <summary>All that came so far.</summary>
    public List<Received> Taken()
    {
        var all = new List<Received>();
        while (_requests.Reader.TryRead(out var request))
        {
            all.Add(request);
        }

        return all;
    }

    /// <summary>The next that comes.</summary>
    public async Task<Received> NextAsync() => await _requests.Reader.ReadAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var received = new Received(
            context.Request.Method,
            context.Request.ContentType ?? "",
            context.Request.Headers["Mihub-Timestamp"],
            context.Request.Headers["Mihub-Signature"],
            body.ToArray());
        await _requests.Writer.WriteAsync(received);
        await Hold.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = Answer(received, context.Response);
    }
}
