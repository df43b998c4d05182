using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Homes;

namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>How far a replay is.</summary>
/// <param name="Events">Events of the recording.</param>
/// <param name="Done">Of them, published.</param>
/// <param name="At">Recorded time of the last event; null before the first.</param>
/// <param name="Requests">Requests that devices received.</param>
public readonly record struct ReplayProgress(long Events, long Done, DateTimeOffset? At, long Requests);

/// <summary>
/// Replays a recorded home into a hub: each sensor is a device of a contract on a connection of its own, and each recorded event is
/// published in order, the next only when the broker has the last.
/// </summary>
public sealed class RecordingReplay
{
    /// <summary>Rejected lines that the report shows; all are counted.</summary>
    public const int RejectionsShownMax = 20;

    private readonly ReplayOptions _options;
    private readonly TimeProvider _time;
    private readonly RequestInbox _inbox;
    private readonly Latencies _latencies;
    private readonly Dictionary<string, (SimulatedDevice Device, ContractProperty Property)> _sensors = new(StringComparer.Ordinal);
    private long _published;
    private DateTimeOffset? _last;

    /// <summary>Not begun yet.</summary>
    /// <param name="options">What to replay.</param>
    /// <param name="time">Clock of pacing, time-outs and measuring; never the hub's driven clock.</param>
    public RecordingReplay(ReplayOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _inbox = new RequestInbox(time);
        _latencies = new Latencies(time);
    }

    /// <summary>Replays. Ends early, with what was done so far, when cancelled between two events.</summary>
    /// <param name="progress">Told after each line, on the replay's own way: be quick. Null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SimulationException">The file cannot be read, the hub cannot be reached or does not follow.</exception>
    public async Task<ReplayReport> RunAsync(Action<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await ReplayAsync(progress, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new SimulationException($"The recording {_options.Path} cannot be read: {exception.Message}", exception);
        }
    }

    private async Task<ReplayReport> ReplayAsync(Action<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        // Read whole beforehand: all sensors join before the first event, so that their order does not hang on the events.
        var recording = await RecordingReader.ReadAsync(_options.Path, _options.Format, _options.Zone, _options.Limit, cancellationToken);
        DateTimeOffset? begin = recording.Events.IsEmpty ? null : recording.Events[0].At;
        await using var clock = _options.DrivesClock ? new MqttDrivenClock(_options.Endpoint, _time) : null;
        var lockstep = clock is null ? null : new Lockstep(clock, _inbox);
        await using var fleet = new DeviceFleet(_options.Endpoint, _time);
        if (clock is not null && lockstep is not null && begin is { } start)
        {
            await clock.ConnectAsync(cancellationToken);
            await lockstep.BeginAsync(start, cancellationToken);
        }

        await JoinAsync(recording, fleet, lockstep is not null, cancellationToken);
        if (lockstep is not null && begin is { } first)
        {
            await lockstep.AdvanceAsync(first, cancellationToken);
        }

        var began = _time.GetTimestamp();
        await PublishAllAsync(recording, fleet, lockstep, progress, cancellationToken);
        var elapsed = _time.GetElapsedTime(began);
        if (lockstep is not null && _last is { } last && !cancellationToken.IsCancellationRequested)
        {
            await lockstep.AdvanceAsync(last + _options.Tail, cancellationToken);
        }

        return Report(recording, elapsed, fleet.Statistics);
    }

    private async Task JoinAsync(Recording recording, DeviceFleet fleet, bool isDriven, CancellationToken cancellationToken)
    {
        foreach (var plan in _options.Home?.Devices ?? [])
        {
            await fleet.JoinAsync(plan with { ActsByItself = !isDriven && plan.ActsByItself }, isDriven ? AcceptAsync : AnswerAsync, cancellationToken);
        }

        foreach (var sensor in recording.Sensors)
        {
            var plan = PlanOf(sensor);
            if (!plan.Contract.TryGetProperty(sensor.Property, out var property))
            {
                throw new SimulationException($"The contract {plan.Contract.Type.Text} has no property {sensor.Property}.");
            }

            var device = await fleet.JoinAsync(plan, isDriven ? AcceptAsync : AnswerAsync, cancellationToken);
            _sensors.Add(sensor.Did, (device, property));
        }
    }

