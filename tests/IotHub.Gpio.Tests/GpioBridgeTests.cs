using System.Text;
using System.Threading.Channels;
using IotHub.Devices.Availability;
using IotHub.Gpio.Drivers.Simulated;
using IotHub.Gpio.Wiring;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;
using IotHub.Testing;

namespace IotHub.Gpio.Tests;

/// <summary>The bridge with a real loop: a wired button switches a wired relay through an automation.</summary>
public sealed class GpioBridgeTests : IHubPort, IAsyncDisposable
{
    private const string Wiring = """
        { "devices": [
          { "did": "bell", "contract": "wired-button", "buttons": { "b": { "line": "GPIO27" } }, "events": { "switch-sensor.click": { "button": "b" } } },
          { "did": "hall", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO17" } } } ] }
        """;

    private const string Automation = """{ "name": "Bell", "triggers": [ { "event": "bell/switch-sensor.click" } ], "actions": [ { "toggle": "hall/switch.on" } ] }""";

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly SimulatedChip _chip = SimulatedChip.LikePi4();
    private readonly HubInbox _inbox = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _levels = Channel.CreateBounded<bool>(1000);
    private readonly Channel<HubOutput> _outputs = Channel.CreateBounded<HubOutput>(10_000);
    private readonly SimulatedLineDriver _lines;
    private readonly GpioBoard _board;
    private readonly GpioBridge _bridge;
    private Task _run = Task.CompletedTask;

    public GpioBridgeTests()
    {
        _lines = new SimulatedLineDriver(_time, _chip);
        _board = GpioBoard.Simulated(_lines, new SimulatedInputDriver(_time), "/nowhere");
        _chip.Changed += state =>
        {
            if (state is { Offset: 17, IsOutput: true })
            {
                Assert.True(_levels.Writer.TryWrite(state.Level));
            }
        };
        _bridge = new GpioBridge(new WiringReader(WiredContracts.All).Read(Encoding.UTF8.GetBytes(Wiring)).Devices, _board, _inbox, _time, _ => { });
    }

    [Fact]
    public async Task Press_WiredButton_SwitchesTheWiredRelayThroughAnAutomation()
    {
        await StartAsync();

        await PressAsync();
        Assert.True(await _levels.Reader.ReadAsync());
        var confirmed = await NextAsync<HubOutput.ChangedByCommand>(changed => changed.Change.After.AsBoolean);
        await PressAsync();
        Assert.False(await _levels.Reader.ReadAsync());

        Assert.Equal("hall", confirmed.Change.Device.Name);
    }

    [Fact]
    public async Task Cancel_RelayIsOn_GoesOffAndItsLineIsFree()
    {
        await StartAsync();
        await PressAsync();
        Assert.True(await _levels.Reader.ReadAsync());

        await _stop.CancelAsync();
        await _run;

        Assert.False(await _levels.Reader.ReadAsync());
        Assert.Equal("", _chip.States()[17].Consumer);
    }

    [Fact]
    public async Task Remove_ChipInUse_IsOfflineWithTheReason()
    {
        await StartAsync();

        _lines.Remove(_chip);
        var gone = await NextAsync<HubOutput.AvailabilityChanged>(changed => changed.Liveness.Availability == DeviceAvailability.Offline);

        Assert.Equal("The chip pinctrl-bcm2711 has gone.", gone.Liveness.Reason);
    }

    [Fact]
    public async Task Retire_Relay_LetsGoOfItsLine()
    {
        await StartAsync();

        await _inbox.AskAsync(new HubInput.Retire("hall"), InboxLane.Person, CancellationToken.None);
        await NextAsync<HubOutput.DeviceRetired>(_ => true);
        await StopAsync();

        Assert.Equal(["bell", "hall"], _bridge.Dids.Order(StringComparer.Ordinal));
        Assert.False(await _levels.Reader.ReadAsync());
    }

    [Fact]
    public async Task AskAsync_TaskRuns_AnswersAfterWhatCameBefore()
    {
        await StartAsync();

        await _bridge.AskAsync(CancellationToken.None);
    }

    [Fact]
    public async Task AskAsync_NobodyRunsOrItHasEnded_DoesNotAnswer()
    {
        using var impatient = new CancellationTokenSource();
        var before = _bridge.AskAsync(impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => before);

        await StartAsync();
        await StopAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bridge.AskAsync(impatient.Token));
    }

    void IHubPort.Offer(IReadOnlyList<HubOutput> outputs)
    {
        foreach (var output in outputs)
        {
            Assert.True(_outputs.Writer.TryWrite(output));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _board.Dispose();
        _lines.Dispose();
        _inbox.Dispose();
        _stop.Dispose();
    }

    private async Task StartAsync()
    {
        var runner = new HubRunner(new HubLoop(new HubLoopOptions { AdoptsAnnounced = true }, 1), _inbox, _time, [_bridge, this]);
        _run = Task.WhenAll(Task.Run(() => _bridge.RunAsync(_stop.Token)), Task.Run(() => runner.RunAsync(_stop.Token)));

        // The relay is taken, off, and the core knows of it.
        Assert.False(await _levels.Reader.ReadAsync());
        await NextAsync<HubOutput.Changed>(changed => changed.Change.Device.Name == "hall");
        var answer = await _inbox.AskAsync(new HubInput.PutAutomation("bell", Automation, "test"), InboxLane.Person, CancellationToken.None);
        Assert.True(answer.Accepted, answer.Message);
    }

    private async Task PressAsync()
    {
        _chip.Pull("GPIO27", true);
        await NextAsync<HubOutput.EventOccurred>(_ => true);
        _chip.Pull("GPIO27", false);
    }

    private async Task<T> NextAsync<T>(Func<T, bool> isWanted)
        where T : HubOutput
    {
        await foreach (var output in _outputs.Reader.ReadAllAsync())
        {
            if (output is T wanted && isWanted(wanted))
            {
                return wanted;
            }
        }

        throw new InvalidOperationException("No further outputs.");
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
    }
}
