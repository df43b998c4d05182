using System.Collections.Immutable;
using System.Threading.Channels;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Client;

namespace IotHub.DeviceSim.Devices;

/// <summary>
/// A device of any contract on a connection of its own: announces itself, reports its state, answers requests, lives by itself, and
/// misbehaves as it is told. One caller at a time touches its program: answers, life and reports from outside take turns.
/// </summary>
public sealed class SimulatedDevice : IDisposable
{
    private readonly TimeProvider _time;
    private readonly DeviceStatistics _statistics;
    private readonly DeviceLink _link;
    private readonly DeviceProgram _program;
    private readonly DeviceVoice _voice;
    private readonly DeviceTurn _turn = new();
    private readonly TaskCompletionSource _online = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Dropping is right: one signal stands for any number of things that may be due earlier than thought.
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TimeProvider _connectionTime;
    private DeviceFaults _faults;
    private FaultSchedule _schedule;
    private bool _isOutOfReach;
    private CancellationToken _stopping;

    /// <summary>A device that is not connected yet.</summary>
    /// <param name="plan">What it is.</param>
    /// <param name="endpoint">Where it connects; null for nowhere, to see only what it would send.</param>
    /// <param name="time">Clock of its program; of its connection, too, unless <paramref name="connectionTime"/> is given.</param>
    /// <param name="statistics">Where it counts.</param>
    /// <param name="connectionTime">Clock of its connection where its program lives by a virtual one; null for the same.</param>
    /// <exception cref="ArgumentException">The did is not valid.</exception>
    public SimulatedDevice(SimulatedDevicePlan plan, MqttEndpoint? endpoint, TimeProvider time, DeviceStatistics statistics, TimeProvider? connectionTime = null)
    {
        Plan = plan;
        _time = time;
        _connectionTime = connectionTime ?? time;
        _statistics = statistics;
        _program = new DeviceProgram(plan, time.GetUtcNow(), plan.Air);
        _faults = plan.Faults;
        _schedule = new FaultSchedule(plan.Faults, time.GetUtcNow());
        _program.ClockSkew = plan.Faults.ClockSkew;
        var tampers = new TamperChain([.. plan.Tampers, TamperOf(plan.Faults)]);
        _link = new DeviceLink(plan, endpoint, _connectionTime, statistics, tampers.TamperWill);
        _voice = new DeviceVoice(plan.Did, tampers, _link, time, statistics, () => _changes.Writer.TryWrite(true));
    }

    /// <summary>Its id.</summary>
    public string Did => Plan.Did;

    /// <summary>Its plan.</summary>
    public SimulatedDevicePlan Plan { get; }

    /// <summary>How it misbehaves at present.</summary>
    public DeviceFaults Faults => _faults;

    /// <summary>True while it is connected.</summary>
    public bool IsConnected => _link.IsConnected;

    /// <summary>False while it is unplugged, or its battery is empty.</summary>
    public bool IsPlugged => _link.IsPlugged || _isOutOfReach;

    /// <summary>Why there is no connection at the moment, or why the broker refused its last message; empty while all is well, or nothing was tried.</summary>
    public string Trouble => _link.Trouble;

    /// <summary>
    /// Who decides when requests are answered; null to answer each at once. It is awaited before the request is acknowledged and may
    /// call <see cref="AnswerAsync"/> at any later time. Set it before <see cref="RunAsync"/>.
    /// </summary>
    public Func<IncomingRequest, CancellationToken, ValueTask>? RequestReceived { get; set; }

    /// <summary>Told of each message that goes out over the wire, after all faults, before it is sent; null for nobody. Be quick. Set it before <see cref="RunAsync"/>.</summary>
    public Action<SimulatedDevice, DeviceWire>? Sending { get; set; }

    /// <summary>Told of each request as it came in, before it is answered; null for nobody. Be quick. Set it before <see cref="RunAsync"/>.</summary>
    public Action<SimulatedDevice, MqttMessage>? Hearing { get; set; }

    /// <summary>True while it does nothing by itself, see <see cref="PauseAsync"/>.</summary>
    public bool IsPaused => _program.IsPaused;

    /// <summary>When <see cref="StepAsync"/> has something to do next; null for never.</summary>
    public DateTimeOffset? NextAt => Moments.Earlier(Moments.Earlier(_program.NextAt, _voice.NextAt), _schedule.NextAt);

    /// <summary>Lives until cancelled; then says that it is gone and disconnects.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var disconnect = new CancellationTokenSource();
        _stopping = stop.Token;
        _link.Sending = message => Sending?.Invoke(this, message);
        var connection = _link.RunAsync(disconnect.Token);
        Task[] loops = Plan.IsStepped ? [ServeAsync(stop.Token)] : [ServeAsync(stop.Token), LiveAsync(stop.Token)];
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
    /// <returns>When the broker has the report: the values from before of those that changed.</returns>
    public ValueTask<ImmutableArray<PropertyReading>> TakeAsync(ImmutableArray<PropertyReading> readings, CancellationToken cancellationToken) =>
        TakeAsync(readings, ifDifferent: false, cancellationToken);