    private SimulatedDevicePlan PlanOf(RecordedSensor sensor)
    {
        if (!_options.Catalogue.TryGetKind(sensor.Contract, out var contract))
        {
            throw new SimulationException($"There is no contract of the kind {sensor.Contract}; it is needed for {sensor.Did}.");
        }

        return new SimulatedDevicePlan
        {
            Did = sensor.Did,
            Contract = contract,
            Label = sensor.Label,
            Room = sensor.Room,
            Seed = HomeFile.SeedOf(1, sensor.Did),
            ActsByItself = false,
        };
    }

    private async Task PublishAllAsync(Recording recording, DeviceFleet fleet, Lockstep? lockstep, Action<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        foreach (var happened in recording.Events)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            await PaceAsync(began, recording.Events[0].At, happened.At, cancellationToken);
            await PublishAsync(happened, lockstep, cancellationToken);
            _published++;
            _last = happened.At;
            progress?.Invoke(new ReplayProgress(recording.Events.Length, _published, _last, fleet.Statistics.Requests));
        }
    }

    private async ValueTask PublishAsync(RecordedEvent happened, Lockstep? lockstep, CancellationToken cancellationToken)
    {
        if (lockstep is not null)
        {
            await lockstep.AdvanceAsync(happened.At, cancellationToken);
        }

        var (device, property) = _sensors[happened.Sensor.Did];
        _latencies.Begin(_time.GetTimestamp());
        await device.TakeAsync([new PropertyReading(property, PropertyValue.FromBoolean(happened.Value))], cancellationToken);
        if (lockstep is not null)
        {
            // The same moment again: what the event caused is answered before time goes on.
            await lockstep.AdvanceAsync(happened.At, cancellationToken);
            _latencies.End();
        }
    }

    private async ValueTask PaceAsync(long began, DateTimeOffset start, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (_options.Speed is { } speed)
        {
            var wait = ((at - start) / speed) - _time.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _time, cancellationToken);
            }
        }
    }

    private ValueTask AcceptAsync(IncomingRequest request, CancellationToken cancellationToken)
    {
        _latencies.Note(request.ReceivedTimestamp);
        return _inbox.AcceptAsync(request, cancellationToken);
    }

    private ValueTask AnswerAsync(IncomingRequest request, CancellationToken cancellationToken)
    {
        _latencies.Note(request.ReceivedTimestamp);
        return request.Device.AnswerAsync(request, cancellationToken);
    }

    private ReplayReport Report(Recording recording, TimeSpan elapsed, DeviceStatistics statistics) => new()
    {
        Lines = recording.Lines,
        EventLines = recording.EventLines,
        Notes = recording.Notes,
        Published = _published,
        Blank = recording.Blank,
        Rejected = recording.Rejected,
        FirstRejections = recording.FirstRejections,
        TimeWentBack = recording.TimeWentBack,
        Repeated = recording.Repeated,
        Sensors = recording.Sensors.Length,
        Actuators = _options.Home?.Devices.Length ?? 0,
        Requests = statistics.Requests,
        From = _last is null ? null : recording.Events[0].At,
        To = _last,
        Seconds = Math.Round(elapsed.TotalSeconds, 3),
        EventsPerSecond = elapsed > TimeSpan.Zero ? Math.Round(_published / elapsed.TotalSeconds, 1) : 0,
        LatencySamples = _latencies.Count,
        LatencyP50Milliseconds = _latencies.Quantile(0.5),
        LatencyP99Milliseconds = _latencies.Quantile(0.99),
    };
}
