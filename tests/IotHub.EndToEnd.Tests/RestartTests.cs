using System.Net.Http.Json;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>What is known outlives the process, however it ends.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class RestartTests : IDisposable
{
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_AfterStopOrPowerCut_KeepsDevicesAutomationsScenesAndValues(bool isStopped)
    {
        await using (var hub = await StartAsync())
        {
            await using var lamps = ProgramRun.Start(
                "dotnet", PublishedPrograms.Simulator, "run", "--contract", "light", "--count", "3", "--port", $"{hub.MqttPort}");
            await lamps.WaitForLineAsync("3 devices");
            await hub.SettleAsync();
            await PutAsync(hub, "/api/v1/automations/morning", """{ "triggers": [ { "time": "07:00" } ], "actions": [ { "set": { "light-1/light.on": true } } ] }""");
            await PutAsync(hub, "/api/v1/scenes/evening", """{ "name": "Evening", "set": { "light-2/light.brightness": 20 } }""");
            using var answer = await hub.Client.PostAsJsonAsync(
                "/api/v1/devices/light-3/commands?wait=confirmed",
                new Dictionary<string, object> { ["set"] = new Dictionary<string, object> { ["light.brightness"] = 77 } });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            await lamps.StopAsync(ClientTimeout);
            if (isStopped)
            {
                await hub.StopAsync();
            }
            else
            {
                // What the store has acknowledged is on the disk; the history shows it without a clock to wait by.
                await WaitStoredAsync(hub);
                hub.Run.Signal(ProgramRun.SignalKill);
                await hub.Run.WaitForExitAsync(ClientTimeout);
            }
        }

        await using var again = await StartAsync();
        var lamp = await again.GetAsync("/api/v1/devices/light-3");
        var brightness = lamp.GetProperty("properties").GetProperty("light.brightness");
        Assert.Equal((77, "restored"), (brightness.GetProperty("value").GetInt32(), brightness.GetProperty("origin").GetString()));
        Assert.Equal(3, (await again.GetAsync("/api/v1/devices")).GetArrayLength());
        Assert.Equal("active", Assert.Single((await again.GetAsync("/api/v1/automations")).EnumerateArray()).GetProperty("status").GetString());
        Assert.Equal("Evening", Assert.Single((await again.GetAsync("/api/v1/scenes")).EnumerateArray()).GetProperty("name").GetString());
        await again.StopAsync();
    }

    private static async Task WaitStoredAsync(HubProcess hub)
    {
        using var limit = new CancellationTokenSource(ClientTimeout, TimeProvider.System);
        while (!limit.IsCancellationRequested)
        {
            var history = await hub.GetAsync("/api/v1/devices/light-3/history?property=light.brightness&points=10");
            var values = history.GetProperty("columns")[1];
            if (values.GetArrayLength() > 0 && values[values.GetArrayLength() - 1].GetDouble() == 77)
            {
                return;
            }
        }

        Assert.Fail("The value did not reach the store.");
    }

    private static async Task PutAsync(HubProcess hub, string path, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await hub.Client.PutAsync(new Uri(path, UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<HubProcess> StartAsync() => HubProcess.StartAsync("--Hub:DataFolder", _folder.At("data"));
}
