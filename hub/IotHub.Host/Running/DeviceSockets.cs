using System.Net;
using System.Net.Sockets;
using IotHub.Broker;
using IotHub.Broker.Listeners.Sockets;
using IotHub.Host.Options;

namespace IotHub.Host.Running;

/// <summary>Serves devices on plain TCP and on the Unix socket, beside the web server, where the machine can do so.</summary>
internal sealed class DeviceSockets(MqttBroker broker, HubSettings settings) : IHostedService, IAsyncDisposable
{
    private MqttSocketListener? _listener;

    /// <summary>The TCP port; null where the web server listens instead.</summary>
    public int? Port { get; private set; }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (MqttSocketListener.IsSupported)
        {
            _listener = new MqttSocketListener(broker);
            Port = ((IPEndPoint)_listener.Listen(new IPEndPoint(settings.Mqtt.Listen, settings.Mqtt.Port))).Port;
            if (settings.Mqtt.UnixSocket is { } path)
            {
                _listener.Listen(new UnixDomainSocketEndPoint(path));
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }
    }
}
