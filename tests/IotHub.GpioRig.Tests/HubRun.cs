using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using IotHub.Testing;

namespace IotHub.GpioRig.Tests;

/// <summary>The published hub while it runs inside the guest.</summary>
internal sealed partial class HubRun : IAsyncDisposable
{
    // Longer than the debounce, also where the machine stands still for some 80 ms in between; shorter than a long press.
    private static readonly TimeSpan HeldFor = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient _client;

    private HubRun(ProgramRun run, string address) => (Run, _client) = (run, new HttpClient { BaseAddress = new Uri(address) });

    public ProgramRun Run { get; }

    /// <summary>Starts it with the example home, and waits until its slowest sensors were read.</summary>
    public static async Task<HubRun> StartAsync(TemporaryFolder folder)
    {
        var hub = await StartAsync("dotnet", Rig.Hub, "--Hub:DataFolder", folder.At(), "--Api:Port", "0", "--Mqtt:Port", "0");
        await hub.Run.WaitForLineAsync("lounge-climate-sensor is there");
        await hub.Run.WaitForLineAsync("boiler-pipe is there");
        return hub;
    }

    /// <summary>Starts it by any command line, and waits until it serves.</summary>
    public static async Task<HubRun> StartAsync(string program, params string[] arguments)
    {
        var run = ProgramRun.Start(program, arguments);
        try
        {
            var line = await run.WaitForLineAsync("The app is at");
            return new HubRun(run, Address().Match(line).Value);
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Presses the example home's button for longer than its debounce and waits for the relay. A press that the machine stretched by standing still may be no press or a long one to the
    /// kernel, which saw both edges at once or late: only then it is made again.
    /// </summary>
    /// <returns>From the release, which makes it a click, to the relay.</returns>
    public async Task<TimeSpan> PressAsync(bool switchesOn)
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
            Assert.True(held > 1.5 * HeldFor, $"The relay did not go {(switchesOn ? "on" : "off")} by a press of {held.TotalMilliseconds:0} ms:\n{Run.Output}");
            Rig.Note($"a press was stretched to {held.TotalMilliseconds:0} ms by the machine and made again");
        }
    }

    /// <summary>Sets properties and waits for the end.</summary>
    /// <returns>How it ended.</returns>
    public async Task<string?> SetAsync(string device, object values)
    {
        using var answer = await _client.PostAsJsonAsync(new Uri($"/api/v1/devices/{device}/commands?wait=confirmed", UriKind.Relative), new { set = values });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString();
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
