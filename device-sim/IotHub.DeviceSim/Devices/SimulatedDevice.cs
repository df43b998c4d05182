using System.Buffers;
using System.Collections.Immutable;
using System.Threading.Channels;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Topics;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Devices;

/// <summary>
/// A device of any contract on a connection of its own: announces itself, reports its state, answers requests, lives by itself.
/// One loop at a time touches its state: answers, life and reports from outside take turns.
/// </summary>
public sealed class SimulatedDevice : IDisposable
{
    private readonly SimulatedDevicePlan _plan;
    private readonly TimeProvider _time;
    private readonly DeviceStatistics _statistics;
    private readonly MqttClient _client;
    private readonly DeviceState _state;
    private readonly RequestAnswerer _answerer;
    private readonly FaultGate _faults;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource _online = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Dropping is right: one signal stands for any number of connections made since.
    private readonly Channel<bool> _births = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>A device that is not connected yet.</summary>
    /// <param name="plan">What it is.</param>
    /// <param name="endpoint">Where it connects.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="statistics">Where it counts.</param>
    /// <exception cref="ArgumentException">The did is not valid.</exception>
    public SimulatedDevice(SimulatedDevicePlan plan, MqttEndpoint endpoint, TimeProvider time, DeviceStatistics statistics)
    {
        _plan = plan;
        _time = time;
        _statistics = statistics;
        _state = new DeviceState(plan.Contract, BehaviourTable.Default, new Random(plan.Seed));
        foreach (var reading in plan.Initial)
        {
            _state.Set(reading);
        }

        _answerer = new RequestAnswerer(_state, plan.Faults.Refuses);
        _faults = new FaultGate(plan.Faults, time);
        _client = new MqttClient(
            new MqttClientOptions
            {
                Host = endpoint.Host,
                Port = endpoint.Port,
                Version = endpoint.Version,
                ClientId = plan.Did,
                ReceivedMax = SimLimits.RequestsWaitingMax,
                InFlightMax = 16,
                WaitingMax = 64,
                Will = new WillMessage { Topic = DeviceTopics.Status(plan.Did), Payload = "offline"u8.ToArray(), Qos = MqttQos.AtLeastOnce, Retain = true },
            },
            time,
            new Random(plan.Seed),
            endpoint.Connector);
        _client.ConnectionChanged += OnConnectionChanged;
    }

    /// <summary>Its id.</summary>
    public string Did => _plan.Did;

    /// <summary>Its plan.</summary>
    public SimulatedDevicePlan Plan => _plan;

    /// <summary>Why there is no connection at the moment; empty while there is one, or none was tried.</summary>
    public string Trouble { get; private set; } = string.Empty;

    /// <summary>
    /// Who decides when requests are answered; null to answer each at once. It is awaited before the request is acknowledged and may
    /// call <see cref="AnswerAsync"/> at any later time. Set it before <see cref="RunAsync"/>.
    /// </summary>
    public Func<IncomingRequest, CancellationToken, ValueTask>? RequestReceived { get; set; }

