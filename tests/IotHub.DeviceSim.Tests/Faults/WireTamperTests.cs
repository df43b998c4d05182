using System.Collections.Immutable;
using System.Text;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Faults;

public sealed class WireTamperTests
{
    private static readonly string[] Births = ["announce", "status", "properties"];

    [Fact]
    public async Task Send_NoTamper_AllPassesAndTheWillSaysOffline()
    {
        using var hub = new TinyHub();
        Assert.Equal(Births, await TopicsAtBirthAsync(hub, []));
        Assert.Equal("devices/lamp/status offline retained", Assert.Single(hub.Wills));
    }

    [Fact]
    public async Task Send_Nothing_TheMessageIsLost()
    {
        using var hub = new TinyHub();
        Assert.Equal(["announce", "properties"], await TopicsAtBirthAsync(hub, [new Lossy(DeviceTopicKind.Status)]));
    }

    [Fact]
    public async Task Send_TwiceByTwoTampers_FourGoOut()
    {
        using var hub = new TinyHub();
        Assert.Equal(["announce", "status", "status", "status", "status", "properties"], await TopicsAtBirthAsync(hub, [new Doubling(), new Doubling()]));
    }

    [Fact]
    public async Task Send_Delayed_GoesOutWhenDue()
    {
        using var hub = new TinyHub();
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        var arrived = hub.NextAsync("devices/lamp/status");
        await using var fleet = await JoinAsync(hub, time, [new Slow(DeviceTopicKind.Status, TimeSpan.FromSeconds(3))]);
        await time.WaitForTimerAsync();
        Assert.DoesNotContain(hub.Log, line => line.Contains("/status", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromSeconds(3));
        await arrived;
        Assert.EndsWith("devices/lamp/status online", hub.Log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TamperWill_Null_ConnectsWithoutWill()
    {
        using var hub = new TinyHub();
        await TopicsAtBirthAsync(hub, [new Lossy(DeviceTopicKind.Requests)]);
        Assert.Equal("none", Assert.Single(hub.Wills));
    }

    [Fact]
    public async Task Receive_Nothing_TheRequestIsNeitherDoneNorAnswered()
    {
        using var hub = new TinyHub();
        await using var fleet = await JoinAsync(hub, new ManualTime(DateTimeOffset.UnixEpoch), [new Lossy(DeviceTopicKind.Requests)]);
        await AskAsync(fleet, """{"id":"1","set":{"light.on":true}}""");
        Assert.Equal(3, hub.Log.Count);
        Assert.Equal(1, fleet.Statistics.Dropped);
    }

    [Fact]
    public async Task Answer_SameIdAgain_SaysTheSameAndDoesItOnce()
    {
        using var hub = new TinyHub();
        await using var fleet = await JoinAsync(hub, new ManualTime(DateTimeOffset.UnixEpoch), []);
        foreach (var value in (string[])["true", "false"])
        {
            await AskAsync(fleet, $$$"""{"id":"1","set":{"light.on":{{{value}}}}}""");
        }

        const string Response = """responses {"id":"1","code":0,"values":{"light.on":true}}""";
        Assert.Equal([Response, """properties {"light.on":true}""", Response], hub.Log.Skip(3).Select(AfterDid));
    }

    [Fact]
    public async Task Answer_SameIdAfter32Others_IsDoneAgain()
    {
        using var hub = new TinyHub();
        await using var fleet = await JoinAsync(hub, new ManualTime(DateTimeOffset.UnixEpoch), []);
        var brightness = 1;
        foreach (var id in Enumerable.Range(0, SimLimits.AnswersRememberedMax + 1).Append(1).Append(0))
        {
            await AskAsync(fleet, $$$"""{"id":"{{{id}}}","set":{"light.brightness":{{{brightness++}}}}}""");
        }

        // 33 changes, the second again for nothing, the first again for real.
        Assert.Equal(SimLimits.AnswersRememberedMax + 2, hub.Log.Skip(3).Count(line => AfterDid(line).StartsWith("properties", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"id":"1","set":{"light.on":true,"light.on":false}}""")]
    [InlineData("""{"id":"1","get":["light.on","light.on"]}""")]
    public async Task Answer_AddressTwice_IsRefusedWhole(string request)
    {
        using var hub = new TinyHub();
        await using var fleet = await JoinAsync(hub, new ManualTime(DateTimeOffset.UnixEpoch), []);
        await AskAsync(fleet, request);
        Assert.Equal("responses {\"id\":\"1\",\"code\":-4004}", AfterDid(Assert.Single(hub.Log.Skip(3))));
    }

    private static async Task<DeviceFleet> JoinAsync(TinyHub hub, TimeProvider time, ImmutableArray<IWireTamper> tampers)
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("light", out var light));
        var fleet = new DeviceFleet(new MqttEndpoint("memory", 1, Connector: hub), time);
        await fleet.JoinAsync(new SimulatedDevicePlan { Did = "lamp", Contract = light, ActsByItself = false, Tampers = tampers }, null, CancellationToken.None);
        return fleet;
    }

    private static ValueTask AskAsync(DeviceFleet fleet, string request)
    {
        var device = fleet.Devices.Single();
        return device.AnswerAsync(new IncomingRequest(device, Encoding.UTF8.GetBytes(request), 0), CancellationToken.None);
    }

    private static async Task<string[]> TopicsAtBirthAsync(TinyHub hub, ImmutableArray<IWireTamper> tampers)
    {
        await using var fleet = await JoinAsync(hub, new ManualTime(DateTimeOffset.UnixEpoch), tampers);
        return [.. hub.Log.Select(line => AfterDid(line).Split(' ')[0])];
    }

    private static string AfterDid(string line) => line[(line.IndexOf("devices/lamp/", StringComparison.Ordinal) + "devices/lamp/".Length)..];

    /// <summary>Loses all of one kind, and the Will.</summary>
    private sealed class Lossy(DeviceTopicKind kind) : IWireTamper
    {
        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => message.Kind == kind ? [] : [new(message)];

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => Send(message);

        public WillMessage? TamperWill(WillMessage will) => null;
    }

    private sealed class Doubling : IWireTamper
    {
        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => message.Kind == DeviceTopicKind.Status ? [new(message), new(message)] : [new(message)];
    }

    private sealed class Slow(DeviceTopicKind kind, TimeSpan by) : IWireTamper
    {
        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => [new(message, message.Kind == kind ? by : TimeSpan.Zero)];
    }
}
