using System.Globalization;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Runtime.Feeds;
using IotHub.Testing;

namespace IotHub.Runtime.Tests;

/// <summary>
/// More than the loop can take: whenever it takes an input, the storm's lane is full again. Counted is how many inputs are done between the moment
/// in which something urgent is posted and the step in which its command goes out; time is not looked at.
/// </summary>
public sealed class StormTests
{
    // Five seconds at 5,000 a second.
    private const int StormSize = 25_000;

    [Fact]
    public async Task RunAsync_StormOfTelemetry_PersonAndSafetyRuleAreNextOrNextButOne()
    {
        using var storm = new Storm(InboxLane.Telemetry);

        await storm.RunAsync(StormSize, every: 499);

        // Ten times a second each was asked for something, in the midst of the storm.
        Assert.Equal(StormSize / 499, storm.PersonWaited.Count);
        Assert.Equal(StormSize / 499, storm.SafetyWaited.Count);
        Assert.True(storm.SafetyWaited.Max() <= 1, $"A safety rule waited for {storm.SafetyWaited.Max()} inputs.");
        Assert.True(storm.PersonWaited.Max() <= 2, $"A person waited for {storm.PersonWaited.Max()} inputs.");
        Assert.Equal(StormSize, storm.Done);
    }

    [Theory]
    [InlineData(InboxLane.Safety)]
    [InlineData(InboxLane.Person)]
    [InlineData(InboxLane.Comfort)]
    public async Task RunAsync_ClientGoneWildInAnUrgentLane_OtherLanesGetTheirTurn(InboxLane wild)
    {
        using var storm = new Storm(wild);

        await storm.RunAsync(StormSize, every: 997);

        // Of telemetry one waits at a time: it is done within 64 of the others, or 128 where comfort waits as well.
        Assert.Equal(StormSize / 997, storm.TelemetryWaited.Count);
        Assert.True(storm.TelemetryWaited.Max() <= HubInbox.PassedOverMax + 3, $"Telemetry waited for {storm.TelemetryWaited.Max()} inputs.");
    }

    [Fact]
    public void TryTake_DrivenClockBehindAStorm_WaitsUntilAllIsDone()
    {
        using var inbox = new HubInbox();
        inbox.TryPost(new HubInput.AdvanceClock(TestHub.Noon, 1), InboxLane.Telemetry);
        for (var i = 0; i < 1_000; i++)
        {
            inbox.TryPost(HubInput.Tick.Instance, InboxLane.Comfort);
        }

        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(inbox.TryTake(out var item));
            Assert.IsType<HubInput.Tick>(item.Input);
        }

        Assert.True(inbox.TryTake(out var last));
        Assert.IsType<HubInput.AdvanceClock>(last.Input);
    }

    /// <summary>Fills a lane up after each step, and now and then posts what is urgent; runs in the loop's own turn, so that counts are exact.</summary>
    private sealed class Storm : IHubPort, IDisposable
    {
        private const string SmokeKey = "smoke-sensor.status";

        private readonly InboxLane _lane;
        private readonly TestHub _hub = new();
        private readonly HubInbox _inbox = new();
        private readonly ManualTime _time = new(TestHub.Noon);
        private readonly CancellationTokenSource _stop = new();
        private readonly DeviceContract _smoke;
        private readonly DeviceContract _lamp;
        private readonly DeviceContract _motion;
        private readonly Dictionary<string, int> _posted = [];
        private int _wanted;
        private int _every;
        private int _posts;
        private int _steps;
        private bool _isOn;

        public Storm(InboxLane lane)
        {
            _lane = lane;
            _smoke = _hub.Join("smoke", "smoke-sensor");
            _lamp = _hub.Join("lamp", "light");
            _hub.Join("stairs", "light");
            _motion = _hub.Join("meter", "motion-sensor");
            _hub.Join("still", "motion-sensor");
            Assert.True(_hub.PutAutomation("alarm", $$"""{ "priority": "safety", "triggers": [ { "property": "smoke/{{SmokeKey}}", "changes": true } ], "actions": [ { "toggle": "stairs/light.on" } ] }""").Accepted);
            _hub.Report("stairs", _lamp, ("light.on", TestHub.Off));
        }

        public List<int> PersonWaited { get; } = [];

        public List<int> SafetyWaited { get; } = [];

        public List<int> TelemetryWaited { get; } = [];

        public int Done { get; private set; }

        public async Task RunAsync(int count, int every)
        {
            (_wanted, _every) = (count, every);
            Fill();
            await new HubRunner(_hub.Loop, _inbox, _time, [this]).RunAsync(_stop.Token);
        }

        public void Dispose()
        {
            _inbox.Dispose();
            _stop.Dispose();
        }

        public void Offer(IReadOnlyList<HubOutput> outputs)
        {
            _steps++;

            // 5,000 a second.
            _time.Advance(TimeSpan.FromMilliseconds(0.2));
            foreach (var output in outputs)
            {
                switch (output)
                {
                    case HubOutput.Request { Command.Cause.Origin: CauseOrigin.Person } or HubOutput.CommandWaits { Command.Cause.Origin: CauseOrigin.Person }:
                        Met("person", PersonWaited);
                        break;
                    case HubOutput.Request { Command.Cause.By: "alarm" } or HubOutput.CommandWaits { Command.Cause.By: "alarm" }:
                        Met("safety", SafetyWaited);
                        break;
                    case HubOutput.Changed { Change.Device.Name: "still" }:
                        Met("telemetry", TelemetryWaited);
                        break;
                    case HubOutput.Changed { Change.Device.Name: "meter" }:
                        Done++;
                        if (Done % _every == 0 && Done <= _wanted)
                        {
                            PostUrgent();
                        }

                        break;
                }
            }

            Fill();
        }

        private void Met(string who, List<int> waited)
        {
            if (_posted.Remove(who, out var at))
            {
                // Without its own.
                waited.Add(_steps - at - 1);
            }
        }

        private void Fill()
        {
            while (_posts < _wanted && _inbox.TryPost(Said("meter", _motion, "motion-sensor.illumination", PropertyValue.FromInteger(_posts)), _lane))
            {
                _posts++;
            }

            if (_posts >= _wanted && Done >= _wanted)
            {
                _stop.Cancel();
            }
        }

        private void PostUrgent()
        {
            _isOn = !_isOn;
            _posted["person"] = _steps;
            Assert.True(_lamp.TryGetProperty("light.on", out var on));
            Assert.True(_inbox.TryPost(new HubInput.Command("lamp", [new PropertyReading(on, PropertyValue.FromBoolean(_isOn))], null, [], "lin"), InboxLane.Person) || _lane == InboxLane.Person);
            _posted["safety"] = _steps;
            Assert.True(_inbox.TryPost(Said("smoke", _smoke, SmokeKey, PropertyValue.FromInteger(_isOn ? 1 : 0)), InboxLane.Safety) || _lane == InboxLane.Safety);
            _posted["telemetry"] = _steps;
            _inbox.TryPost(Said("still", _motion, "motion-sensor.illumination", PropertyValue.FromInteger(_steps)), InboxLane.Telemetry);
        }

        private static HubInput.FromDevice Said(string did, DeviceContract contract, string key, PropertyValue value)
        {
            Assert.True(contract.TryGetProperty(key, out var property), string.Create(CultureInfo.InvariantCulture, $"{did} {key}"));
            return new HubInput.FromDevice(new DevicePropertiesReported(did, new PropertiesMessage([new PropertyReading(property, value)])));
        }
    }
}
