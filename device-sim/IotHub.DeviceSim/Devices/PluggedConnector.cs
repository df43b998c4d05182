using IotHub.Mqtt.Client;
using IotHub.Mqtt.Client.Connectors;

namespace IotHub.DeviceSim.Devices;

/// <summary>A connection that can be unplugged: while it is, there is nothing to connect over.</summary>
internal sealed class PluggedConnector(IMqttConnector? inner) : IMqttConnector, IDisposable
{
    private volatile TaskCompletionSource _plugged = Opened();
    private volatile CancellationTokenSource _power = new();

    public bool IsPlugged => _plugged.Task.IsCompleted;

    /// <summary>Cancelled when it is unplugged; another one from each plugging in.</summary>
    public CancellationToken Power => _power.Token;

    public void Unplug()
    {
        if (IsPlugged)
        {
            _plugged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _power.Cancel();
        }
    }

    public void Plug()
    {
        if (!IsPlugged)
        {
            // The old one is left to whoever is still reading it: cancelled, it holds nothing.
            _power = new CancellationTokenSource();
            _plugged.TrySetResult();
        }
    }

    public void Dispose() => _power.Dispose();

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
