using System.Text.Json.Nodes;
using IotHub.Testing;
using Xunit.Abstractions;

namespace IotHub.EndToEnd.Tests.Durability;

/// <summary>
/// Kills the published hub at random moments while devices set automations going that wait, hold, repeat, call and stand in line. Whatever began ends, and
/// each of its effects is done once, counted at the devices. Ten kills; two hundred with <c>IOTHUB_FULL=1</c>, or as many as <c>IOTHUB_KILLS</c> says.
/// </summary>
[Collection(ProgramsDefinition.Name)]
public sealed class DurabilityTests(ITestOutputHelper output) : IDisposable
{
    private const int Seed = 20260305;
    private const int LastRun = 90_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly Dictionary<string, string[]> StepsOfRule = new()
    {
        ["meal"] = ["1", "r1", "r2", "end"],
        ["side"] = ["a", "b", "c", "end"],
        ["hold"] = ["1", "2"],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_AtRandomMoments_NoRunIsLostAndNothingIsDoneTwice()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("IOTHUB_KILLS"), out var wanted) ? wanted
            : Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1" ? 200 : 10;
        var random = new Random(Seed);
        var port = HubProcess.FreePort();
        var oracle = new EffectOracle(StepsOfRule);
        await using var sensor = new ScriptedDevice("sensor", "urn:miot-spec-v2:device:motion-sensor:0000A014:iothub-motion-sensor:1", port, 1, (_, _) => null);
        await using var speaker = new ScriptedDevice("speaker", "urn:miot-spec-v2:device:speaker:0000A015:iothub-speaker:1", port, 2, (id, request) =>
        {
            oracle.Did(request["in"]!["intelligent-speaker.text-content"]!.GetValue<string>(), id);
            return null;
        });
        await using var feeder = new ScriptedDevice("feeder", "urn:miot-spec-v2:device:pet-feeder:0000A06C:iothub-pet-feeder:1", port, 3, (id, request) =>
        {
            oracle.Fed(id);
            return new JsonObject { ["pet-feeder.served-portions"] = 2 };
        });
        var hub = await StartAsync(port);
        try
        {
            await sensor.ReportAsync("motion-sensor.illumination", 0, CancellationToken.None);
            await PutRulesAsync(hub);
            using var stop = new CancellationTokenSource();
            var traffic = TrafficAsync(sensor, stop.Token);
            for (var kill = 0; kill < kills; kill++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 2_500)), TimeProvider.System);
                hub.Run.Signal(ProgramRun.SignalKill);
                await hub.Run.WaitForExitAsync(Patience);
                Assert.DoesNotContain(" FTL ", hub.Run.Output, StringComparison.Ordinal);
                await hub.DisposeAsync();
                hub = await StartAsync(port);
            }

            await stop.CancelAsync();
            await traffic;
            await EndLineAsync(hub, sensor, oracle);
            await WaitAsync(hub, oracle.SeenAsync(string.Empty), oracle, "something of a run is missing");
            var (lost, doubled) = (oracle.Lost(), oracle.Doubled());
            output.WriteLine($"{kills} kills, {oracle.Runs} runs, {oracle.Effects} effects, {oracle.Portions} meals for {oracle.RunsOf("meal")} runs: {lost.Count} lost, {doubled.Count} done twice");
            Assert.Empty(doubled);
            Assert.Empty(lost);
            Assert.Equal(oracle.RunsOf("meal"), oracle.Portions);
            await hub.StopAsync();
        }
        finally
        {
            await hub.DisposeAsync();
        }
    }

    /// <summary>
    /// A run that came through the line tells that all before it did. The line may still be full at first, and a newcomer dropped: then another one is
    /// sent after it.
    /// </summary>
    private static async Task EndLineAsync(HubProcess hub, ScriptedDevice sensor, EffectOracle oracle)
    {
        var last = new List<Task>();
        for (var run = LastRun; run < LastRun + 20; run++)
        {
            await sensor.ReportAsync("motion-sensor.illumination", run, CancellationToken.None);
            last.Add(oracle.SeenAsync($"meal-{run}-end"));
            if (await Task.WhenAny([.. last, Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System)]) is var first && last.Contains(first))
            {
                await WaitAsync(hub, Task.WhenAny(last), oracle, "the line does not end");
                return;
            }
        }

        await WaitAsync(hub, Task.WhenAny(last), oracle, "nobody comes through the line");
    }

    private static async Task WaitAsync(HubProcess hub, Task seen, EffectOracle oracle, string what)
    {
        if (await Task.WhenAny(seen, Task.Delay(Patience, TimeProvider.System)) != seen)
        {
            Assert.Fail(
                $"{what}; {oracle.Runs} runs, missing: {string.Join(' ', oracle.Lost())}; twice: {string.Join("; ", oracle.Doubled())}; " +
                $"decisions: {await hub.GetAsync("/api/v1/decisions?limit=40")}");
        }
    }

    private static async Task TrafficAsync(ScriptedDevice sensor, CancellationToken cancellationToken)
    {
        var random = new Random(Seed + 1);
        try
        {
            for (var run = 1; ; run++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(900, 2_600)), TimeProvider.System, cancellationToken);
                await sensor.ReportAsync("motion-sensor.illumination", run, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private static async Task PutRulesAsync(HubProcess hub)
    {
        await PutAsync(hub, "meal", $$"""
            { "mode": "queued", "max": 20, "triggers": [ { "property": "sensor/motion-sensor.illumination", "changes": true, "from": { "not": 77777 } } ], "actions": [
              { {{Say("meal", "'1'")}} }, { "wait": "250ms" },
              { "call": "feeder/pet-feeder.pet-food-out", "in": { "feeding-measure": 2 }, "out": "meal" },
              { "repeat": { "count": 2, "actions": [ { {{Say("meal", "'r' + text(index)")}} }, { "wait": "150ms" } ] } },
              { {{Say("meal", "'end'")}} } ] }
            """);
        await PutAsync(hub, "side", $$"""
            { "mode": "parallel", "max": 20, "triggers": [ { "property": "sensor/motion-sensor.illumination", "changes": true } ], "actions": [
              { "parallel": [
                [ { {{Say("side", "'a'")}} }, { "wait": "400ms" }, { {{Say("side", "'b'")}} } ],
                [ { "wait": "200ms" }, { {{Say("side", "'c'")}} } ] ] },
              { {{Say("side", "'end'")}} } ] }
            """);
        await PutAsync(hub, "hold", $$"""
            { "mode": "parallel", "max": 20, "triggers": [ { "property": "sensor/motion-sensor.illumination", "changes": true, "for": "600ms" } ], "actions": [
              { {{Say("hold", "'1'")}} }, { "wait": "100ms" }, { {{Say("hold", "'2'")}} } ] }
            """);
    }

    private static string Say(string rule, string step) =>
        $$""" "call": "speaker/intelligent-speaker.play-text", "in": { "text-content": { "=": "'{{rule}}-' + text(trigger.value) + '-' + {{step}}" } } """;

    private static async Task PutAsync(HubProcess hub, string id, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await hub.Client.PutAsync(new Uri($"/api/v1/automations/{id}", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<HubProcess> StartAsync(int port) => HubProcess.StartOnAsync(port, "--Hub:DataFolder", _folder.At("data"));
}