    /// <summary>As the other; <paramref name="ifDifferent"/> leaves out values that are there already, and reports nothing of them.</summary>
    /// <returns>The values from before of those that changed.</returns>
    public ValueTask<ImmutableArray<PropertyReading>> TakeAsync(ImmutableArray<PropertyReading> readings, bool ifDifferent, CancellationToken cancellationToken) =>
        _turn.TakeAsync(
            async () =>
            {
                var taken = ifDifferent ? [.. readings.Where(reading => _program.State.Get(reading.Property) != reading.Value)] : readings;
                var (before, messages) = _program.Take(taken, _time.GetUtcNow());
                await SayAsync(messages, cancellationToken);
                return before;
            },
            cancellationToken);

    /// <summary>Does an action as if a hand at the device had asked for it, and reports what changed.</summary>
    public async ValueTask DoAsync(ContractAction action, ImmutableArray<PropertyReading> arguments, CancellationToken cancellationToken) =>
        await _turn.TakeAsync(() => SayAsync(_program.Do(action, arguments, _time.GetUtcNow()), cancellationToken), cancellationToken);

    /// <summary>Sends an event, with the arguments given and the device's own values for the others.</summary>
    public async ValueTask HappenAsync(ContractEvent happened, ImmutableArray<PropertyReading> arguments, CancellationToken cancellationToken) =>
        await _turn.TakeAsync(() => SayAsync(_program.Fire(happened, arguments, _time.GetUtcNow()), cancellationToken), cancellationToken);

    /// <summary>Answers a request: response first, then the changed values, each acknowledged by the broker. A slow device does so later.</summary>
    public async ValueTask AnswerAsync(IncomingRequest request, CancellationToken cancellationToken) =>
        await _turn.TakeAsync(() => HearAsync(request.Payload, cancellationToken), cancellationToken);

    /// <summary>Does what is due: life, promised reports, messages that were held back, faults that come by time.</summary>
    public async ValueTask StepAsync(CancellationToken cancellationToken) =>
        await _turn.TakeAsync(
            async () =>
            {
                var now = _time.GetUtcNow();
                await MisbehaveAsync(now, cancellationToken);
                while (_voice.TryTake(now, out var message, out var isOutgoing))
                {
                    await (isOutgoing ? _link.SendAsync(message, cancellationToken) : AnswerInTurnAsync(message.Payload, cancellationToken));
                }

                if (_program.NextAt <= now)
                {
                    await SayAsync(_program.Step(now), cancellationToken);
                }

                return true;
            },
            cancellationToken);

    /// <summary>True when a stepped device has messages that <see cref="FlushAsync"/> is to send.</summary>
    public bool HasMessages => _link.HasMessages;

    /// <summary>Sends what the steps of a stepped device brought, in order; each is acknowledged before the next goes out.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _link.FlushAsync(cancellationToken);

    /// <summary>Puts other faults in place of those it has; <see cref="DeviceFaults.None"/> mends it. Properties that it refuses stay as planned.</summary>
    public async ValueTask BreakAsync(DeviceFaults faults, CancellationToken cancellationToken)
    {
        await _turn.TakeAsync(
            () =>
            {
                _faults = faults;
                _voice.Replace([.. Plan.Tampers, TamperOf(faults)]);
                _schedule = new FaultSchedule(faults, _time.GetUtcNow());
                _program.ClockSkew = faults.ClockSkew;
                if (_isOutOfReach)
                {
                    _isOutOfReach = false;
                    _link.Plug();
                }

                return ValueTask.FromResult(true);
            },
            cancellationToken);
        _changes.Writer.TryWrite(true);
    }

    /// <summary>Has it do nothing by itself, or live again. What its contract promises to report goes on, and it answers; what it would have done meanwhile is made up for.</summary>
    public async ValueTask PauseAsync(bool isPaused, CancellationToken cancellationToken)
    {
        await _turn.TakeAsync(() => ValueTask.FromResult(_program.IsPaused = isPaused), cancellationToken);
        _changes.Writer.TryWrite(true);
    }

    /// <summary>Takes its power away: it is gone without a goodbye, and its Will is heard.</summary>
    public void Unplug()
    {
        _isOutOfReach = false;
        _link.Unplug();
    }

    /// <summary>Gives its power back: it starts anew.</summary>
    public async ValueTask PlugAsync(CancellationToken cancellationToken)
    {
        if (!_link.IsPlugged)
        {
            await _turn.TakeAsync(
                () =>
                {
                    _program.Restart(_time.GetUtcNow());
                    _schedule = new FaultSchedule(_faults, _time.GetUtcNow());
                    return ValueTask.FromResult(true);
                },
                cancellationToken);
            _link.Plug();
        }
    }

