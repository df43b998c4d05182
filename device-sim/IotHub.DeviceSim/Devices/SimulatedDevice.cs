using System.Collections.Immutable;
using System.Threading.Channels;
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
    private readonly DeviceMessages _messages;
    private readonly TamperChain _tampers;
    private readonly WireAgenda _agenda = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource _online = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Dropping is right: one signal stands for any number of connections made since.
    private readonly Channel<bool> _held = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
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
        _messages = new DeviceMessages(plan.Did);
        _tampers = new TamperChain(plan.Tampers);
        var will = new WillMessage { Topic = DeviceTopics.Status(plan.Did), Payload = "offline"u8.ToArray(), Qos = MqttQos.AtLeastOnce, Retain = true };
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
                Will = _tampers.TamperWill(will),
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
        Task[] loops = [ServeAsync(stop.Token), LiveAsync(stop.Token), SendHeldAsync(stop.Token), DisconnectAsync(stop.Token)];
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
            var heard = _tampers.Receive(new DeviceWire(DeviceTopicKind.Requests, DeviceTopics.Requests(Did), request.Payload, MqttQos.AtLeastOnce, false));
            if (heard.Count == 0)
            {
                _statistics.CountDropped();
            }

            foreach (var (message, delay) in heard)
            {
                if (delay > TimeSpan.Zero)
                {
                    Hold(message, isOutgoing: false, delay);
                }
                else
                {
                    await AnswerInTurnAsync(message.Payload, cancellationToken);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask AnswerInTurnAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (await _faults.DropsNextAsync(cancellationToken) || RequestAnswerer.ReadId(payload) is not { } id)
        {
            _statistics.CountDropped();
            return;
        }

        var answer = _plan.Faults.RejectCode is { } code ? DeviceAnswer.Refusal(id, code) : _answerer.Answer(payload);
        if (answer is null)
        {
            _statistics.CountDropped();
            return;
        }

        if (answer.Response.Code < 0)
        {
            _statistics.CountRejection();
        }

        await PublishAsync(_messages.Response(answer.Response), cancellationToken);
        await PublishPropertiesAsync(answer.Changed, cancellationToken);
        await PublishEventsAsync(answer.Changed, cancellationToken);
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
        await PublishAsync(_messages.Announce(_plan), cancellationToken);
        await PublishAsync(_messages.Status(isOnline: true), cancellationToken);
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

        await PublishAsync(_messages.Properties(values), cancellationToken);
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
            await PublishAsync(_messages.Event(happened, [.. arguments], _time.GetUtcNow()), cancellationToken);
        }
    }

    private async ValueTask PublishAsync(DeviceWire message, CancellationToken cancellationToken)
    {
        foreach (var (tampered, delay) in _tampers.Send(message))
        {
            if (delay > TimeSpan.Zero)
            {
                Hold(tampered, isOutgoing: true, delay);
            }
            else
            {
                await TransmitAsync(tampered, cancellationToken);
            }
        }
    }

    private async ValueTask TransmitAsync(DeviceWire message, CancellationToken cancellationToken)
    {
        try
        {
            await _client.PublishAsync(message.Topic, message.Payload, message.Qos, message.Retain, cancellationToken);
            _statistics.CountPublished();
        }
        catch (Exception exception) when (exception is MqttRefusedException or ArgumentException)
        {
            // The broker refused it (too large, a topic that is not the device's), or it cannot be sent at all, as tampered messages may be.
            _statistics.CountRefused();
            Trouble = exception.Message;
        }
    }

    private void Hold(DeviceWire message, bool isOutgoing, TimeSpan delay)
    {
        if (_agenda.TryHold(message, isOutgoing, _time.GetUtcNow() + delay))
        {
            _held.Writer.TryWrite(true);
        }
        else
        {
            _statistics.CountDropped();
        }
    }

    private async Task SendHeldAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            DateTimeOffset? next;
            await _turn.WaitAsync(cancellationToken);
            try
            {
                while (_agenda.TryTake(_time.GetUtcNow(), out var message, out var isOutgoing))
                {
                    await (isOutgoing ? TransmitAsync(message, cancellationToken) : AnswerInTurnAsync(message.Payload, cancellationToken));
                }

                next = _agenda.NextAt;
            }
            finally
            {
                _turn.Release();
            }

            await WaitForHeldAsync(next, cancellationToken);
        }
    }

    private async Task WaitForHeldAsync(DateTimeOffset? next, CancellationToken cancellationToken)
    {
        // Whichever comes first: a message falls due, or another one that may be due earlier is held back.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var newlyHeld = _held.Reader.ReadAsync(either.Token).AsTask();
        var wait = next - _time.GetUtcNow();
        var due = next is null ? newlyHeld : Task.Delay(wait > TimeSpan.Zero ? wait.Value : TimeSpan.Zero, _time, either.Token);
        await Task.WhenAny(newlyHeld, due);
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
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
            await PublishAsync(_messages.Status(isOnline: false), timeout.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or MqttConnectionException)
        {
            // The Will says it instead.
        }
    }
}
