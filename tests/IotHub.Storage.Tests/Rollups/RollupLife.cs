using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Runtime;

namespace IotHub.Storage.Tests.Rollups;

/// <summary>Makes batches of what happens to some devices, at random.</summary>
internal sealed class RollupLife(Random random, DateTimeOffset begin, TimeSpan between, int devices = 2)
{
    private readonly double[] _counters = [.. Enumerable.Repeat(5.0, devices)];
    private long _cause;

    public DateTimeOffset Now { get; private set; } = begin;

    public Device[] Devices { get; } = [.. Enumerable.Range(1, devices).Select(number => RollupHome.Meter with { Name = $"meter-{number}", Did = $"did-{number}" })];

    public List<HubOutput> Batch(int count)
    {
        var batch = new List<HubOutput>();
        for (var i = 0; i < count; i++)
        {
            Now += between * (2 * random.NextDouble());
            var number = random.Next(Devices.Length);
            batch.Add(random.Next(30) switch
            {
                0 => RollupHome.Becomes(Devices[number], DeviceAvailability.Offline, Now),
                < 3 => RollupHome.Becomes(Devices[number], DeviceAvailability.Online, Now),
                < 5 => RollupHome.Clicked(Devices[number], Now),
                _ => Change(number),
            });
        }

        return batch;
    }

    /// <summary>The hub was away since the last thing that happened.</summary>
    public HubOutput Restart(TimeSpan away)
    {
        var lastAlive = Now;
        Now += away;
        return RollupHome.Started(lastAlive, Now);
    }

    private HubOutput Change(int number)
    {
        var signal = RollupHome.Signals[random.Next(RollupHome.Signals.Length - 1)];
        var value = signal switch
        {
            RollupHome.Energy => PropertyValue.FromNumber(_counters[number] = Math.Round(random.Next(15) == 0 ? _counters[number] * random.NextDouble() : _counters[number] + random.NextDouble(), 3)),
            RollupHome.Power => PropertyValue.FromNumber(random.Next(0, 20_000) / 10.0),
            RollupHome.Temperature => PropertyValue.FromNumber(random.Next(-300, 300) / 10.0),
            RollupHome.On => PropertyValue.FromBoolean(random.Next(2) == 0),
            _ => PropertyValue.FromText($"Title {random.Next(30)}, a long one that is cut"),
        };
        return RollupHome.Changed(Devices[number], signal, value, Now, ++_cause);
    }
}
