using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;
using IotHub.DeviceSim.Panel;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Panel;

public sealed class DeviceBenchTests : IAsyncLifetime, IDisposable
{
    private readonly TinyHub _hub = new();
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly DeviceBench _bench;

    public DeviceBenchTests() => _bench = new DeviceBench(new MqttEndpoint("memory", 1, Connector: _hub), _time, seed: 1);

    private static DeviceContract Light
    {
        get
        {
            Assert.True(SimContracts.Catalogue.TryGetKind("light", out var contract));
            return contract;
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _bench.DisposeAsync().AsTask();

    public void Dispose() => _hub.Dispose();

    [Fact]
    public async Task Add_SomeOfAContract_NamesThemBesideWhatIsTaken()
    {
        var added = await AddAsync(2, did => did == "sim-light-2");

        Assert.Equal(["sim-light-1", "sim-light-3"], added.Select(device => device.Did));
        Assert.Equal(["sim-light-1", "sim-light-3"], _bench.Fleet.Devices.Select(device => device.Did));
        Assert.All(added, device => Assert.Equal("Bench", device.Plan.Room));
    }

    [Fact]
    public async Task Remove_ThenRestore_SaysGoodbyeAndComesBackWithItsFaults()
    {
        var device = (await AddAsync(1))[0];
        await DeviceHand.BreakAsync(device, "loss", 1, CancellationToken.None);

        Assert.True(await _bench.RemoveAsync(device.Did));
        Assert.EndsWith($"devices/{device.Did}/status offline", _hub.Log[^1], StringComparison.Ordinal);
        Assert.Empty(_bench.Fleet.Devices);
        Assert.Empty(_bench.MessagesOf(device.Did));
        Assert.Equal("sim-light-2", (await AddAsync(1))[0].Did);

        var back = await _bench.RestoreAsync(device.Did, CancellationToken.None);
        Assert.Equal(1, back!.Faults.Loss);
        Assert.Same(back, _bench.Fleet.Find(device.Did));
        Assert.Null(await _bench.RestoreAsync(device.Did, CancellationToken.None));
        Assert.False(await _bench.RemoveAsync("nobody"));
    }

    [Fact]
    public async Task Messages_OfADevice_AreTheLastOnesNewestFirst()
    {
        var device = (await AddAsync(1))[0];
        for (var value = 1; value <= BenchLimits.MessagesKept + 1; value++)
        {
            Assert.True((await DeviceHand.SetAsync(device, "light.brightness", System.Text.Json.JsonElement.Parse($"{value}"), CancellationToken.None)).IsDone);
        }

        var messages = _bench.MessagesOf(device.Did);
        Assert.Equal(BenchLimits.MessagesKept, messages.Length);
        Assert.Equal((true, $"devices/{device.Did}/properties", "{\"light.brightness\":21}", 23), (messages[0].IsSent, messages[0].Topic, messages[0].Text, messages[0].Bytes));
        Assert.Equal("{\"light.brightness\":2}", messages[^1].Text);
    }

    [Fact]
    public async Task Pause_All_HoldsThoseThatJoinLaterToo()
    {
        var first = (await AddAsync(1))[0];
        Assert.NotNull(first.NextAt);

        await _bench.PauseAsync(isPaused: true, CancellationToken.None);
        var second = (await AddAsync(1))[0];
        Assert.True(first.IsPaused && second.IsPaused);

        await _bench.PauseAsync(isPaused: false, CancellationToken.None);
        Assert.False(first.IsPaused || second.IsPaused);
    }

    [Fact]
    public async Task Add_MoreThanThereMayBe_IsRefusedWhole()
    {
        for (var i = 0; i < BenchLimits.DevicesMax / BenchLimits.AddedAtOnce; i++)
        {
            await AddAsync(BenchLimits.AddedAtOnce);
        }

        var fault = await Assert.ThrowsAsync<SimulationException>(() => AddAsync(1));
        Assert.Equal("There are 200 devices, and 200 is the most there can be; 1 more do not fit.", fault.Message);
        Assert.Equal(BenchLimits.DevicesMax, _bench.Fleet.Devices.Length);
    }

    [Fact]
    public void Without_OneOfTwoFaults_LeavesTheOther()
    {
        var both = DeviceFaults.None with { Loss = 0.5, ClockSkew = TimeSpan.FromSeconds(-60), Refuses = DeviceFaults.None.Refuses.Add("light.on", -4004) };

        Assert.Equal(both with { Loss = 0 }, FaultKind.Find("loss")!.Without(both));
        Assert.Equal(-60, FaultKind.Find("clock-skew")!.ValueIn(both));
        Assert.Null(FaultKind.Find("delay")!.ValueIn(both));
    }

    [Fact]
    public async Task Step_OfAPausedDevice_LeavesItsValuesUntilItLivesAgain()
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("temperature-humidity-sensor", out var contract));
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        using var device = new SimulatedDevice(new SimulatedDevicePlan { Did = "s", Contract = contract, IsStepped = true }, null, time, new DeviceStatistics());
        await device.PauseAsync(isPaused: true, CancellationToken.None);
        var before = await device.LookAsync(CancellationToken.None);

        time.Advance(TimeSpan.FromHours(1));
        await device.StepAsync(CancellationToken.None);
        Assert.Equal<PropertyReading>(before, await device.LookAsync(CancellationToken.None));

        await device.PauseAsync(isPaused: false, CancellationToken.None);
        await device.StepAsync(CancellationToken.None);
        Assert.NotEqual<PropertyReading>(before, await device.LookAsync(CancellationToken.None));
    }

    private async Task<System.Collections.Immutable.ImmutableArray<SimulatedDevice>> AddAsync(int count, Func<string, bool>? isTaken = null) =>
        await _bench.AddAsync(Light, count, "Bench", isTaken ?? (_ => false), CancellationToken.None);
}