    /// <summary>What it says of itself at present.</summary>
    public ValueTask<ImmutableArray<PropertyReading>> LookAsync(CancellationToken cancellationToken) => _turn.TakeAsync(() => ValueTask.FromResult(_program.State.Observable()), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _link.Dispose();
        _turn.Dispose();
    }

    private FaultTamper TamperOf(DeviceFaults faults) => new(faults, Plan.Contract, unchecked((Plan.Seed * 31) + 7));

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _link.ConnectionsAsync(ReceiveAsync, cancellationToken))
        {
            // A stepped device that came back is born within the step that brought it back, see ReturnAsync.
            if (!Plan.IsStepped || !_online.Task.IsCompleted)
            {
                await _turn.TakeAsync(() => BeBornAsync(cancellationToken), cancellationToken);
                await FlushAsync(cancellationToken);
                _online.TrySetResult();
                _changes.Writer.TryWrite(true);
            }
        }
    }

    private ValueTask<bool> BeBornAsync(CancellationToken cancellationToken) => SayAsync(_program.BeBorn(_time.GetUtcNow()), cancellationToken);

    private async ValueTask ReceiveAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        _statistics.CountRequest();
        Hearing?.Invoke(this, message);
        var request = new IncomingRequest(this, message.Payload, _time.GetTimestamp());

        // An answer that no broker takes would keep the turn, and with it the end.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);
        await (RequestReceived?.Invoke(request, either.Token) ?? AnswerAsync(request, either.Token));
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        await _online.Task.WaitAsync(cancellationToken);
        await using var due = _time.CreateTimer(_ => _changes.Writer.TryWrite(true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            await StepAsync(cancellationToken);

            // Whichever comes first: something falls due, or something else that may be due earlier has come up.
            due.Change(NextAt is { } next ? Moments.WholeMilliseconds(next - _time.GetUtcNow()) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            await _changes.Reader.ReadAsync(cancellationToken);
        }
    }

    private async ValueTask MisbehaveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (_schedule.Take(now) is { } happens)
        {
            switch (happens)
            {
                case FaultEvent.Drop:
                    await ReturnAsync(_link.Drop, cancellationToken);
                    break;
                case FaultEvent.Reboot:
                    _program.Restart(now);
                    await ReturnAsync(_link.Drop, cancellationToken);
                    break;
                case FaultEvent.OutOfReach when _link.IsPlugged:
                    _isOutOfReach = true;
                    _link.Unplug();
                    break;
                case FaultEvent.InReach when _isOutOfReach:
                    _isOutOfReach = false;
                    await ReturnAsync(_link.Plug, cancellationToken);
                    break;
                case FaultEvent.BatteryFalls:
                    await FallAsync(now, cancellationToken);
                    break;
            }
        }
    }

    private async ValueTask FallAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var level = Plan.Contract.Properties.FirstOrDefault(property => property.Type.Name == "battery-level" && property.IsObservable);
        if (level is not null && InitialValue.Fit(level, 100 * _schedule.BatteryShare) is { HasValue: true } value)
        {
            await SayAsync(_program.Take([new PropertyReading(level, value)], now).Messages, cancellationToken);
        }

        if (_schedule.IsDead)
        {
            Unplug();
        }
    }

    private async ValueTask ReturnAsync(Action act, CancellationToken cancellationToken)
    {
        if (!Plan.IsStepped)
        {
            act();
            return;
        }

        // Whoever steps the device waits until it is back, or the next step would find it now connected and now not.
        await _link.ReturnAfterAsync(act, cancellationToken);
        await BeBornAsync(cancellationToken);
    }

    private async ValueTask<bool> HearAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        foreach (var heard in _voice.Hear(payload, _schedule.ThinkFor(_time.GetUtcNow())))
        {
            await AnswerInTurnAsync(heard, cancellationToken);
        }

        return true;
    }

    private async ValueTask AnswerInTurnAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (_schedule.DropsNext() || _schedule.IsSilent(now) || _program.Answer(payload, _faults.RejectCode, now) is not { } answer)
        {
            _statistics.CountDropped();
            return;
        }

        if (answer.Code < 0)
        {
            _statistics.CountRejection();
        }

        await SayAsync(answer.Messages, cancellationToken);
    }

    private async ValueTask<bool> SayAsync(ImmutableArray<DeviceWire> messages, CancellationToken cancellationToken)
    {
        await _voice.SayAsync(messages, _schedule.IsSilent(_time.GetUtcNow()), cancellationToken);
        return true;
    }

    private async ValueTask SayGoodbyeAsync()
    {
        // Asked for before it is looked, so that a connection that ends in between is noticed.
        var lost = _link.Lost;
        if (!_link.IsConnected)
        {
            return;
        }

        // It is said over this connection or not at all: the next would have to be waited for.
        using var timeout = new CancellationTokenSource(SimLimits.GoodbyeTimeout, _connectionTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, lost);
        try
        {
            await SayAsync([_program.Leave()], either.Token);
            await FlushAsync(either.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or MqttConnectionException)
        {
            // The Will says it instead.
        }
    }
}
