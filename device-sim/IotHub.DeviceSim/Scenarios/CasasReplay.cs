using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Homes;

namespace IotHub.DeviceSim.Scenarios;

/// <summary>How far a replay is.</summary>
/// <param name="Lines">Lines of the recording; known from the first pass.</param>
/// <param name="Done">Of them, done.</param>
/// <param name="At">Recorded time of the last event; null before the first.</param>
/// <param name="Requests">Requests that devices received.</param>
public readonly record struct ReplayProgress(long Lines, long Done, DateTimeOffset? At, long Requests);

/// <summary>
/// Replays a recorded home into a hub: each place is a motion or contact sensor on a connection of its own, and each recorded event is
/// published in order, the next only when the broker has the last.
/// </summary>
public sealed class CasasReplay
{
    /// <summary>Rejected lines that the report shows; all are counted.</summary>
    public const int RejectionsShownMax = 20;

    private readonly ReplayOptions _options;
    private readonly TimeProvider _time;
    private readonly RequestInbox _inbox;
    private readonly Latencies _latencies;
    private readonly ReplayCounts _counts = new();
    private readonly Dictionary<string, (SimulatedDevice Device, ContractProperty Property)> _sensors = new(StringComparer.Ordinal);
    private Survey _survey = new(0, [], null);

    /// <summary>Not begun yet.</summary>
    /// <param name="options">What to replay.</param>
    /// <param name="time">Clock of pacing, time-outs and measuring; never the hub's driven clock.</param>
    public CasasReplay(ReplayOptions options, TimeProvider time)
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
        _survey = await SurveyAsync(cancellationToken);
        await using var clock = _options.DrivesClock ? new MqttDrivenClock(_options.Endpoint, _time) : null;
        var lockstep = clock is null ? null : new Lockstep(clock, _inbox);
        await using var fleet = new DeviceFleet(_options.Endpoint, _time);
        if (clock is not null && lockstep is not null && _survey.Start is { } start)
        {
            await clock.ConnectAsync(cancellationToken);
            await lockstep.BeginAsync(start, cancellationToken);
        }

        await JoinAsync(fleet, lockstep is not null, cancellationToken);
        if (lockstep is not null && _survey.Start is { } begin)
        {
            await lockstep.AdvanceAsync(begin, cancellationToken);
        }

        var began = _time.GetTimestamp();
        await PublishAllAsync(fleet, lockstep, progress, cancellationToken);
        var elapsed = _time.GetElapsedTime(began);
        if (lockstep is not null && _counts.To is { } last && !cancellationToken.IsCancellationRequested)
        {
            await lockstep.AdvanceAsync(last + _options.Tail, cancellationToken);
        }

