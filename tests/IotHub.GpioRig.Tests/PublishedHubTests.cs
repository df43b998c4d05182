using IotHub.Testing;

namespace IotHub.GpioRig.Tests;

/// <summary>The published hub inside the guest, with the example home of wired devices.</summary>
public sealed class PublishedHubTests
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    [RigFact]
    public async Task Button_SwitchesRelayByAnAutomation_AlsoAfterARestart()
    {
        using var folder = ExampleHome.Copy();
        Rig.Pull("GPIO27", true);
        await using (var hub = await HubRun.StartAsync(folder))
        {
            await hub.PressAsync(true);
            await hub.PressAsync(false);
            await hub.PressAsync(true);
            Assert.Equal("true", await hub.ValueAsync("hall-relay", "switch.on"));
            Assert.Equal(0, await hub.Run.StopAsync(StopTimeout));
            Assert.DoesNotContain(" ERR ", hub.Run.Output, StringComparison.Ordinal);
        }

        Assert.False(Rig.LevelOf("GPIO17"));
        await using (var hub = await HubRun.StartAsync(folder))
        {
            await hub.PressAsync(true);
            await hub.PressAsync(false);
            var times = new List<TimeSpan>();
            for (var i = 0; i < 40; i++)
            {
                times.Add(await hub.PressAsync(i % 2 == 0));
            }

            Rig.Note($"published hub, from letting the button go to the relay, by an automation and with the store's write between: {Rig.Percentiles(times)} (10 ms of it are the button's debounce)");
            Assert.Equal(0, await hub.Run.StopAsync(StopTimeout));
        }
    }

    [RigFact]
    public async Task KilledHub_LeavesNoLineDriven()
    {
        using var folder = ExampleHome.Copy();
        Rig.Pull("GPIO27", true);
        Rig.Pull("GPIO17", false);
        await using var hub = await HubRun.StartAsync(folder);
        await hub.PressAsync(true);

        hub.Run.Signal(ProgramRun.SignalKill);
        await hub.Run.WaitForExitAsync(StopTimeout);

        // The kernel takes the line back; this chip, and a Raspberry Pi with dtparam=strict_gpiod, stop to drive it.
        Assert.True(await Rig.ReachesAsync("GPIO17", false));
    }

    [RigFact]
    public async Task Sensors_OfTheExampleHome_AreInTheApi()
    {
        using var folder = ExampleHome.Copy();
        await using var hub = await HubRun.StartAsync(folder);

        Assert.Equal("25.08", await hub.ValueAsync("lounge-climate-sensor", "temperature-humidity-sensor.temperature"));
        Assert.Equal("100.653254", await hub.ValueAsync("lounge-climate-sensor", "temperature-humidity-sensor.atmospheric-pressure"));
        Assert.Equal("21.5", await hub.ValueAsync("boiler-pipe", "temperature-humidity-sensor.temperature"));
        Assert.Equal("false", await hub.ValueAsync("lounge-lamp", "light.on"));
    }

    [RigFact]
    public async Task MissingHardware_IsOfflineWithTheReasonAndTheHubStarts()
    {
        using var folder = ExampleHome.Copy();
        // The last file by its name: what others have wired before it stays theirs.
        folder.Write("gpio/zz-broken.json", """
            { "devices": [
              { "did": "far-relay", "contract": "wired-relay", "properties": { "switch.on": { "line": 0, "chip": "rig-expander" } } },
              { "did": "no-sensor", "contract": "wired-illumination", "properties": { "illumination-sensor.illumination": { "iio": "tsl9999", "channel": "illuminance" } } },
              { "did": "led-line", "contract": "wired-relay", "properties": { "switch.on": { "line": "LED1", "chip": "board-sim" } } },
              { "did": "twice", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO17" } } } ] }
            """);
        await using var hub = await HubRun.StartAsync(folder);
        Assert.Equal("offline", await hub.AvailabilityAsync("far-relay", "offline"));
        Assert.StartsWith("This board has no GPIO chip with the label rig-expander", await hub.ReasonAsync("far-relay"), StringComparison.Ordinal);
        var problems = await hub.ProblemsAsync();
        Assert.Contains(problems, problem => problem.Contains("far-relay is offline: This board has no GPIO chip with the label rig-expander", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("no-sensor is offline: There is no IIO device tsl9999", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("led-line is offline: LED1 of board-sim is in use by", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("line GPIO17 is wired already, to hall-relay.", StringComparison.Ordinal) && problem.Contains("zz-broken.json:5:", StringComparison.Ordinal));
        Assert.Equal("online", await hub.AvailabilityAsync("hall-relay", "online"));

        using var expander = Expander.Plug();
        Assert.Equal("online", await hub.AvailabilityAsync("far-relay", "online"));
        expander.Unplug();
        Assert.Equal("offline", await hub.AvailabilityAsync("far-relay", "offline"));
    }
}
