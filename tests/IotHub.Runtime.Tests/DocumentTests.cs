using IotHub.Automation.Traces;
using IotHub.Devices.State;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Tests;

/// <summary>People and templates in the loop.</summary>
public sealed class DocumentTests
{
    private const string Anna = """{ "name": "Anna", "trackers": [ { "property": "r1/presence.someone-home", "is": true } ], "awayAfter": "10m" }""";

    private const string OffWhenSheLeaves = """{ "triggers": [ { "presence": "leaves", "person": "anna" } ], "actions": [ { "set": { "l1/light.on": false } } ] }""";

    private const string Template = """
        { "template": { "inputs": { "lamp": { "type": "device" } } }, "triggers": [ { "time": "20:00" } ], "actions": [ { "set": { "${lamp}/light.on": true } } ] }
        """;

    [Fact]
    public void Step_PersonLeaves_AutomationRunsAfterTheDelay()
    {
        var hub = Home();
        Assert.True(hub.Ask(new HubInput.PutDocument(DocumentKind.Person, "anna", Anna, "lin")).Accepted);
        Assert.Empty(hub.PutAutomation("off", OffWhenSheLeaves).Diagnostics);
        Presence(hub, true);
        Presence(hub, false);

        Assert.Empty(Started(hub.RunTo(TestHub.Noon.AddMinutes(9))));
        Assert.Equal("off", Assert.Single(Started(hub.RunTo(TestHub.Noon.AddMinutes(10)))).Automation);
    }

    [Theory]
    [InlineData(4, 10)]
    [InlineData(25, 25)]
    public void Restore_PersonWasOnTheWayOut_LeavesWhenTheyWouldHaveOrAtOnce(int awayMinutes, int expectedMinutes)
    {
        var hub = Home();
        hub.Ask(new HubInput.PutDocument(DocumentKind.Person, "anna", Anna, "lin"));
        hub.PutAutomation("off", OffWhenSheLeaves);
        Presence(hub, true);
        Presence(hub, false);

        var again = new TestHub(nextCauseId: 1_000) { Now = TestHub.Noon.AddMinutes(awayMinutes) };
        again.Loop.Restore(Stored(hub, lastAlive: TestHub.Noon.AddMinutes(2)), TypeOf, again.Now);
        var began = Started(again.RunTo(TestHub.Noon.AddMinutes(60)));

        Assert.Equal(TestHub.Noon.AddMinutes(expectedMinutes), Assert.Single(began).At);
    }

    [Fact]
    public void Restore_PersonHadLeftBefore_NothingHappensAgain()
    {
        var hub = Home();
        hub.Ask(new HubInput.PutDocument(DocumentKind.Person, "anna", Anna, "lin"));
        hub.PutAutomation("off", OffWhenSheLeaves);
        Presence(hub, true);
        Presence(hub, false);
        Assert.Single(Started(hub.RunTo(TestHub.Noon.AddMinutes(15))));

        var again = new TestHub(nextCauseId: 1_000) { Now = TestHub.Noon.AddMinutes(20) };
        again.Loop.Restore(Stored(hub, lastAlive: TestHub.Noon.AddMinutes(15)), TypeOf, again.Now);

        Assert.Empty(Started(again.RunTo(TestHub.Noon.AddMinutes(60))));
    }

    [Fact]
    public void Step_TemplateComesAfterItsUse_UseWaitsAndThenRuns()
    {
        var hub = Home();
        hub.PutAutomation("evening", """{ "use": "lamp-on", "with": { "lamp": "l1" } }""");
        Assert.Equal(DocumentStatus.Waiting, hub.Snapshot.Automations[0].Status);

        hub.Ask(new HubInput.PutDocument(DocumentKind.Template, "lamp-on", Template, "lin"));

        Assert.Equal(DocumentStatus.Active, hub.Snapshot.Automations[0].Status);
        Assert.Single(Started(hub.RunTo(TestHub.Noon.AddHours(8))));
        hub.Ask(new HubInput.RemoveDocument(DocumentKind.Template, "lamp-on"));
        Assert.Equal(DocumentStatus.Waiting, hub.Snapshot.Automations[0].Status);
    }