        return Report(elapsed, fleet.Statistics);
    }

    private async Task<Survey> SurveyAsync(CancellationToken cancellationToken)
    {
        // Read once beforehand: all sensors join before the first event, so that their order does not hang on the events.
        var lines = 0L;
        DateTimeOffset? start = null;
        var reader = new CasasReader(_options.Zone);
        using var text = CasasReader.Open(_options.Path);
        await foreach (var line in reader.ReadAsync(text, cancellationToken))
        {
            if (line.Number > (_options.Limit ?? long.MaxValue))
            {
                break;
            }

            lines++;
            start ??= line.Event?.At;
        }

        return new Survey(lines, [.. reader.Sensors], start);
    }

    private async Task JoinAsync(DeviceFleet fleet, bool isDriven, CancellationToken cancellationToken)
    {
        foreach (var plan in _options.Home?.Devices ?? [])
        {
            await fleet.JoinAsync(plan with { ActsByItself = !isDriven && plan.ActsByItself }, isDriven ? AcceptAsync : AnswerAsync, cancellationToken);
        }

        foreach (var sensor in _survey.Sensors)
        {
            var plan = PlanOf(sensor);
            var key = sensor.Kind == CasasSensorKind.Motion ? "motion-sensor.motion-state" : "contact-sensor.contact-state";
            if (!plan.Contract.TryGetProperty(key, out var property))
            {
                throw new SimulationException($"The contract {plan.Contract.Type.Text} has no property {key}.");
            }

            var device = await fleet.JoinAsync(plan, isDriven ? AcceptAsync : AnswerAsync, cancellationToken);
            _sensors.Add(sensor.Did, (device, property));
        }
    }

    private SimulatedDevicePlan PlanOf(CasasSensor sensor)
    {
        var kind = sensor.Kind == CasasSensorKind.Motion ? "motion-sensor" : "contact-sensor";
        if (!_options.Catalogue.TryGetKind(kind, out var contract))
        {
            throw new SimulationException($"There is no contract of the kind {kind}; it is needed for {sensor.Did}.");
        }

        return new SimulatedDevicePlan
        {
            Did = sensor.Did,
            Contract = contract,
            Label = sensor.Spot,
            Room = sensor.Location,
            Seed = HomeFile.SeedOf(1, sensor.Did),
            ActsByItself = false,
        };
    }

    private async Task PublishAllAsync(DeviceFleet fleet, Lockstep? lockstep, Action<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var reader = new CasasReader(_options.Zone);
        using var text = CasasReader.Open(_options.Path);
        var began = _time.GetTimestamp();
        await foreach (var line in reader.ReadAsync(text, CancellationToken.None))
        {
            if (line.Number > (_options.Limit ?? long.MaxValue) || cancellationToken.IsCancellationRequested)
            {
                break;
            }

            _counts.Count(line);
            if (line.Event is { } casasEvent)
            {
                await PaceAsync(began, casasEvent.At, cancellationToken);
                await PublishAsync(casasEvent, lockstep, cancellationToken);
                _counts.Published++;
            }

            progress?.Invoke(new ReplayProgress(_survey.Lines, _counts.Lines, _counts.To, fleet.Statistics.Requests));
        }
    }

    private async ValueTask PublishAsync(CasasEvent casasEvent, Lockstep? lockstep, CancellationToken cancellationToken)
    {
        if (lockstep is not null)
        {
            await lockstep.AdvanceAsync(casasEvent.At, cancellationToken);
        }

        var (device, property) = _sensors[casasEvent.Sensor.Did];
        _latencies.Begin(_time.GetTimestamp());
        await device.ReportAsync([new PropertyReading(property, PropertyValue.FromBoolean(casasEvent.Value))], cancellationToken);
        if (lockstep is not null)
        {
            // The same moment again: what the event caused is answered before time goes on.
            await lockstep.AdvanceAsync(casasEvent.At, cancellationToken);
            _latencies.End();
        }
    }

    private async ValueTask PaceAsync(long began, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (_options.Speed is { } speed && _survey.Start is { } start)
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

    private ReplayReport Report(TimeSpan elapsed, DeviceStatistics statistics) => new()
    {
        Lines = _counts.Lines,
        Published = _counts.Published,
        Blank = _counts.Blank,
        Rejected = _counts.Rejected,
        FirstRejections = _counts.FirstRejections,
        TimeWentBack = _counts.WentBack,
        Sensors = _survey.Sensors.Length,
        Actuators = _options.Home?.Devices.Length ?? 0,
        Requests = statistics.Requests,
        From = _counts.From,
        To = _counts.To,
        Seconds = Math.Round(elapsed.TotalSeconds, 3),
        EventsPerSecond = elapsed > TimeSpan.Zero ? Math.Round(_counts.Published / elapsed.TotalSeconds, 1) : 0,
        LatencySamples = _latencies.Count,
        LatencyP50Milliseconds = _latencies.Quantile(0.5),
        LatencyP99Milliseconds = _latencies.Quantile(0.99),
    };

    private sealed record Survey(long Lines, ImmutableArray<CasasSensor> Sensors, DateTimeOffset? Start);
}
