using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;
using IotHub.DeviceSim.Scenarios;

namespace IotHub.DeviceSim.Homes;

/// <summary>
/// Lets a home live in virtual time, as fast as the hub takes it: one thing after the other, in the order of their times, and time goes on
/// only when all of a moment is done. So the same seed gives the same sequence of messages.
/// </summary>
public sealed class HomeRun
{
    // The hub's clock is never further behind than this, so that its timers ask devices in good time.
    private static readonly TimeSpan Leap = TimeSpan.FromMinutes(1);

    private readonly HomeRunOptions _options;
    private readonly TimeProvider _time;
    private readonly VirtualTime _virtual;
    private readonly RequestInbox _inbox;
    private readonly PriorityQueue<int, (DateTimeOffset At, int Order)> _agenda = new();
    private readonly List<SimulatedDevice> _devices = [];
    private readonly Dictionary<SimulatedDevice, int> _order = [];
    private readonly List<SimulatedDevice> _speaking = [];
    private DateTimeOffset _hubAt;
    private DateTimeOffset _upkeepAt;
    private Lockstep? _lockstep;
    private volatile bool _isOver;

    /// <summary>Not begun yet.</summary>
    /// <param name="options">What and how.</param>
    /// <param name="time">Clock of connections, time-outs and measuring.</param>
    public HomeRun(HomeRunOptions options, TimeProvider time)
    {
        (_options, _time, _hubAt) = (options, time, options.Start);
        _virtual = new VirtualTime(options.Start, options.Zone);
        _inbox = new RequestInbox(time);
        _upkeepAt = options.HasUpkeep ? options.Start + HomeUpkeep.First : DateTimeOffset.MaxValue;
    }

    /// <summary>Told of each message that a device sends while the home lives, with the virtual time; null for nobody.</summary>
    public Action<DateTimeOffset, DeviceWire>? Sending { get; init; }

    /// <summary>Runs to the end. Ends early, with what was done so far, when cancelled between two moments.</summary>
    /// <param name="progress">Told of each virtual minute that has passed, and messages so far; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SimulationException">The hub cannot be reached or does not follow.</exception>
    public async Task<HomeRunReport> RunAsync(Action<DateTimeOffset, long>? progress, CancellationToken cancellationToken)
    {
        await using var clock = _options is { DrivesClock: true, Endpoint: { } endpoint } ? new MqttDrivenClock(endpoint, _time) : null;
        using var log = new MessageLog(_virtual);
        await using var fleet = new DeviceFleet(_options.Endpoint, _virtual, _time);
        if (clock is not null)
        {
            await clock.ConnectAsync(cancellationToken);
            _lockstep = new Lockstep(new FollowedClock(clock, _virtual), _inbox);
            await _lockstep.BeginAsync(_options.Start, cancellationToken);
        }

        void Note(SimulatedDevice device, DeviceWire message)
        {
            // At the end all devices leave at once, in no order: their goodbyes belong to no home's life.
            if (_isOver)
            {
                return;
            }

            log.Note(message);
            Sending?.Invoke(_virtual.GetUtcNow(), message);
        }

        var began = _time.GetTimestamp();
        var rooms = HomeRooms.Of(_options.Plan, _options.Start, _options.Zone);
        foreach (var plan in _options.Plan.Devices)
        {
            var device = await fleet.JoinAsync(
                HomeRooms.In(plan with { IsStepped = true }, rooms), _inbox.AcceptAsync, Note, cancellationToken);
            _order.Add(device, _devices.Count);
            _devices.Add(device);
        }

        await AdvanceHubAsync(_options.Start, cancellationToken);
        var life = new HomeLife(_options.Plan, rooms, _options.Start, _options.Zone);
        await LiveAsync(life, fleet, log, progress, cancellationToken);
        _isOver = true;
        var elapsed = _time.GetElapsedTime(began);
        var statistics = fleet.Statistics;
        return new HomeRunReport
        {
            Home = _options.Plan.Name,
            Devices = _options.Plan.Devices.Length,
            From = _options.Start,
            To = _virtual.GetUtcNow(),
            Messages = log.ByKind,
            Sent = log.Count,
            Acknowledged = statistics.Published,
            Refused = statistics.Refused,
            Requests = statistics.Requests,
            Rejections = statistics.Rejections,
            Seconds = Math.Round(elapsed.TotalSeconds, 3),
            MessagesPerSecond = elapsed > TimeSpan.Zero ? Math.Round(log.Count / elapsed.TotalSeconds, 1) : 0,
            Hash = log.Finish(),
        };
    }

