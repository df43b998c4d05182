using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Devices;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Scenarios;

/// <summary>Drives a hub's clock over MQTT, see <see cref="ClockTopics"/>.</summary>
public sealed class MqttDrivenClock : IDrivenClock, IAsyncDisposable
{
    private readonly MqttEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly MqttClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ClockAnswer>> _waiting = new();
    private Task _running = Task.CompletedTask;
    private long _lastId;

    /// <summary>Not connected yet.</summary>
    /// <param name="endpoint">The hub's broker.</param>
    /// <param name="time">Clock of the time-outs.</param>
    public MqttDrivenClock(MqttEndpoint endpoint, TimeProvider time)
    {
        _endpoint = endpoint;
        _time = time;
        _client = new MqttClient(
            new MqttClientOptions { Host = endpoint.Host, Port = endpoint.Port, Version = endpoint.Version, ClientId = "device-sim-clock" },
            time,
            new Random(1),
            endpoint.Connector);
    }

    /// <summary>How long the hub may take for one advance; a month of a home's timers takes it milliseconds.</summary>
    public static TimeSpan AnswerTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Connects and subscribes to the answers.</summary>
    /// <exception cref="SimulationException">The hub cannot be reached.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var trouble = "no answer";
        _client.ConnectionChanged += change => trouble = change.State == MqttConnectionState.Disconnected ? change.Reason : trouble;
        _running = _client.RunAsync(_stop.Token);
        await WithinAsync(
            _client.SubscribeAsync(ClockTopics.Advanced, MqttQos.AtLeastOnce, Receive, cancellationToken),
            SimLimits.JoinTimeout,
            () => $"The hub at {_endpoint.Host}:{_endpoint.Port} cannot be reached: {trouble.TrimEnd('.')}.");
    }

    /// <inheritdoc/>
    public async ValueTask<ClockAnswer> AdvanceAsync(DateTimeOffset to, CancellationToken cancellationToken)
    {
        var id = ++_lastId;
        var answer = new TaskCompletionSource<ClockAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            await _client.PublishAsync(ClockTopics.Advance, Write(id, to), MqttQos.AtLeastOnce, false, cancellationToken);
            return await WithinAsync(
                answer.Task.WaitAsync(cancellationToken),
                AnswerTimeout,
                () => $"The hub did not say within {AnswerTimeout.TotalSeconds} s that its clock has gone on; start it with a driven clock (setting Time:Clock=driven).");
        }
        catch (MqttRefusedException exception)
        {
            throw new SimulationException($"The hub does not let its clock be driven: {exception.ReasonCode}.", exception);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    private static byte[] Write(long id, DateTimeOffset to)
    {
        var payload = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(payload))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, id);
            writer.WriteString("to"u8, to.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }

        return payload.WrittenSpan.ToArray();
    }

    private ValueTask Receive(MqttMessage message, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(message.Payload);
            var root = document.RootElement;
            if (_waiting.TryGetValue(root.GetProperty("id").GetInt64(), out var answer))
            {
                answer.TrySetResult(new ClockAnswer(root.GetProperty("now").GetDateTimeOffset(), root.GetProperty("requests").GetInt64()));
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            var fault = new SimulationException($"The hub's clock answered with what is no answer: {exception.Message}", exception);
            foreach (var waiting in _waiting.Values)
            {
                waiting.TrySetException(fault);
            }
        }

        return ValueTask.CompletedTask;
    }

    private async Task WithinAsync(Task task, TimeSpan timeout, Func<string> message)
    {
        try
        {
            await task.WaitAsync(timeout, _time);
        }
        catch (TimeoutException exception)
        {
            throw new SimulationException(message(), exception);
        }
    }

    private async Task<T> WithinAsync<T>(Task<T> task, TimeSpan timeout, Func<string> message)
    {
        await WithinAsync((Task)task, timeout, message);
        return await task;
    }
}