    /// <summary>Lives until cancelled; then says that it is gone and disconnects.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var disconnect = new CancellationTokenSource();
        var connection = _client.RunAsync(disconnect.Token);
        Task[] loops = [ServeAsync(stop.Token), LiveAsync(stop.Token), DisconnectAsync(stop.Token)];
        try
        {
            await Task.WhenAll(loops);
        }
        catch (Exception exception) when (exception is OperationCanceledException or MqttConnectionException)
        {
            // Stopped; the goodbye follows.
        }
        finally
        {
            await stop.CancelAsync();
            await SayGoodbyeAsync();
            await disconnect.CancelAsync();
            await connection;
        }
    }

    /// <summary>Completes when the device has announced itself, said that it is online and reported its state, each acknowledged.</summary>
    public Task WaitOnlineAsync(CancellationToken cancellationToken) => _online.Task.WaitAsync(cancellationToken);

    /// <summary>Takes values as if they came about at the device (a sensor, a hand on the switch) and reports the observable ones, changed or not.</summary>
    /// <returns>When the broker has the report.</returns>
    public async ValueTask ReportAsync(ImmutableArray<PropertyReading> readings, CancellationToken cancellationToken) =>
        await TakeAsync(readings, cancellationToken);

    /// <summary>As <see cref="ReportAsync"/>.</summary>
    /// <returns>The values from before of those that changed.</returns>
    public async ValueTask<ImmutableArray<PropertyReading>> TakeAsync(ImmutableArray<PropertyReading> readings, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var before = readings.Select(reading => reading with { Value = _state.Get(reading.Property) }).ToImmutableArray();
            var changed = before.Where((_, index) => _state.Set(readings[index])).ToImmutableArray();
            await PublishPropertiesAsync([.. readings.Where(reading => reading.Property.IsObservable && reading.Value.HasValue)], cancellationToken);
            await PublishEventsAsync([.. readings.Where(reading => changed.Any(old => old.Property == reading.Property))], cancellationToken);
            return changed;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Answers a request: response first, then the changed values, each acknowledged by the broker.</summary>
    public async ValueTask AnswerAsync(IncomingRequest request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await _faults.DropsNextAsync(cancellationToken) || RequestAnswerer.ReadId(request.Payload) is not { } id)
            {
                _statistics.CountDropped();
                return;
            }

            var answer = _plan.Faults.RejectCode is { } code ? DeviceAnswer.Refusal(id, code) : _answerer.Answer(request.Payload);
            if (answer is null)
            {
                _statistics.CountDropped();
                return;
            }

            if (answer.Response.Code < 0)
            {
                _statistics.CountRejection();
            }

            var payload = new ArrayBufferWriter<byte>(128);
            MessageWriter.WriteResponse(payload, answer.Response);
            await PublishAsync(DeviceTopics.Responses(Did), payload.WrittenMemory, false, cancellationToken);
            await PublishPropertiesAsync(answer.Changed, cancellationToken);
            await PublishEventsAsync(answer.Changed, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _turn.Dispose();
    }

    private void OnConnectionChanged(MqttConnectionChange change)
    {
        Trouble = change.State == MqttConnectionState.Disconnected ? change.Reason : change.State == MqttConnectionState.Connected ? string.Empty : Trouble;
        if (change.State == MqttConnectionState.Connected)
        {
            _statistics.CountConnect();
            _births.Writer.TryWrite(true);
        }
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        // Asked for before the first announcement: the hub may send a request as soon as it knows the device.
        await _client.SubscribeAsync(DeviceTopics.Requests(Did), MqttQos.AtLeastOnce, ReceiveAsync, cancellationToken);
        await foreach (var _ in _births.Reader.ReadAllAsync(cancellationToken))
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                await BeBornAsync(cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async ValueTask BeBornAsync(CancellationToken cancellationToken)
    {
        var announce = new ArrayBufferWriter<byte>(256);
        MessageWriter.WriteAnnounce(announce, new AnnounceMessage(_plan.Contract.Type.Text, "1.0.0", "Simulator", _plan.Did, _plan.Label, _plan.Room));
        await PublishAsync(DeviceTopics.Announce(Did), announce.WrittenMemory, true, cancellationToken);
        await PublishAsync(DeviceTopics.Status(Did), "online"u8.ToArray(), true, cancellationToken);
        await PublishPropertiesAsync(_state.Observable(), cancellationToken);
        _online.TrySetResult();
    }

    private async ValueTask ReceiveAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        _statistics.CountRequest();
        var request = new IncomingRequest(this, message.Payload, _time.GetTimestamp());
        await (RequestReceived?.Invoke(request, cancellationToken) ?? AnswerAsync(request, cancellationToken));
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        if (!_plan.ActsByItself)
        {
            return;
        }

        await _online.Task.WaitAsync(cancellationToken);
        var life = new DeviceLife(_state, BehaviourTable.Default, _plan.Seed, _time.GetUtcNow(), _plan.Targets);
        while (life.NextAt is { } next)
        {
            var wait = next - _time.GetUtcNow();
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _time, cancellationToken);
            await _turn.WaitAsync(cancellationToken);
            try
            {
                var changed = life.Step(_time.GetUtcNow());
                await PublishPropertiesAsync(changed, cancellationToken);
                await PublishEventsAsync(changed, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        while (_plan.Faults.DisconnectEvery is { } every)
        {
            await Task.Delay(every, _time, cancellationToken);
            _client.DropConnection();
        }
    }

    private async ValueTask PublishPropertiesAsync(ImmutableArray<PropertyReading> values, CancellationToken cancellationToken)
    {
        if (values.IsEmpty || _faults.IsSilent)
        {
            return;
        }

        var payload = new ArrayBufferWriter<byte>(128);
        MessageWriter.WriteProperties(payload, new PropertiesMessage(values));
        await PublishAsync(DeviceTopics.Properties(Did), payload.WrittenMemory, false, cancellationToken);
    }

    private async ValueTask PublishEventsAsync(ImmutableArray<PropertyReading> changed, CancellationToken cancellationToken)
    {
        // A driven device says what it is given and nothing else: a replay counts its messages.
        if (!_plan.ActsByItself || _faults.IsSilent)
        {
            return;
        }

        foreach (var happened in BehaviourTable.Default.FindEvents(_plan.Contract, changed))
        {
            var arguments = happened.Arguments.Select(argument => new PropertyReading(argument, _state.Get(argument))).Where(reading => reading.Value.HasValue);
            var payload = new ArrayBufferWriter<byte>(64);
            MessageWriter.WriteEvent(payload, new EventMessage(happened, [.. arguments], _time.GetUtcNow()));
            await PublishAsync(DeviceTopics.Event(Did, happened.Key), payload.WrittenMemory, false, cancellationToken);
        }
    }

    private async ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken cancellationToken)
    {
        await _client.PublishAsync(topic, payload, MqttQos.AtLeastOnce, retain, cancellationToken);
        _statistics.CountPublished();
    }

    private async ValueTask SayGoodbyeAsync()
    {
        if (!_client.IsConnected)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(SimLimits.GoodbyeTimeout, _time);
        try
        {
            await PublishAsync(DeviceTopics.Status(Did), "offline"u8.ToArray(), true, timeout.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or MqttConnectionException)
        {
            // The Will says it instead.
        }
    }
}
