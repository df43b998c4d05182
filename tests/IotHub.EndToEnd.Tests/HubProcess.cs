using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>A published hub that runs, on ports that the system chose.</summary>
internal sealed partial class HubProcess : IAsyncDisposable
{
    /// <summary>What the hub promises: gone ten seconds after it was asked.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private HubProcess(ProgramRun run, int apiPort, int mqttPort)
    {
        Run = run;
        MqttPort = mqttPort;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{apiPort}") };
    }

    public ProgramRun Run { get; }

    public int MqttPort { get; }

    public HttpClient Client { get; }

    /// <summary>A port that nobody uses now, for a hub that is to come back on it.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a hub and waits until it serves.</summary>
    public static Task<HubProcess> StartAsync(params string[] arguments) => StartOnAsync(0, arguments);

    /// <summary>Starts a hub on a port that devices know already.</summary>
    public static Task<HubProcess> StartOnAsync(int port, params string[] arguments) => StartInAsync(new Dictionary<string, string>(), port, arguments);

    /// <summary>Starts a hub with additions to its environment.</summary>
    public static async Task<HubProcess> StartInAsync(IReadOnlyDictionary<string, string> environment, int port, params string[] arguments)
    {
        var run = ProgramRun.Start("dotnet", environment, [PublishedPrograms.Hub, "--Api:Port", "0", "--Mqtt:Port", $"{port}", .. arguments]);
        try
        {
            var api = await run.WaitForLineAsync("The app is at");
            var mqtt = await run.WaitForLineAsync("Devices connect by MQTT to");
            return new HubProcess(run, PortOf(api), PortOf(mqtt));
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonElement> GetAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    /// <summary>Grants or withdraws a class of usage events, as somebody who has read the words.</summary>
    public async Task ConsentAsync(string of, bool isGranted)
    {
        var words = (await GetAsync("/api/v1/insights/consent")).EnumerateArray().Single(one => one.GetProperty("class").GetString() == of);
        using var answer = await Client.PutAsJsonAsync(
            new Uri($"/api/v1/insights/consent/{of}", UriKind.Relative), new { granted = isGranted, textHash = words.GetProperty("textHash").GetString() });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>All that the outbox shows, in its order.</summary>
    public async Task<List<JsonElement>> EventsAsync()
    {
        var events = new List<JsonElement>();
        for (long? after = 0; after is { } place;)
        {
            var page = await GetAsync($"/api/v1/insights/events?limit=500&after={place}");
            events.AddRange(page.GetProperty("events").EnumerateArray());
            after = page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.Number ? next.GetInt64() : null;
        }

        return events;
    }

    /// <summary>Waits until all that devices have said so far is in what the API shows: the counters come by way of the whole loop.</summary>
    public async Task SettleAsync() => await GetAsync("/api/v1/counters");

    /// <summary>Stops the hub as systemd does, and holds it to its promise: in time, code 0, nothing lost on the way.</summary>
    public async Task StopAsync()
    {
        var code = await Run.StopAsync(StopTimeout);
        Assert.True(code == 0, $"The hub ended with code {code}:\n{Run.Output}");
        Assert.Contains("everything is stored", Run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" ERR ", Run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" FTL ", Run.Output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Run.DisposeAsync();
    }

    private static int PortOf(string line) => int.Parse(PortAtEnd().Match(line).Groups[1].Value);

    [GeneratedRegex(@":(\d+)/?$")]
    private static partial Regex PortAtEnd();
}
