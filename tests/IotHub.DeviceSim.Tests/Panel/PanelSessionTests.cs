using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Panel;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Panel;

public sealed class PanelSessionTests : IAsyncLifetime, IDisposable
{
    private readonly TinyHub _hub = new();
    private readonly DeviceFleet _fleet;
    private PanelSession _session = new([]);

    public PanelSessionTests() => _fleet = new DeviceFleet(new MqttEndpoint("memory", 1, Connector: _hub), new ManualTime(DateTimeOffset.UnixEpoch));

    public async Task InitializeAsync()
    {
        foreach (var (did, kind) in ((string, string)[])[("hall-lamp", "light"), ("hall-button", "button"), ("vacuum", "vacuum")])
        {
            Assert.True(SimContracts.Catalogue.TryGetKind(kind, out var contract));
            await _fleet.JoinAsync(new SimulatedDevicePlan { Did = did, Contract = contract, Room = "Hall", ActsByItself = false }, null, CancellationToken.None);
        }

        _session = new PanelSession(_fleet.Devices);
        _hub.Log.Clear();
    }

    public Task DisposeAsync() => _fleet.DisposeAsync().AsTask();

    public void Dispose() => _hub.Dispose();

    [Theory]
    [InlineData("set hall-lamp light.on true", "devices/hall-lamp/properties {\"light.on\":true}")]
    [InlineData("set hall-l light.brightness 40", "devices/hall-lamp/properties {\"light.brightness\":40}")]
    [InlineData("fire hall-button switch-sensor.click", "devices/hall-button/events/switch-sensor.click {\"at\":\"1970-01-01T00:00:00+00:00\"}")]
    [InlineData("fire hall-button switch-sensor.long-press-released switch-sensor.press-duration=900", "devices/hall-button/events/switch-sensor.long-press-released {\"arguments\":{\"switch-sensor.press-duration\":900},\"at\":\"1970-01-01T00:00:00+00:00\"}")]
    public async Task Execute_HandAtTheDevice_IsHeardByTheHub(string command, string expected)
    {
        Assert.True((await ExecuteAsync(command)).IsDone);
        Assert.EndsWith(expected, Assert.Single(_hub.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_Call_DoesWhatTheActionDoes()
    {
        Assert.True((await ExecuteAsync("call vacuum vacuum.start-sweep")).IsDone);
        Assert.Contains("\"vacuum.status\":", Assert.Single(_hub.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_BreakAndMend_BeginsAndEndsTheFault()
    {
        Assert.Equal("hall-lamp: loss 1, messages are lost", Assert.Single((await ExecuteAsync("break hall-lamp loss 1")).Lines));
        await ExecuteAsync("set hall-lamp light.on true");
        Assert.Empty(_hub.Log);
        Assert.Contains("[loss]", (await ExecuteAsync("list lamp")).Lines[0], StringComparison.Ordinal);
        await ExecuteAsync("mend hall-lamp");
        await ExecuteAsync("set hall-lamp light.on true");
        Assert.Single(_hub.Log);
    }

    [Fact]
    public async Task Execute_UnplugThenPlug_IsGoneAndStartsAnew()
    {
        await ExecuteAsync("set hall-lamp light.on true");
        await ExecuteAsync("unplug hall-lamp");
        await ExecuteAsync("set hall-lamp light.brightness 10");
        Assert.Single(_hub.Log);
        Assert.Contains("unplugged", (await ExecuteAsync("show hall-lamp")).Lines[0], StringComparison.Ordinal);
        await ExecuteAsync("plug hall-lamp");
        Assert.Contains("  light.on = false", (await ExecuteAsync("show hall-lamp")).Lines);
    }

    [Fact]
    public async Task Execute_Show_TellsValuesActionsAndEvents()
    {
        var lines = (await ExecuteAsync("show vacuum")).Lines;
        Assert.StartsWith("vacuum: vacuum, Hall, connected", lines[0], StringComparison.Ordinal);
        Assert.Contains("  call vacuum.start-room-sweep (vacuum.room-ids)", lines);
        Assert.Contains(lines, line => line.StartsWith("  fire vacuum.sweep-finished (", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fly", "There is no command \"fly\"")]
    [InlineData("set hall-lamp", "Expected: set DEVICE ADDRESS VALUE")]
    [InlineData("set nobody light.on true", "There is no device \"nobody\".")]
    [InlineData("set hall light.on true", "\"hall\" may be hall-lamp, hall-button.")]
    [InlineData("set hall-lamp light.fly true", "hall-lamp has no property \"light.fly\"; it has light.")]
    [InlineData("set hall-lamp light.brightness 1000", "light.brightness")]
    [InlineData("set hall-lamp light.on \"not a value", "light.on")]
    [InlineData("fire hall-lamp light.fly", "hall-lamp has no event \"light.fly\"; it has none.")]
    [InlineData("call vacuum vacuum.start-sweep x=1", "There is no argument \"x\"; there are none.")]
    [InlineData("call vacuum vacuum.start-sweep x", "\"x\" is no argument; expected ADDRESS=VALUE.")]
    [InlineData("break hall-lamp loss much", "\"much\" is not a number from 0 to 1.")]
    [InlineData("break hall-lamp sadness", "There is no fault \"sadness\"")]
    [InlineData("break hall-lamp loss 2", "\"2\" is not a number from 0 to 1.")]
    public async Task Execute_WhatCannotBeDone_IsAnsweredWithTheReason(string command, string reason)
    {
        var answer = await ExecuteAsync(command);
        Assert.False(answer.IsDone);
        Assert.Contains(reason, Assert.Single(answer.Lines), StringComparison.Ordinal);
        Assert.Empty(_hub.Log);
    }

    [Fact]
    public async Task Execute_QuitHelpAndComments_AreNoFaults()
    {
        Assert.Empty((await ExecuteAsync("# a comment")).Lines);
        Assert.Empty((await ExecuteAsync("   ")).Lines);
        Assert.Equal(PanelCommand.All.Length, (await ExecuteAsync("help")).Lines.Length);
        Assert.True((await ExecuteAsync("quit")).Ends);
    }

    [Fact]
    public void Split_QuotesAndBackslashes_KeepWordsWhole() =>
        Assert.Equal<string>(["set", "a", "x y \"z\"", "", "open end"], PanelLine.Split("set a \"x y \\\"z\\\"\"  \"\" \"open end"));

    [Fact]
    public void Move_BeyondWhatIsSeen_ScrollsAndStopsAtTheEnds()
    {
        var view = new PanelView(10);
        view.Move(4, 3);
        Assert.Equal((4, 2), (view.Selected, view.Top));
        view.Move(100, 3);
        Assert.Equal((9, 7), (view.Selected, view.Top));
        view.Move(-1, 3);
        Assert.Equal((8, 7), (view.Selected, view.Top));
        view.Move(-100, 3);
        Assert.Equal((0, 0), (view.Selected, view.Top));
    }

    private ValueTask<PanelAnswer> ExecuteAsync(string line) => _session.ExecuteAsync(line, CancellationToken.None);
}
