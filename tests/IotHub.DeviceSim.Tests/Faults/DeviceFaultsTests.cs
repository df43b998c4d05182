using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;
using IotHub.DeviceSim.Homes;

namespace IotHub.DeviceSim.Tests.Faults;

/// <summary>Faults that come by time, on a device that is stepped through virtual time without a broker.</summary>
public sealed class DeviceFaultsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Step_RebootEvery_IsBornAgainWithTheValuesOfTheBeginning()
    {
        await using var bench = await Bench.StartAsync("light", new DeviceFaults { RebootEvery = TimeSpan.FromSeconds(60) });
        await bench.AskAsync("""{"id":"1","set":{"light.on":true}}""");
        await bench.StepToAsync(Start.AddSeconds(60));
        Assert.Equal(["07:01:00 announce", "07:01:00 status", "07:01:00 properties"], bench.TopicsFrom(5));
        Assert.Contains("\"light.on\":false", bench.Log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_DisconnectEvery_IsBornAgainWithItsValues()
    {
        await using var bench = await Bench.StartAsync("light", new DeviceFaults { DisconnectEvery = TimeSpan.FromSeconds(60) });
        await bench.AskAsync("""{"id":"1","set":{"light.on":true}}""");
        await bench.StepToAsync(Start.AddSeconds(60));
        Assert.Equal(["07:01:00 announce", "07:01:00 status", "07:01:00 properties"], bench.TopicsFrom(5));
        Assert.Contains("\"light.on\":true", bench.Log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_FlappingWifi_IsNotHeardWhileItIsOutOfReach()
    {
        await using var bench = await Bench.StartAsync("light", new DeviceFaults { WifiUp = TimeSpan.FromSeconds(30), WifiDown = TimeSpan.FromSeconds(20) });
        await bench.StepToAsync(Start.AddSeconds(30));
        Assert.False(await bench.IsHeardAsync());
        await bench.StepToAsync(Start.AddSeconds(50));
        Assert.Equal(["07:00:50 announce", "07:00:50 status", "07:00:50 properties"], bench.TopicsFrom(3));
        Assert.True(await bench.IsHeardAsync());
    }

    [Fact]
    public async Task Step_BatteryDeadAfter_FallsToNothingAndIsGone()
    {
        await using var bench = await Bench.StartAsync("contact-sensor", new DeviceFaults { BatteryDeadAfter = TimeSpan.FromSeconds(100) });
        await bench.StepToAsync(Start.AddSeconds(100));
        var levels = bench.Log.Skip(3).Where(line => line.Contains("battery-level\":", StringComparison.Ordinal) && line.Contains("/properties", StringComparison.Ordinal)).ToList();
        Assert.Equal(FaultSteps, levels.Count);
        Assert.EndsWith("{\"battery.battery-level\":0}", levels[^1], StringComparison.Ordinal);
        Assert.Contains(bench.Log, line => line.Contains("events/battery.low-battery", StringComparison.Ordinal));
        Assert.False(bench.Device.IsPlugged);
        Assert.False(await bench.IsHeardAsync());
    }

    [Fact]
    public async Task Step_SilentAfter_NeitherReportsNorAnswers()
    {
        await using var bench = await Bench.StartAsync("temperature-humidity-sensor", new DeviceFaults { SilentAfter = TimeSpan.FromMinutes(10) });
        await bench.StepToAsync(Start.AddHours(5));
        await bench.AskAsync("""{"id":"1","get":["battery.battery-level"]}""");
        Assert.All(bench.Log, line => Assert.True(string.CompareOrdinal(line[..8], "07:10:00") < 0, line));
        Assert.Equal(1, bench.Statistics.Dropped);
    }

    [Fact]
    public async Task Happen_ClockSkew_TheTimeOfTheEventIsWrong()
    {
        await using var bench = await Bench.StartAsync("button", new DeviceFaults { ClockSkew = TimeSpan.FromHours(-2) });
        Assert.True(bench.Device.Plan.Contract.TryGetEvent("switch-sensor.click", out var click));
        await bench.Device.HappenAsync(click, [], CancellationToken.None);
        Assert.Contains("\"at\":\"2026-01-05T05:00:00+00:00\"", bench.Log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_AnswerDelay_AnswersOneAfterTheOther()
    {
        await using var bench = await Bench.StartAsync("light", new DeviceFaults { AnswerDelay = TimeSpan.FromSeconds(3) });
        await bench.AskAsync("""{"id":"1","get":["light.on"]}""");
        await bench.AskAsync("""{"id":"2","get":["light.on"]}""");
        Assert.Equal(3, bench.Log.Count);
        await bench.StepToAsync(Start.AddSeconds(10));
        Assert.Equal(["07:00:03 responses", "07:00:06 responses"], bench.TopicsFrom(3));
    }

    [Fact]
    public async Task Break_ThenMend_FaultsBeginAndEnd()
    {
        await using var bench = await Bench.StartAsync("light", DeviceFaults.None);
        await bench.Device.BreakAsync(new DeviceFaults { Loss = 1 }, CancellationToken.None);
        Assert.False(await bench.IsHeardAsync());
        await bench.Device.BreakAsync(DeviceFaults.None, CancellationToken.None);
        Assert.True(await bench.IsHeardAsync());
    }

    [Fact]
    public async Task Step_ReportInterval_EveryPromiseIsKept()
    {
        foreach (var contract in SimContracts.Catalogue.All)
        {
            await using var bench = await Bench.StartAsync(contract, DeviceFaults.None);
            var end = Start.AddHours(3);
            await bench.StepToAsync(end);
            Check(bench, contract.ReportInterval, "", contract.Kind);
            foreach (var property in contract.Properties.Where(property => property.IsObservable && bench.Log[2].Contains($"\"{property.Key}\"", StringComparison.Ordinal)))
            {
                Check(bench, property.ReportInterval, $"\"{property.Key}\":", $"{contract.Kind} {property.Key}");
            }

            void Check(Bench heard, TimeSpan? interval, string part, string name)
            {
                var times = heard.Times.Where((_, index) => heard.Log[index].Contains(part, StringComparison.Ordinal)).Append(end).ToList();
                for (var i = 1; i < times.Count; i++)
                {
                    Assert.True(interval is null || times[i] - times[i - 1] <= interval, $"{name} is silent from {times[i - 1]:T} to {times[i]:T}");
                }
            }
        }
    }

    private const int FaultSteps = 20;

    private sealed class Bench : IAsyncDisposable
    {
        private readonly VirtualTime _time = new(Start, TimeZoneInfo.Utc);
        private readonly DeviceFleet _fleet;

        private Bench() => _fleet = new DeviceFleet(null, _time, TimeProvider.System);

        public List<string> Log { get; } = [];

        public List<DateTimeOffset> Times { get; } = [];

        public SimulatedDevice Device { get; private set; } = null!;

        public DeviceStatistics Statistics => _fleet.Statistics;

        public static Task<Bench> StartAsync(string kind, DeviceFaults faults)
        {
            Assert.True(SimContracts.Catalogue.TryGetKind(kind, out var contract));
            return StartAsync(contract, faults);
        }

        public static async Task<Bench> StartAsync(DeviceContract contract, DeviceFaults faults)
        {
            var bench = new Bench();
            bench.Device = await bench._fleet.JoinAsync(
                new SimulatedDevicePlan { Did = "thing", Contract = contract, Faults = faults, IsStepped = true },
                null,
                (_, wire) =>
                {
                    bench.Times.Add(bench._time.GetUtcNow());
                    bench.Log.Add(string.Create(CultureInfo.InvariantCulture, $"{bench._time.GetUtcNow():HH:mm:ss} {wire.Topic["devices/thing/".Length..].Insert(0, "/")} {Encoding.UTF8.GetString(wire.Payload.Span)}"));
                },
                CancellationToken.None);
            return bench;
        }

        public async Task StepToAsync(DateTimeOffset end)
        {
            while (Device.NextAt is { } next && next <= end)
            {
                _time.AdvanceTo(next);
                await Device.StepAsync(CancellationToken.None);
                await Device.FlushAsync(CancellationToken.None);
            }

            _time.AdvanceTo(end);
        }

        public ValueTask AskAsync(string request) => Device.AnswerAsync(new IncomingRequest(Device, Encoding.UTF8.GetBytes(request), 0), CancellationToken.None);

        public async Task<bool> IsHeardAsync()
        {
            var before = Log.Count;
            var property = Device.Plan.Contract.Properties.First(candidate => candidate.IsObservable);
            var value = (await Device.LookAsync(CancellationToken.None)).First(reading => reading.Property == property);
            await Device.TakeAsync(ImmutableArray.Create(new PropertyReading(property, value.Value)), CancellationToken.None);
            return Log.Count > before;
        }

        public IEnumerable<string> TopicsFrom(int index) => Log.Skip(index).Select(line => line.Split(' ')).Select(parts => $"{parts[0]} {parts[1].TrimStart('/')}");

        public ValueTask DisposeAsync() => _fleet.DisposeAsync();
    }
}
