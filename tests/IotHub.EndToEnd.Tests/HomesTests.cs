using System.Net.Http.Json;
using System.Text.Json;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>
/// A simulated flat lives through the night on which clocks go forward, over TCP with the published hub: each time of the day comes once, no run is
/// lost or fails, and each automation, tried against what was recorded, gives the same runs again. Four days; <c>IOTHUB_FULL=1</c> lives a month.
/// </summary>
[Collection(ProgramsDefinition.Name)]
public sealed class HomesTests : IDisposable
{
    private const string Zone = "Europe/Berlin";
    private static readonly DateTimeOffset Start = new(2026, 3, 27, 11, 0, 0, TimeSpan.Zero);
    private static readonly int Days = Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1" ? 30 : 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Days * 2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LiveDays_FlatWithAutomations_EachTimeComesOnceAndAllCanBeTriedAgain()
    {
        var log = _folder.At("decisions.jsonl");
        await using var hub = await HubProcess.StartAsync(
            "--Hub:DataFolder", _folder.At("data"),
            "--Hub:TimeZone", Zone,
            "--Hub:Latitude", "52.5",
            "--Hub:Longitude", "13.4",
            "--Hub:AutomationFolder", Here("automations"),
            "--Hub:SceneFolder", Here("scenes"),
            "--Time:Clock", "driven",
            "--Time:Start", Start.ToString("O"),
            "--Storage:DecisionLog", log);
        await using var simulator = ProgramRun.Start(
            "dotnet", PublishedPrograms.Simulator, "home", "single-flat", "--days", $"{Days}", "--start", Start.ToString("O"), "--zone", Zone, "--port", $"{hub.MqttPort}");
        Assert.True(await simulator.WaitForExitAsync(Patience) == 0, simulator.Output);
        var counters = await hub.GetAsync("/api/v1/counters");
        var end = counters.GetProperty("at").GetDateTimeOffset();
        var automations = await hub.GetAsync("/api/v1/automations");
        Assert.All(automations.EnumerateArray(), automation => Assert.Equal("active", automation.GetProperty("status").GetString()));

        Assert.Empty(counters.GetProperty("messagesRefused").EnumerateObject());
        foreach (var automation in automations.EnumerateArray().Select(automation => automation.GetProperty("id").GetString()!))
        {
            await TryAgainAsync(hub, automation);
        }

        await hub.StopAsync();
        var decisions = (await File.ReadAllLinesAsync(log)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        CheckTimes(decisions, end);
        CheckRuns(decisions);
    }

    private static string Here(string folder) => RepositoryRoot.Path("tests", "IotHub.EndToEnd.Tests", "homes", folder);

    /// <summary>What is saved gives each of its recorded runs again, and no other.</summary>
    private static async Task TryAgainAsync(HubProcess hub, string id)
    {
        using var answer = await hub.Client.PostAsJsonAsync(
            new Uri("/api/v1/automations:preview", UriKind.Relative),
            new { id, days = Math.Min(30, Days + 1), text = await File.ReadAllTextAsync(Path.Combine(Here("automations"), id + ".json")) });
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{id}: {body}");
        var result = JsonDocument.Parse(body).RootElement.GetProperty("reproduction");
        var (recorded, reproduced, added) = (result.GetProperty("recorded").GetInt32(), result.GetProperty("reproduced").GetInt32(), result.GetProperty("addedCount").GetInt32());
        Assert.True(recorded == reproduced && added == 0, $"{id}: {reproduced} of {recorded} recorded runs came out again, and {added} others: {result}");
    }

    private static void CheckTimes(List<JsonElement> decisions, DateTimeOffset end)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        var days = Enumerable.Range(0, Days + 2).Select(day => DateOnly.FromDateTime(Start.UtcDateTime).AddDays(day)).ToList();

        // 02:30 is skipped on the 29th, and comes when clocks jump to 03:00.
        var nights = days.Select(day => Moment(day, day == new DateOnly(2026, 3, 29) ? new TimeOnly(3, 0) : new TimeOnly(2, 30), zone));
        Assert.Equal(Within(nights, end), Begun(decisions, "night-check"));
        Assert.Equal(Within(days.Select(day => Moment(day, TimeOnly.MinValue, zone)), end), Begun(decisions, "midnight"));
        Assert.Equal(
            Within(days.Select(day => Moment(day, day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? new TimeOnly(9, 0) : new TimeOnly(7, 15), zone)), end),
            Begun(decisions, "morning"));
        Assert.Equal(
            Within(Enumerable.Range(1, (Days + 1) * 96).Select(quarter => Start.AddMinutes(15 * quarter)), end), Begun(decisions, "quarters"));
        var sunsets = Begun(decisions, "sunset");
        Assert.Equal(sunsets.Count, sunsets.Select(at => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime)).Distinct().Count());
        Assert.InRange(sunsets.Count, Days - 1, Days + 1);
    }

    private static void CheckRuns(List<JsonElement> decisions)
    {
        string[] bad = ["failed", "switched-off", "dropped"];
        var unwanted = decisions.Where(decision => bad.Contains(decision.GetProperty("kind").GetString())).ToList();
        Assert.True(unwanted.Count == 0, string.Join(Environment.NewLine, unwanted.Take(3)));

        // Whoever began has ended, or goes on at the end.
        foreach (var automation in decisions.GroupBy(decision => decision.GetProperty("automation").GetString()))
        {
            var open = 0;
            foreach (var kind in automation.Select(decision => decision.GetProperty("kind").GetString()))
            {
                open += kind switch { "started" => 1, "finished" or "stopped" => -1, _ => 0 };
                Assert.InRange(open, 0, 3);
            }
        }

        Assert.Equal(
            ["after-evening", "bath-dark", "bath-light", "film", "hall-light", "listens", "midnight", "morning", "night-check", "quarters", "sunset"],
            decisions.Where(decision => decision.GetProperty("kind").GetString() == "started").Select(decision => decision.GetProperty("automation").GetString()!)
                .Where(id => id != "washing").Distinct().Order(StringComparer.Ordinal));
    }

    private static List<DateTimeOffset> Begun(List<JsonElement> decisions, string automation) =>
    [
        .. decisions.Where(decision => decision.GetProperty("automation").GetString() == automation && decision.GetProperty("kind").GetString() == "started")
            .Select(decision => decision.GetProperty("at").GetDateTimeOffset()),
    ];

    private static List<DateTimeOffset> Within(IEnumerable<DateTimeOffset> moments, DateTimeOffset end) => [.. moments.Where(at => at > Start && at <= end)];

    private static DateTimeOffset Moment(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
