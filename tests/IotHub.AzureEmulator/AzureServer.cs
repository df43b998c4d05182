using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using System.Security.Authentication;
using IotHub.AzureEmulator.Connections;
using IotHub.AzureEmulator.Devices;
using IotHub.AzureEmulator.Security;
using IotHub.AzureEmulator.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.AzureEmulator;

/// <summary>The emulator on sockets of the loopback address: MQTT over TLS, MQTT over WebSocket, the service's REST, and controls.</summary>
public sealed class AzureServer : IAsyncDisposable
{
    private readonly EmulatorCertificates _certificates = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private WebApplication _app = null!;

    private AzureServer(EmulatorOptions options, TimeProvider time)
    {
        _time = time;
        Hub = new EmulatedHub(options, _certificates, time);
    }

    /// <summary>Devices, faults, records.</summary>
    public EmulatedHub Hub { get; }

    /// <summary>Port of MQTT over TLS, for devices and for provisioning.</summary>
    public int MqttPort { get; private set; }

    /// <summary>Port of HTTPS.</summary>
    public int RestPort { get; private set; }

    /// <summary>What clients are to trust, as PEM.</summary>
    public string AuthorityPem => _certificates.Authority.ExportCertificatePem();

    /// <summary>Starts the emulator.</summary>
    public static async Task<AzureServer> StartAsync(EmulatorOptions? options = null, TimeProvider? time = null)
    {
        var server = new AzureServer(options ?? new EmulatorOptions(), time ?? TimeProvider.System);
        await server.OpenAsync();
        return server;
    }

    /// <summary>What a device connects with: it names the hub, and reaches it at the emulator's port.</summary>
    public string ConnectionString(DeviceRecord device)
    {
        var names = device.Id.Split('/');
        var module = names.Length > 1 ? $";ModuleId={names[1]}" : "";
        return $"HostName={Hub.Options.HostName};DeviceId={names[0]}{module};SharedAccessKey={Convert.ToBase64String(device.Key.Span)};GatewayHostName=127.0.0.1:{MqttPort}";
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
        _certificates.Dispose();
    }

    private async Task OpenAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, Hub.Options.MqttPort, listen =>
            {
                listen.UseHttps(Secure);
                listen.Run(ServeAsync);
            });
            kestrel.Listen(IPAddress.Loopback, Hub.Options.RestPort, listen => listen.UseHttps(Secure));
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.UseRouting();
        _app.Map("/$iothub/websocket", ServeWebSocketAsync);
        ServiceRoutes.Map(_app, Hub);
        ControlRoutes.Map(_app, Hub);
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var ports = addresses.Select(address => new Uri(address).Port).ToList();
        MqttPort = ports[0];
        RestPort = ports[1];
    }

    [SuppressMessage("Security", "CA5359", Justification = "Which certificates count is the hub's business, by thumbprint or authority.")]
    private void Secure(HttpsConnectionAdapterOptions options)
    {
        options.ServerCertificate = _certificates.Server;
        options.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;

        // Asked for and not required: most devices sign.
        options.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        options.ClientCertificateValidation = (_, _, _) => true;
    }

    private async Task ServeAsync(ConnectionContext context)
    {
        var certificate = context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        using var peer = new MqttPeer(context.Transport.Input, context.Transport.Output, certificate, _time, _stop.Token);
        await peer.RunAsync(Hub.Accept);
    }

    private async Task ServeWebSocketAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains("mqtt"))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync("mqtt");
        await using var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: false);
        using var peer = new MqttPeer(
            PipeReader.Create(stream), PipeWriter.Create(stream), await context.Connection.GetClientCertificateAsync(_stop.Token), _time, _stop.Token);
        await peer.RunAsync(Hub.Accept);
    }
}
