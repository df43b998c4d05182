using System.Net;
using System.Net.WebSockets;
using System.Text;
using IotHub.Mqtt.Client.Connectors;
using IotHub.Mqtt.Packets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Mqtt.Client.Tests.Connectors;

public class WebSocketConnectorTests
{
    [Trait("Statement311", "MQTT-6.0.0-3")]
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Statement", "MQTT-6.0.0-2")]
    [Trait("Statement", "MQTT-6.0.0-3")]
    public async Task Connect_Kestrel_Converses(bool isSecure)
    {
        using var certificate = TestCertificates.Make("localhost");
        await using var server = new KestrelServer(isSecure ? certificate : null);
        var connector = new WebSocketConnector(await server.StartAsync(), new MqttClientTls { TrustedCertificates = [certificate] });
        await using var client = new ConnectedClient(connector);
        var (context, socket) = await server.NextAsync();

        Assert.Equal(["mqtt"], context.WebSockets.WebSocketRequestedProtocols);
        await using var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary);
        await client.ConverseAsync(new StreamServer(stream).Peer());
    }

    [Trait("Statement311", "MQTT-6.0.0-2")]
    [Fact]
    [Trait("Statement", "MQTT-6.0.0-2")]
    public async Task Read_PacketInManyFramesAndManyInOne_AreTakenApart()
    {
        await using var server = new KestrelServer(null);
        await using var client = new ConnectedClient(new WebSocketConnector(await server.StartAsync()));
        var (_, socket) = await server.NextAsync();
        await using var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary);
        var peer = new StreamServer(stream).Peer();
        await peer.ExpectAsync<ConnectPacket>();

        // CONNACK byte by byte, with an empty frame inside.
        foreach (var frame in new byte[][] { [0x20], [3], [], [0], [0], [0] })
        {
            await socket.SendAsync(frame, WebSocketMessageType.Binary, true, CancellationToken.None);
        }

        await client.Client.WaitConnectedAsync(CancellationToken.None);

        // Two messages in one frame.
        await socket.SendAsync(
            new byte[] { 0x32, 6, 0, 1, (byte)'a', 0, 1, 0, 0x32, 6, 0, 1, (byte)'a', 0, 2, 0 }, WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.Equal(1, (await peer.ExpectAsync<PubackPacket>()).PacketId);
        Assert.Equal(2, (await peer.ExpectAsync<PubackPacket>()).PacketId);
    }

    [Trait("Statement311", "MQTT-6.0.0-1")]
    [Fact]
    [Trait("Statement", "MQTT-6.0.0-1")]
    public async Task Read_TextFrame_EndsTheConnection()
    {
        await using var server = new KestrelServer(null);
        await using var client = new ConnectedClient(new WebSocketConnector(await server.StartAsync()));
        var (_, socket) = await server.NextAsync();

        await socket.SendAsync(Encoding.ASCII.GetBytes("hello"), WebSocketMessageType.Text, true, CancellationToken.None);

        Assert.Equal("The server sent a text frame [MQTT-6.0.0-1].", (await client.Ended).Reason);
    }

    [Trait("Statement311", "MQTT-6.0.0-4")]
    [Fact]
    [Trait("Statement", "MQTT-6.0.0-4")]
    public async Task Connect_ServerWithoutSubprotocol_IsRefused()
    {
        await using var server = new KestrelServer(null, subProtocol: null);
        await using var client = new ConnectedClient(new WebSocketConnector(await server.StartAsync()));

        Assert.Contains("[MQTT-6.0.0-4]", (await client.Ended).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_CertificateNotTrusted_IsRefused()
    {
        using var certificate = TestCertificates.Make("localhost");
        await using var server = new KestrelServer(certificate);
        await using var client = new ConnectedClient(new WebSocketConnector(await server.StartAsync()));

        Assert.IsAssignableFrom<IOException>((await client.Ended).Fault!.InnerException);
    }

    [Fact]
    public void Constructor_OtherScheme_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new WebSocketConnector(new Uri("http://localhost/mqtt")));

    /// <summary>Hands each WebSocket to the test.</summary>
    private sealed class KestrelServer : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly string _scheme;
        private readonly TaskCompletionSource<(HttpContext Context, WebSocket Socket)> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new();

        public KestrelServer(System.Security.Cryptography.X509Certificates.X509Certificate2? certificate, string? subProtocol = "mqtt")
        {
            _scheme = certificate is null ? "ws" : "wss";
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            }));
            _app = builder.Build();
            _app.UseWebSockets();
            _app.Run(async context =>
            {
                var socket = await context.WebSockets.AcceptWebSocketAsync(subProtocol);
                _next.TrySetResult((context, socket));
                await _end.Task;
            });
        }

        public async Task<Uri> StartAsync()
        {
            await _app.StartAsync();
            var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            return new Uri($"{_scheme}://localhost:{new Uri(address).Port}/mqtt");
        }

        public Task<(HttpContext Context, WebSocket Socket)> NextAsync() => _next.Task;

        public async ValueTask DisposeAsync()
        {
            _end.TrySetResult();
            await _app.DisposeAsync();
        }
    }
}
