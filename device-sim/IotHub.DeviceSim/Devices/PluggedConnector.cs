using IotHub.Mqtt.Client;
using IotHub.Mqtt.Client.Connectors;

namespace IotHub.DeviceSim.Devices;

/// <summary>A connection that can be unplugged: while it is, there is nothing to connect over.</summary>
internal sealed class PluggedConnector(IMqttConnector? inner) : IMqttConnector
{
    private volatile TaskCompletionSource _plugged = Opened();

    public bool IsPlugged => _plugged.Task.IsCompleted;

    public void Unplug()
    {
        if (IsPlugged)
        {
            _plugged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Plug() => _plugged.TrySetResult();

    public async ValueTask<MqttLink> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        // Until the client gives up; it tries again then, as a radio does.
        await _plugged.Task.WaitAsync(cancellationToken);
        return await (inner ?? TcpConnector.Instance).ConnectAsync(options, cancellationToken);
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
