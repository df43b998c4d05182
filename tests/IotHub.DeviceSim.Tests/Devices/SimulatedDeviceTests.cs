using System.Collections.Immutable;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Devices;

public sealed class SimulatedDeviceTests
{
    private const string Response = " devices/kitchen-light/responses ";

    [Fact]
    public async Task AnswerAsync_Behaves_RespondsAndReportsTheChange()
    {
        var (log, statistics) = await AskOnceAsync(DeviceFaults.None);
        Assert.Contains(log, line => line.EndsWith(Response + """{"id":"1","code":0,"values":{"light.on":true}}""", StringComparison.Ordinal));
        Assert.EndsWith("""devices/kitchen-light/properties {"light.on":true}""", log[^1], StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), (statistics.Requests, statistics.Rejections, statistics.Dropped));
    }

    [Fact]
    public async Task AnswerAsync_RejectCode_RefusesAndChangesNothing()
    {
        var (log, statistics) = await AskOnceAsync(new DeviceFaults { RejectCode = -4004 });
        Assert.EndsWith(Response + """{"id":"1","code":-4004}""", log[^1], StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), (statistics.Requests, statistics.Rejections, statistics.Dropped));
    }

    [Fact]
    public async Task AnswerAsync_RefusesTheProperty_SaysSoOfIt()
    {
        var (log, statistics) = await AskOnceAsync(new DeviceFaults { Refuses = ImmutableDictionary<string, int>.Empty.Add("light.on", -4004) });
        Assert.EndsWith(Response + """{"id":"1","code":-4004,"codes":{"light.on":-4004}}""", log[^1], StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), (statistics.Requests, statistics.Rejections, statistics.Dropped));
    }

    [Fact]
    public async Task ReportAsync_MotionBegins_TheEventFollowsOnce()
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("motion-sensor", out var motion));
        Assert.True(motion.TryGetProperty("motion-sensor.motion-state", out var state));
        Assert.True(motion.TryGetProperty("motion-sensor.illumination", out var illumination));
        using var hub = new TinyHub();
        await using var fleet = new DeviceFleet(new MqttEndpoint("memory", 1, Connector: hub), new ManualTime(DateTimeOffset.UnixEpoch));
        var plan = new SimulatedDevicePlan { Did = "hall-motion", Contract = motion, Initial = [new PropertyReading(illumination, PropertyValue.FromInteger(90))] };
        var sensor = await fleet.JoinAsync(plan, null, CancellationToken.None);
        foreach (var value in (bool[])[true, true, false])
        {
            await sensor.TakeAsync([new PropertyReading(state, PropertyValue.FromBoolean(value))], CancellationToken.None);
        }

        var said = hub.Log.Where(line => line.Contains("motion-state\":true", StringComparison.Ordinal) || line.Contains("/events/", StringComparison.Ordinal));
        Assert.Equal(
            [
                """devices/hall-motion/properties {"motion-sensor.motion-state":true}""",
                """devices/hall-motion/events/motion-sensor.motion-detected {"arguments":{"motion-sensor.illumination":90},"at":"1970-01-01T00:00:00+00:00"}""",
                """devices/hall-motion/properties {"motion-sensor.motion-state":true}""",
            ],
            said.Select(line => line[line.IndexOf("devices/", StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task AnswerAsync_DropsEveryAnswer_SaysNothing()
    {
        var (log, statistics) = await AskOnceAsync(new DeviceFaults { DropEvery = 1 });
        Assert.DoesNotContain(log, line => line.Contains(Response, StringComparison.Ordinal));
        Assert.Equal((1, 0, 1), (statistics.Requests, statistics.Rejections, statistics.Dropped));
    }

    [Fact]
    public async Task JoinAsync_OneDevice_AnnouncesThenIsOnlineThenReports()
    {
        var (log, _) = await AskOnceAsync(DeviceFaults.None);
        var topics = log.Take(3).Select(line => line.Split(' ')[1]);
        Assert.Equal(["devices/kitchen-light/announce", "devices/kitchen-light/status", "devices/kitchen-light/properties"], topics);
    }

    [Fact]
    public async Task PlugAsync_UnpluggedWhileAMessageWasOnItsWay_StartsAnewAndForgetsIt()
    {
        const string topic = "devices/hall-motion/properties";
        Assert.True(SimContracts.Catalogue.TryGetKind("motion-sensor", out var motion));
        Assert.True(motion.TryGetProperty("motion-sensor.motion-state", out var state));
        using var hub = new TinyHub();
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        await using var fleet = new DeviceFleet(new MqttEndpoint("memory", 1, Connector: hub), time);
        var sensor = await fleet.JoinAsync(new SimulatedDevicePlan { Did = "hall-motion", Contract = motion, ActsByItself = false }, null, CancellationToken.None);
        (hub.Unacknowledged, var said) = (topic, hub.NextAsync(topic));
        var report = sensor.TakeAsync([new PropertyReading(state, PropertyValue.FromBoolean(true))], CancellationToken.None);
        await said;
        sensor.Unplug();
        await report;
        Assert.Equal(1, fleet.Statistics.Lost);

        hub.Unacknowledged = null;
        var returned = hub.NextAsync("devices/hall-motion/status");
        await sensor.PlugAsync(CancellationToken.None);
        while (!returned.IsCompleted)
        {
            // The client waits between its tries.
            var armed = time.NextTimerAsync();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(returned, armed);
        }

        Assert.Single(hub.Log, line => line.EndsWith(topic + """ {"motion-sensor.motion-state":true}""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_StoppedWhileAnAnswerIsNeverAcknowledged_Ends()
    {
        const string topic = "devices/kitchen-light/responses";
        Assert.True(SimContracts.Catalogue.TryGetKind("light", out var light));
        Assert.True(SimContracts.Catalogue.TryGetKind("motion-sensor", out var motion));
        Assert.True(motion.TryGetProperty("motion-sensor.motion-state", out var state));
        using var hub = new TinyHub { Unacknowledged = topic };
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        await using var fleet = new DeviceFleet(new MqttEndpoint("memory", 1, Connector: hub), time);
        var plan = new SimulatedDevicePlan { Did = "kitchen-light", Contract = light, ActsByItself = false, Faults = new DeviceFaults { DisconnectEvery = TimeSpan.FromSeconds(5) } };
        var lamp = await fleet.JoinAsync(plan, null, CancellationToken.None);
        var sensor = await fleet.JoinAsync(new SimulatedDevicePlan { Did = "kitchen-motion", Contract = motion, ActsByItself = false }, null, CancellationToken.None);
        var answered = hub.NextAsync(topic);
        await sensor.TakeAsync([new PropertyReading(state, PropertyValue.FromBoolean(true))], CancellationToken.None);
        await answered;

        // What is due stands behind the answer; the sensor's report gives it the time to get there.
        time.Advance(TimeSpan.FromSeconds(5));
        await sensor.TakeAsync([new PropertyReading(state, PropertyValue.FromBoolean(false))], CancellationToken.None);
        Assert.True(await fleet.LeaveAsync(lamp));
        Assert.DoesNotContain(hub.Log, line => line.EndsWith("""kitchen-light/properties {"light.on":true}""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ConnectionLostDuringTheGoodbye_EndsWithoutWaitingForTheNext()
    {
        const string topic = "devices/hall-lamp/status";
        Assert.True(SimContracts.Catalogue.TryGetKind("light", out var light));
        using var hub = new TinyHub();

        // The clock stands: neither is there another attempt to connect, nor is any time to wait over.
        await using var fleet = new DeviceFleet(new MqttEndpoint("memory", 1, Connector: hub), new ManualTime(DateTimeOffset.UnixEpoch));
        var lamp = await fleet.JoinAsync(new SimulatedDevicePlan { Did = "hall-lamp", Contract = light, ActsByItself = false }, null, CancellationToken.None);
        hub.Unacknowledged = topic;
        var said = hub.NextAsync(topic);
        var left = fleet.LeaveAsync(lamp);
        await said;

        await hub.CutAsync("hall-lamp");

        Assert.True(await left);
    }

    /// <summary>Lets a motion sensor see motion, for which the hub asks the lamp to go on, and lets the lamp answer.</summary>
    private static async Task<(List<string> Log, DeviceStatistics Statistics)> AskOnceAsync(DeviceFaults faults)
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("light", out var light));
        Assert.True(SimContracts.Catalogue.TryGetKind("motion-sensor", out var motion));
        Assert.True(motion.TryGetProperty("motion-sensor.motion-state", out var state));
        using var hub = new TinyHub();
        await using var fleet = new DeviceFleet(new MqttEndpoint("memory", 1, Connector: hub), new ManualTime(DateTimeOffset.UnixEpoch));
        var asked = new TaskCompletionSource<IncomingRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        await fleet.JoinAsync(
            new SimulatedDevicePlan { Did = "kitchen-light", Contract = light, Faults = faults, ActsByItself = false },
            (request, _) =>
            {
                asked.SetResult(request);
                return ValueTask.CompletedTask;
            },
            CancellationToken.None);
        var sensor = await fleet.JoinAsync(new SimulatedDevicePlan { Did = "kitchen-motion", Contract = motion, ActsByItself = false }, null, CancellationToken.None);
        await sensor.TakeAsync([new PropertyReading(state, PropertyValue.FromBoolean(true))], CancellationToken.None);
        var request = await asked.Task;
        await request.Device.AnswerAsync(request, CancellationToken.None);
        return ([.. hub.Log], fleet.Statistics);
    }
}