    [Fact]
    public void Step_NameComesLater_WarningGoesAndRunIsNotDisturbed()
    {
        var hub = Home();
        hub.PutAutomation("a", """{ "triggers": [ { "webhook": "a-secret-that-is-long-enough" } ], "actions": [ { "wait": "5m" }, { "scene": "film" } ] }""");
        Assert.Contains(hub.Snapshot.Automations[0].Diagnostics, fault => fault.Code.Contains("scene.unknown", StringComparison.Ordinal));
        hub.Step(new HubInput.HookCalled("a-secret-that-is-long-enough", "POST", string.Empty));

        hub.Ask(new HubInput.PutScene("film", """{ "set": { "l1/light.on": false } }""", "lin"));

        Assert.Empty(hub.Snapshot.Automations[0].Diagnostics);
        var decided = hub.RunTo(TestHub.Noon.AddMinutes(5)).OfType<HubOutput.Decided>().Select(output => output.Decision.Kind);
        Assert.Contains(DecisionKind.Finished, decided);
    }

    [Theory]
    [InlineData(DocumentKind.Person, """{ "trackers": [ { "property": "r1/presence.nobody", "is": true } ] }""", "person.invalid")]
    [InlineData(DocumentKind.Person, """{ "id": "ben", "trackers": [ { "property": "r1/presence.someone-home", "is": true } ] }""", "person.id")]
    [InlineData(DocumentKind.Template, """{ "triggers": [] }""", "template.invalid")]
    public void Step_FaultyDocument_IsRefusedAndChangesNothing(DocumentKind kind, string text, string code)
    {
        var hub = Home();
        hub.Ask(new HubInput.PutDocument(DocumentKind.Person, "anna", Anna, "lin"));

        var answer = hub.Ask(new HubInput.PutDocument(kind, "anna", text, "lin"));

        Assert.Equal(code, answer.ErrorCode);
        Assert.Equal(Anna, Assert.Single(hub.Snapshot.Documents).Text);
    }

    [Fact]
    public void Step_TrackersDeviceLeaves_PersonWaits()
    {
        var hub = Home();
        hub.Ask(new HubInput.PutDocument(DocumentKind.Person, "anna", Anna, "lin"));

        hub.Ask(new HubInput.Retire("r1"));

        Assert.Equal(DocumentStatus.Waiting, Assert.Single(hub.Snapshot.Documents).Status);
    }

    private static IEnumerable<Decision> Started(IEnumerable<HubOutput> outputs) =>
        outputs.OfType<HubOutput.Decided>().Select(output => output.Decision).Where(decision => decision.Kind == DecisionKind.Started);

    private static void Presence(TestHub hub, bool isHome) =>
        hub.Report("r1", TestHub.Contract("router"), ("presence.someone-home", isHome ? TestHub.On : TestHub.Off));

    private static Contracts.Model.DeviceContract? TypeOf(string type) =>
        new[] { TestHub.Contract("router"), TestHub.Contract("light") }.FirstOrDefault(contract => contract.Type.Text == type);

    private static TestHub Home()
    {
        var hub = new TestHub();
        hub.Join("r1", "router");
        hub.Join("l1", "light");
        return hub;
    }

    private static StoredHome Stored(TestHub hub, DateTimeOffset lastAlive)
    {
        var snapshot = hub.Snapshot;
        return StoredHome.Empty with
        {
            Devices = [.. snapshot.Devices.Select(one => new StoredDevice(one.Device.Name, one.Device.Label, "", one.Device.Did, one.Device.Contract.Type.Text, null, null, one.Device.AdoptedAt))],
            Values = [.. snapshot.Devices.SelectMany(one => one.Device.Contract.Properties.Where(property => one.States[property.Index].Value.HasValue)
                .Select(property => new StoredValue(one.Device.Name, property.Key, one.States[property.Index] with { Origin = ValueOrigin.Restored })))],
            Automations = [.. snapshot.Automations.Select(entry => new StoredDocument(entry.Id, entry.Text, entry.Version, true, "lin", entry.SavedAt))],
            People = [.. snapshot.Documents.Select(entry => new StoredDocument(entry.Id, entry.Text, entry.Version, true, "lin", entry.SavedAt))],
            Memories = snapshot.Memories,
            LastAlive = lastAlive,
        };
    }
}
