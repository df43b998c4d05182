using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IotHub.Runtime.Storing;
using IotHub.Storage;
using IotHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.EndToEnd.Tests;

/// <summary>
/// Twenty recorded days of a real home, over TCP into the published hub: every event accounted for, two runs alike to the byte, and each
/// lamp on exactly when a small program says that knows nothing of the hub.
/// </summary>
[Collection(ProgramsDefinition.Name)]
public sealed class CasasTests : IDisposable
{
    private const string Zone = "America/Los_Angeles";
    private static readonly TimeSpan ReplayTimeout = TimeSpan.FromMinutes(10);
    private static readonly string[] Lamps =
        ["kitchen-light", "bathroom-light", "bedroom-light", "living-room-light", "work-area-light", "hall-light", "stove"];

    private readonly TemporaryFolder _folder = new();

    private static string Recording => Corpus.Path("casas-home", "days-01-20.txt.gz");

    public void Dispose() => _folder.Dispose();

    [CorpusFact]
    public async Task Replay_TwentyDays_AccountsForAllDecidesAlikeAndAgreesWithTheOracle()
    {
        var first = await ReplayAsync("first");
        Assert.Equal(39_768, first.Report.GetProperty("lines").GetInt32());
        Assert.Equal(39_768, first.Report.GetProperty("published").GetInt32());

        // Accepted and refused by the hub: every event, and what the actuators said of themselves and in answer.
        Assert.Empty(first.Counters.GetProperty("messagesRefused").EnumerateObject());
        Assert.True(first.Counters.GetProperty("messagesAccepted").GetInt64() > 39_768);
        var sent = first.Counters.GetProperty("commandsSent").GetInt64();

        // Nothing was lost, so nothing was sent twice; but who is quiet is asked now and then whether it is there.
        var requests = first.Counters.GetProperty("requestsSent").GetInt64();
        Assert.Equal(first.Report.GetProperty("requests").GetInt64(), requests);
        Assert.True(requests >= sent);
        Assert.Equal(sent, first.Counters.GetProperty("commandsConfirmed").GetInt64());

        var second = await ReplayAsync("second");
        Assert.True(
            first.Decisions.AsSpan().SequenceEqual(second.Decisions), $"Two runs decided differently: {first.Decisions.Length} and {second.Decisions.Length} bytes.");
        Assert.Equal(first.Counters.GetProperty("decisions").GetInt64(), first.Decisions.LongCount(value => value == (byte)'\n'));

        var expected = await OracleAsync(first.End);
        foreach (var lamp in Lamps)
        {
            Assert.NotEmpty(expected[lamp]);
            var recorded = await IntervalsAsync(_folder.At("first"), lamp, first.End);
            Assert.True(
                expected[lamp].SequenceEqual(recorded),
                $"{lamp}: the oracle has {expected[lamp].Length} intervals, the hub {recorded.Length}; only the oracle's: "
                    + $"{string.Join(", ", expected[lamp].Except(recorded))}; only the hub's: {string.Join(", ", recorded.Except(expected[lamp]))}");
        }
    }

    private static string Here(params ReadOnlySpan<string> parts) => Path.Combine([RepositoryRoot.Path("tests", "IotHub.EndToEnd.Tests", "casas"), .. parts]);

    private static async Task<ImmutableArray<string>> IntervalsAsync(string data, string lamp, DateTimeOffset end)
    {
        await using var store = await HubStore.OpenAsync(
            new StorageOptions { Folder = data, HistoryPointsMax = 100_000 }, TimeProvider.System, NullLogger<HubStore>.Instance, CancellationToken.None);
        var property = lamp == "stove" ? "switch.on" : "light.on";
        var points = await store.History.QueryAsync(lamp, property, DateTimeOffset.UnixEpoch, end.AddTicks(1), 100_000, CancellationToken.None);
        var intervals = ImmutableArray.CreateBuilder<string>();
        HistoryPoint? on = null;
        foreach (var point in points)
        {
            if (point.Value.AsBoolean)
            {
                on ??= point;
            }
            else if (on is { } begun)
            {
                intervals.Add($"{Text(begun.At)} to {Text(point.At)}");
                on = null;
            }
        }

        if (on is { } last)
        {
            intervals.Add($"{Text(last.At)} to the end");
        }

        return intervals.ToImmutable();
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static async Task<Dictionary<string, ImmutableArray<string>>> OracleAsync(DateTimeOffset end)
    {
        await using var oracle = ProgramRun.Start(
            "python3", Here("oracle.py"), Recording, "--zone", Zone, "--until", end.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture));
        Assert.True(await oracle.WaitForExitAsync(ReplayTimeout) == 0, oracle.Output);
        var lamps = JsonDocument.Parse(oracle.Output).RootElement;
        return lamps.EnumerateObject().ToDictionary(lamp => lamp.Name, lamp => lamp.Value.EnumerateArray().Select(Interval).ToImmutableArray());

        static string Interval(JsonElement pair)
        {
            var off = pair[1].ValueKind == JsonValueKind.Null ? "the end" : Text(pair[1].GetDateTimeOffset());
            return $"{Text(pair[0].GetDateTimeOffset())} to {off}";
        }
    }

    private async Task<Replay> ReplayAsync(string name)
    {
        var decisions = _folder.At($"{name}.decisions.jsonl");
        await using var hub = await HubProcess.StartAsync(
            "--Hub:DataFolder", _folder.At(name),
            "--Hub:TimeZone", Zone,
            "--Hub:AutomationFolder", Here("automations"),
            "--Hub:SceneFolder", Here("scenes"),
            "--Time:Clock", "driven",
            "--Storage:DecisionLog", decisions);
        var report = _folder.At($"{name}.report.json");
        await using var simulator = ProgramRun.Start(
            "dotnet",
            PublishedPrograms.Simulator, "replay", "--casas", Recording, "--speed", "full", "--zone", Zone, "--home", "casas-home",
            "--port", $"{hub.MqttPort}", "--report", report);
        Assert.True(await simulator.WaitForExitAsync(ReplayTimeout) == 0, simulator.Output);
        var counters = await hub.GetAsync("/api/v1/counters");
        var memory = (await File.ReadAllLinesAsync($"/proc/{hub.Run.Id}/status")).Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        await hub.StopAsync();
        var measured = JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement;
        Console.WriteLine($"CASAS replay {name}: {measured.GetProperty("eventsPerSecond")} events/s, {memory}");
        return new Replay(measured, counters, await File.ReadAllBytesAsync(decisions), counters.GetProperty("at").GetDateTimeOffset());
    }

    private sealed record Replay(JsonElement Report, JsonElement Counters, byte[] Decisions, DateTimeOffset End);
}
