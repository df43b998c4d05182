using IotHub.Automation.Preview;
using IotHub.Contracts.Values;

namespace IotHub.Storage.Tests.Preview;

/// <summary>What a draft would have done otherwise, and that trying it does nothing.</summary>
public sealed class DifferenceTests : IDisposable
{
    private const string Saved = """
        { "triggers": [ { "property": "motion/motion-sensor.motion-state", "becomes": true } ], "actions": [ { "set": { "lamp/light.on": true } }, { "wait": "5m" }, { "set": { "lamp/light.on": false } } ] }
        """;

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Preview_OfOneMoreTrigger_ShowsItsRunsAndNoOthers()
    {
        await using var home = await HomeAsync();
        var draft = Saved.Replace("\"triggers\": [", """ "triggers": [ { "property": "door/contact-sensor.contact-state", "becomes": true },""", StringComparison.Ordinal);

        var result = home.Preview("hall", draft, RecordedHome.Start);

        Assert.Equal((3, 2), (result.Draft.RunCount, result.Saved!.RunCount));
        var difference = Assert.Single(result.Differences);
        Assert.Equal((PreviewDifferenceKind.OnlyDraft, RecordedHome.Start.AddHours(2)), (difference.Kind, difference.At));
        Assert.Equal(["lamp/light.on = true", "lamp/light.on = false"], difference.Draft!.Commands.Select(command => command.Text));
        Assert.True(result.Reproduction!.IsExact);
        Assert.Equal(2, result.Reproduction.Recorded);
    }

    [Fact]
    public async Task Preview_OfALongerWait_ShowsOtherCommandsOfTheSameRuns()
    {
        await using var home = await HomeAsync();

        var result = home.Preview("hall", Saved.Replace("5m", "7m", StringComparison.Ordinal), RecordedHome.Start);

        Assert.Equal([PreviewDifferenceKind.OtherCommands, PreviewDifferenceKind.OtherCommands], result.Differences.Select(difference => difference.Kind));
        var first = result.Differences[0];
        Assert.Equal((TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(5)), (first.Draft!.Commands[1].At - first.At, first.Saved!.Commands[1].At - first.At));
    }

    [Fact]
    public async Task Preview_OfACondition_ShowsWhatItRefusesWithItsValues()
    {
        await using var home = await HomeAsync();
        var draft = Saved.Replace("\"actions\"", """ "conditions": [ { "property": "door/contact-sensor.contact-state", "is": true } ], "actions" """, StringComparison.Ordinal);

        var result = home.Preview("hall", draft, RecordedHome.Start);

        Assert.Equal(PreviewDifferenceKind.OnlySaved, Assert.Single(result.Differences).Kind);
        Assert.Contains("door/contact-sensor.contact-state", Assert.Single(result.Draft.Refused).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_OfASpan_WritesNothing()
    {
        await using var home = await HomeAsync();
        var writes = new List<string>();
        home.Store.BeforeStatement = (_, sql) => writes.Add(sql);

        home.Preview("hall", Saved, RecordedHome.Start);

        Assert.Empty(writes);
    }

    [Fact]
    public async Task Preview_OfDaysBeforeTheRecord_SaysSinceWhenItIs()
    {
        await using var home = await HomeAsync();

        var result = home.Preview("hall", Saved, RecordedHome.Start.AddDays(-20));

        Assert.Contains("Values are recorded only since 2026-03-02 05:00.", result.Unknown);
        Assert.Contains("Events, availability and runs of other automations are recorded only since 2026-03-02 05:00.", result.Unknown);
    }

    [Fact]
    public async Task Preview_OfPeople_KnowsFromTheirTrackersWhenTheyCame()
    {
        await using var home = await HomeAsync();
        home.PutPerson("lin", """{ "id": "lin", "name": "Lin", "trackers": [ { "property": "door/contact-sensor.contact-state", "is": true } ] }""");

        var result = home.Preview("hello", """{ "triggers": [ { "presence": "arrives", "person": "lin" } ], "actions": [ { "set": { "lamp-2/light.on": true } } ] }""", RecordedHome.Start);

        var run = Assert.Single(result.Draft.Runs);
        Assert.Equal((RecordedHome.Start.AddHours(2), "Runs: Lin came home."), (run.BegunAt, run.Why));
        Assert.Contains(result.Unknown, said => said.StartsWith("People were last changed on ", StringComparison.Ordinal));
    }

    private async Task<RecordedHome> HomeAsync()
    {
        var home = new RecordedHome(_fixture, seed: 4);
        await home.StartAsync();
        home.Join();
        home.Put("hall", Saved);
        home.Report("motion", ("motion-sensor.motion-state", PropertyValue.FromBoolean(false)));
        home.Report("door", ("contact-sensor.contact-state", PropertyValue.FromBoolean(false)));
        Report(home, 1, "motion", "motion-sensor.motion-state", true);
        Report(home, 1.5, "motion", "motion-sensor.motion-state", false);
        Report(home, 2, "door", "contact-sensor.contact-state", true);
        Report(home, 3, "motion", "motion-sensor.motion-state", true);
        home.AdvanceTo(RecordedHome.Start.AddHours(4));
        await home.SaveAsync();
        return home;
    }

    private static void Report(RecordedHome home, double hours, string device, string property, bool value)
    {
        home.AdvanceTo(RecordedHome.Start.AddHours(hours));
        home.Report(device, (property, PropertyValue.FromBoolean(value)));
    }
}