    private async Task LiveAsync(HomeLife life, DeviceFleet fleet, MessageLog log, Action<DateTimeOffset, long>? progress, CancellationToken cancellationToken)
    {
        var acts = new HomeActs(life, fleet.Devices.ToDictionary(device => device.Did).GetValueOrDefault);
        var end = _options.Start + _options.Duration;
        foreach (var device in fleet.Devices)
        {
            Plan(device);
        }

        var told = _options.Start;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (_hubAt - told >= Leap)
            {
                told = _hubAt;
                progress?.Invoke(told, log.Count);
            }

            var next = Earliest(life);
            if (next > _hubAt + Leap || next >= end)
            {
                var to = _hubAt + Leap < end ? _hubAt + Leap : end;
                await AdvanceHubAsync(to, CancellationToken.None);
                if (to == end)
                {
                    progress?.Invoke(to, log.Count);
                    return;
                }

                continue;
            }

            await LiveMomentAsync(life, acts, next, CancellationToken.None);
        }
    }

    private async ValueTask LiveMomentAsync(HomeLife life, HomeActs acts, DateTimeOffset first, CancellationToken cancellationToken)
    {
        var last = first + _options.Grain;
        for (var next = first; next <= last; next = Earliest(life))
        {
            _virtual.AdvanceTo(next);
            if (_upkeepAt <= next)
            {
                _upkeepAt += HomeUpkeep.Every;
                await KeepUpAsync(acts, next, cancellationToken);
            }
            else if (life.NextAt <= next)
            {
                while (life.TryTake(next, out var act))
                {
                    Note(await acts.PerformAsync(act, next, cancellationToken));
                }
            }
            else if (_agenda.TryDequeue(out var index, out _) && _devices[index].NextAt <= next)
            {
                await _devices[index].StepAsync(cancellationToken);
                Note(_devices[index]);
            }
        }

        if (_speaking.Count > 0)
        {
            var now = _virtual.GetUtcNow();
            await AdvanceHubAsync(now, cancellationToken);
            foreach (var device in _speaking)
            {
                await device.FlushAsync(cancellationToken);
            }

            _speaking.Clear();

            // The same moment again: what the messages caused is answered before time goes on.
            await AdvanceHubAsync(now, cancellationToken);
        }
    }

    private DateTimeOffset Earliest(HomeLife life)
    {
        // Whenever a device moves on, it is planned anew; entries from before are left behind and dropped here.
        while (_agenda.TryPeek(out var index, out var entry) && _devices[index].NextAt != entry.At)
        {
            _agenda.Dequeue();
        }

        var next = _agenda.TryPeek(out _, out var first) ? first.At : DateTimeOffset.MaxValue;
        next = _upkeepAt < next ? _upkeepAt : next;
        return life.NextAt < next ? (life.NextAt > _virtual.GetUtcNow() ? life.NextAt : _virtual.GetUtcNow()) : next;
    }

    private async ValueTask KeepUpAsync(HomeActs acts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var device in _devices)
        {
            foreach (var act in HomeUpkeep.Find(device.Plan, await device.LookAsync(cancellationToken)))
            {
                Note(await acts.PerformAsync(act, now, cancellationToken));
            }
        }
    }

    private void Note(SimulatedDevice? device)
    {
        if (device is null)
        {
            return;
        }

        Plan(device);
        if (device.HasMessages && !_speaking.Contains(device))
        {
            _speaking.Add(device);
        }
    }

    private void Plan(SimulatedDevice device)
    {
        if (device.NextAt is { } next)
        {
            _agenda.Enqueue(_order[device], (next, _order[device]));
        }
    }

    private async ValueTask AdvanceHubAsync(DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (_lockstep is not null)
        {
            await _lockstep.AdvanceAsync(to, request => Plan(request.Device), cancellationToken);
        }
        else
        {
            // A hub that keeps its own time asks when it likes.
            while (_inbox.TryTake(out var request))
            {
                await request.Device.AnswerAsync(request, cancellationToken);
                await request.Device.FlushAsync(cancellationToken);
                Plan(request.Device);
            }
        }

        _virtual.AdvanceTo(to);
        _hubAt = to > _hubAt ? to : _hubAt;
    }
}
