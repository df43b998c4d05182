using IotHub.Mqtt.Client;

namespace IotHub.Uplink;

/// <summary>
/// One connection of the MQTT client, which is not made again when it ends: whether and when to try again is for who sends to say, and the
/// outbox sends again what was not acknowledged.
/// </summary>
internal sealed class MqttSingleConnection : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<MqttConnectionException> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;

    private MqttSingleConnection(MqttClient client)
    {
        Client = client;
        Client.ConnectionChanged += change =>
        {
            if (change.Fault is { } fault)
            {
                _ended.TrySetResult(fault);
                _stop.Cancel();
            }
        };
    }

    /// <summary>The client.</summary>
    public MqttClient Client { get; }

    /// <summary>Completes when the other side, or the network, has ended it.</summary>
    public Task<MqttConnectionException> Ended => _ended.Task;

    /// <summary>Whether it is of use.</summary>
    public bool IsOpen => !_ended.Task.IsCompleted;

    /// <summary>Connects.</summary>
    /// <param name="options">Where to, and as whom.</param>
    /// <param name="connector">Opens the stream.</param>
    /// <param name="time">Clock of waits.</param>
    /// <param name="random">Chance of the client.</param>
    /// <param name="prepare">Subscribes, before the connection is there: with a kept session the server sends at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MqttConnectionException">It could not be done.</exception>
    public static async Task<MqttSingleConnection> OpenAsync(
        MqttClientOptions options, IMqttConnector connector, TimeProvider time, Random random, Action<MqttClient>? prepare, CancellationToken cancellationToken)
    {
        var connection = new MqttSingleConnection(new MqttClient(options, time, random, connector));
        try
        {
            prepare?.Invoke(connection.Client);
            await connection.ConnectAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes it with a goodbye.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        Client.Dispose();
        _stop.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _running = Client.RunAsync(_stop.Token);
        var connected = Client.WaitConnectedAsync(cancellationToken);
        if (await Task.WhenAny(connected, _ended.Task) != connected)
        {
            throw await _ended.Task;
        }

        await connected;
    }
}
