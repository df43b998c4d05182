using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using IotHub.Testing;

namespace IotHub.GpioRig.Tests;

/// <summary>The published hub inside the guest, with the example home of wired devices.</summary>
public sealed partial class PublishedHubTests
{
    // Longer than the debounce, also where the machine stands still for some 80 ms in between; shorter than a long press.
    private static readonly TimeSpan HeldFor = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    [RigFact]
    public async Task Button_SwitchesRelayByAnAutomation_AlsoAfterARestart()
    {
        using var folder = ExampleHome();
        Rig.Pull("GPIO27", true);
        await using (var hub = await HubRun.StartAsync(folder))
        {
            await PressAsync(hub, true);
            await PressAsync(hub, false);
            await PressAsync(hub, true);
            Assert.Equal("true", await hub.ValueAsync("hall-relay", "switch.on"));
            Assert.Equal(0, await hub.Run.StopAsync(StopTimeout));
            Assert.DoesNotContain(" ERR ", hub.Run.Output, StringComparison.Ordinal);
        }

        Assert.False(Rig.LevelOf("GPIO17"));
        await using (var hub = await HubRun.StartAsync(folder))
        {
            await PressAsync(hub, true);
            await PressAsync(hub, false);
            var times = new List<TimeSpan>();
            for (var i = 0; i < 40; i++)
            {
                times.Add(await PressAsync(hub, i % 2 == 0));
            }

            Rig.Note($"published hub, from letting the button go to the relay, by an automation and with the store's write between: {Rig.Percentiles(times)} (10 ms of it are the button's debounce)");
            Assert.Equal(0, await hub.Run.StopAsync(StopTimeout));
        }
    }

    [RigFact]
    public async Task KilledHub_LeavesNoLineDriven()
    {
        using var folder = ExampleHome();
        Rig.Pull("GPIO27", true);
        Rig.Pull("GPIO17", false);
        await using var hub = await HubRun.StartAsync(folder);
        await PressAsync(hub, true);

        hub.Run.Signal(ProgramRun.SignalKill);
        await hub.Run.WaitForExitAsync(StopTimeout);

        // The kernel takes the line back; this chip, and a Raspberry Pi with dtparam=strict_gpiod, stop to drive it.
        Assert.True(await Rig.ReachesAsync("GPIO17", false));
    }

    [RigFact]
    public async Task Sensors_OfTheExampleHome_AreInTheApi()
    {
        using var folder = ExampleHome();
        await using var hub = await HubRun.StartAsync(folder);

        Assert.Equal("25.08", await hub.ValueAsync("lounge-climate-sensor", "temperature-humidity-sensor.temperature"));
        Assert.Equal("100.653254", await hub.ValueAsync("lounge-climate-sensor", "temperature-humidity-sensor.atmospheric-pressure"));
        Assert.Equal("21.5", await hub.ValueAsync("boiler-pipe", "temperature-humidity-sensor.temperature"));
        Assert.Equal("false", await hub.ValueAsync("lounge-lamp", "light.on"));
    }

    [RigFact]
    public async Task MissingHardware_IsOfflineWithTheReasonAndTheHubStarts()
    {
        using var folder = ExampleHome();
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

    private static TemporaryFolder ExampleHome()
    {
        var folder = new TemporaryFolder();
        var example = RepositoryRoot.Path("hub", "IotHub.Gpio", "example");
        foreach (var file in Directory.EnumerateFiles(example, "*.json", SearchOption.AllDirectories))
        {
            folder.Write(Path.GetRelativePath(example, file), File.ReadAllText(file));
        }

        return folder;
    }

    /// <summary>
    /// Presses the wired button for longer than its debounce and waits for the relay. A press that the machine stretched by standing still may be no press or a long one to the
    /// kernel, which saw both edges at once or late: only then it is made again.
    /// </summary>
    /// <returns>From the release, which makes it a click, to the relay.</returns>
    private static async Task<TimeSpan> PressAsync(HubRun hub, bool switchesOn)
    {
        while (true)
        {
            var pressed = TimeProvider.System.GetTimestamp();
            Rig.Pull("GPIO27", false);
            await Task.Delay(HeldFor, TimeProvider.System);
            Rig.Pull("GPIO27", true);
            var released = TimeProvider.System.GetTimestamp();
            var isReached = await Rig.ReachesAsync("GPIO17", switchesOn);
            var took = TimeProvider.System.GetElapsedTime(released);
            await Task.Delay(HeldFor, TimeProvider.System);
            if (isReached)
            {
                return took;
            }

            var held = TimeProvider.System.GetElapsedTime(pressed, released);
            Assert.True(held > 1.5 * HeldFor, $"The relay did not go {(switchesOn ? "on" : "off")} by a press of {held.TotalMilliseconds:0} ms:\n{hub.Run.Output}");
            Rig.Note($"a press was stretched to {held.TotalMilliseconds:0} ms by the machine and made again");
        }
    }

    private sealed partial class HubRun : IAsyncDisposable
    {
        private readonly HttpClient _client;

        private HubRun(ProgramRun run, string address) => (Run, _client) = (run, new HttpClient { BaseAddress = new Uri(address) });

        public ProgramRun Run { get; }

        public static async Task<HubRun> StartAsync(TemporaryFolder folder)
        {
            var run = ProgramRun.Start("dotnet", Rig.Hub, "--Hub:DataFolder", folder.At(), "--Api:Port", "0", "--Mqtt:Port", "0");
            try
            {
                var line = await run.WaitForLineAsync("The app is at");
                await run.WaitForLineAsync("lounge-climate-sensor is there");
                await run.WaitForLineAsync("boiler-pipe is there");
                return new HubRun(run, Address().Match(line).Value);
            }
            catch
            {
                await run.DisposeAsync();
                throw;
            }
        }

        public async Task<string> ValueAsync(string device, string property)
        {
            var body = await _client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/devices/{device}", UriKind.Relative));
            return body.GetProperty("properties").GetProperty(property).GetProperty("value").GetRawText();
        }

        public async Task<string?> ReasonAsync(string device)
        {
            var body = await _client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/devices/{device}", UriKind.Relative));
            return body.GetProperty("reason").GetString();
        }

        public async Task<string[]> ProblemsAsync()
        {
            var body = await _client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/health", UriKind.Relative));
            return [.. body.GetProperty("problems").EnumerateArray().Select(problem => problem.GetRawText())];
        }

        /// <summary>The availability, when it is what is wanted or 20 s have passed.</summary>
        public async Task<string> AvailabilityAsync(string device, string wanted)
        {
            for (var looks = 0; ; looks++)
            {
                var body = await _client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/devices/{device}", UriKind.Relative));
                var availability = body.GetProperty("availability").GetString()!;
                if (availability == wanted || looks == 200)
                {
                    return availability;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await Run.DisposeAsync();
        }

        [GeneratedRegex(@"http://[^ ]+")]
        private static partial Regex Address();
    }
}
