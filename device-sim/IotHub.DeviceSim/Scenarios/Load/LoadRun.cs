using System.Globalization;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Homes;

namespace IotHub.DeviceSim.Scenarios.Load;

/// <summary>
/// Sends at a steady rate over many connections, whether the broker keeps up or not: each message has its moment, and its latency counts from
/// that moment to its acknowledgement, so that a broker that stalls cannot hide it by slowing the sender.
/// </summary>
public sealed class LoadRun
{
    // A broker that falls behind further is full; what is due then is sent later and counts as late.
    private const int OutstandingMax = 50_000;

    // Few enough for the listening queue of a small broker.
    private const int JoinAtOnce = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly LoadOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<double> _milliseconds = [];

    /// <summary>Not begun yet.</summary>
    /// <param name="options">What.</param>
    /// <param name="time">Clock of pacing and measuring.</param>
    public LoadRun(LoadOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
    }

    /// <summary>Connects all, sends, and waits for the last acknowledgements. Cancelled, it ends with what was sent so far.</summary>
    /// <exception cref="SimulationException">The broker cannot be reached, or the contract has nothing to report.</exception>
    public async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        var (first, second) = FindReadings(_options.Contract);
        await using var fleet = new DeviceFleet(_options.Endpoint, _time);
        var began = _time.GetTimestamp();
        foreach (var some in Enumerable.Range(1, _options.Devices).Chunk(JoinAtOnce))
        {
            await Task.WhenAll(some.Select(number => fleet.JoinAsync(PlanOf(number), null, cancellationToken)));
        }

        var joined = _time.GetElapsedTime(began);
        var devices = fleet.Devices.ToArray();
        var (publishedBefore, refusedBefore) = (fleet.Statistics.Published, fleet.Statistics.Refused);
        using var giveUp = new CancellationTokenSource();
        using var room = new SemaphoreSlim(OutstandingMax, OutstandingMax);
        var start = _time.GetTimestamp();
        var sent = await SendAllAsync(devices, first, second, start, room, giveUp.Token, cancellationToken);
        var whole = await DrainAsync(sent, start, giveUp);
        var acknowledged = fleet.Statistics.Published - publishedBefore;
        var refused = fleet.Statistics.Refused - refusedBefore;
        return new LoadReport
        {
            Devices = devices.Length,
            JoinSeconds = Math.Round(joined.TotalSeconds, 3),
            RateAsked = _options.Rate,
            RateAchieved = Math.Round(acknowledged / Math.Max(whole.TotalSeconds, 0.001), 1),
            Sent = sent.Count,
            Acknowledged = acknowledged,
            Refused = refused,
            Lost = sent.Count - acknowledged - refused,
            Reconnects = fleet.Statistics.Connects - devices.Length,
            LatencyP50Milliseconds = Quantile(0.5),
            LatencyP99Milliseconds = Quantile(0.99),
            LatencyMaxMilliseconds = Quantile(1),
        };
    }

    private SimulatedDevicePlan PlanOf(int number)
    {
        var did = string.Create(CultureInfo.InvariantCulture, $"{_options.Prefix}-{number}");
        return new SimulatedDevicePlan { Did = did, Contract = _options.Contract, Seed = HomeFile.SeedOf(_options.Seed, did), ActsByItself = false };
    }

    private async Task<List<Task>> SendAllAsync(
        SimulatedDevice[] devices, PropertyReading first, PropertyReading second, long start, SemaphoreSlim room, CancellationToken giveUp, CancellationToken cancellationToken)
    {
        var total = (long)Math.Round(_options.Rate * _options.Duration.TotalSeconds);
        var sent = new List<Task>((int)Math.Min(total, 1_000_000));
        for (var i = 0L; i < total && !cancellationToken.IsCancellationRequested;)
        {
            var due = (long)(_time.GetElapsedTime(start).TotalSeconds * _options.Rate);
            for (; i <= due && i < total; i++)
            {
                await room.WaitAsync(giveUp);
                var device = devices[i % devices.Length];

                // Every round the other value, so that each message is a change to the hub.
                var reading = i / devices.Length % 2 == 0 ? first : second;
                sent.Add(SendAsync(device, reading, TimeSpan.FromSeconds(i / _options.Rate), start, room, giveUp));
            }

            await Task.Delay(Pause, _time, CancellationToken.None);
        }

        return sent;
    }

    private async Task SendAsync(SimulatedDevice device, PropertyReading reading, TimeSpan due, long start, SemaphoreSlim room, CancellationToken giveUp)
    {
        try
        {
            await device.TakeAsync([reading], giveUp);
            var late = _time.GetElapsedTime(start) - due;
            lock (_lock)
            {
                _milliseconds.Add(late.TotalMilliseconds);
            }
        }
        catch (OperationCanceledException)
        {
            // Lost, and counted as such.
        }
        finally
        {
            room.Release();
        }
    }

    private async Task<TimeSpan> DrainAsync(List<Task> sent, long start, CancellationTokenSource giveUp)
    {
        var all = Task.WhenAll(sent);
        await Task.WhenAny(all, Task.Delay(_options.Grace, _time, CancellationToken.None));
        var whole = _time.GetElapsedTime(start);
        await giveUp.CancelAsync();
        await all;
        return whole;
    }

    private double? Quantile(double share)
    {
        lock (_lock)
        {
            if (_milliseconds.Count == 0)
            {
                return null;
            }

            _milliseconds.Sort();
            return Math.Round(_milliseconds[Math.Clamp((int)Math.Ceiling(share * _milliseconds.Count) - 1, 0, _milliseconds.Count - 1)], 3);
        }
    }

    private static (PropertyReading First, PropertyReading Second) FindReadings(DeviceContract contract)
    {
        foreach (var property in contract.Properties.Where(property => property.IsObservable))
        {
            var (low, high) = property.Range is { } range ? (range.Minimum, range.Minimum + range.Step) : (0, 1);
            var one = InitialValue.Fit(property, low);
            var other = InitialValue.Fit(property, high);
            if (one.HasValue && other.HasValue && one != other)
            {
                return (new PropertyReading(property, one), new PropertyReading(property, other));
            }
        }

        throw new SimulationException($"The contract {contract.Type.Text} has no number and no boolean that a device could report.");
    }
}
