using IotHub.Automation.Traces;
using IotHub.Devices;
using IotHub.Devices.State;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Tests;

/// <summary>The loop's part in what automations must not forget.</summary>
public sealed class DurableRunTests
{
    private const string WaitsAfterMotion = """
        { "triggers": [ { "property": "m1/motion-sensor.motion-state", "becomes": true } ], "actions": [ { "wait": "5m" }, { "set": { "l1/light.on": true } } ] }
        """;

    [Fact]
    public void Step_RunBegins_ItsMemoryComesFirstAndBinds()
    {
        var hub = Home();
        hub.PutAutomation("a", WaitsAfterMotion);

        var outputs = hub.Report("m1", TestHub.Contract("motion-sensor"), ("motion-sensor.motion-state", TestHub.On));

        var first = Assert.IsType<HubOutput.AutomationsRemembered>(outputs[0]);
        Assert.True(first.IsBinding);
        var memory = Assert.Single(first.Memories);
        Assert.Equal(1, memory.Version);
        Assert.Single(memory.Runs);
        Assert.Equal("motion-sensor.motion-state", Assert.Single(memory.Seen).Property);
    }

    [Fact]
    public void Step_RuleThatActsAtOnce_RemembersNothingBindingAndCountsOnceAMinute()
    {
        var hub = Home();
        hub.PutAutomation("a", """{ "triggers": [ { "property": "m1/motion-sensor.motion-state", "becomes": true } ], "actions": [ { "set": { "l1/light.on": true } } ] }""");
        var contract = TestHub.Contract("motion-sensor");

        var outputs = hub.Report("m1", contract, ("motion-sensor.motion-state", TestHub.On));

        Assert.DoesNotContain(outputs, output => output is HubOutput.AutomationsRemembered);
        var later = hub.After(TimeSpan.FromMinutes(1)).OfType<HubOutput.AutomationsRemembered>().Single();
        Assert.Equal((1L, false), (Assert.Single(later.Memories).RunCount, later.IsBinding));
    }

    [Fact]
    public void Step_AfterARestart_RunGoesOnAndIsNotBegunAgainByTheSameReport()
    {
        var hub = Home();
        hub.PutAutomation("a", WaitsAfterMotion);
        var contract = TestHub.Contract("motion-sensor");
        hub.Report("m1", contract, ("motion-sensor.motion-state", TestHub.On));

        // As a power cut leaves it: the memory is written, the value is not.
        var stored = Stored(hub);
        var again = new TestHub(nextCauseId: 1_000) { Now = hub.Now.AddMinutes(10) };
        Assert.Empty(again.Loop.Restore(stored, type => Contracts(type), again.Now));
        Assert.Equal(again.Now, again.Loop.NextDue);
        var outputs = again.After(TimeSpan.Zero);
        Assert.Equal(["resumed", "acted", "acted", "finished"], outputs.OfType<HubOutput.Decided>().Select(decided => DecisionJson.NameOf(decided.Decision.Kind)));
        var command = again.LastCommand;

        again.Step(new HubInput.FromDevice(new DeviceStatusChanged("m1", true)));
        var said = again.Report("m1", contract, ("motion-sensor.motion-state", TestHub.On));

        Assert.DoesNotContain(said, output => output is HubOutput.Decided or HubOutput.Changed);

        // The lamp has not been heard since the start: the command waits for it longer than five seconds.
        Assert.Equal(again.Now + new DeviceLimits().StartCommandTimeout, command.Deadline);
    }

    [Fact]
    public void Step_StartTriggers_FireWhenAllDevicesWereHeardOrTimeIsUp()
    {
        var hub = Home();
        hub.PutAutomation("a", """{ "triggers": [ { "hub": "started" } ], "actions": [ { "log": "hello" } ] }""");
        hub.Report("m1", TestHub.Contract("motion-sensor"), ("motion-sensor.motion-state", TestHub.On));
        var stored = Stored(hub);

        var waiting = new TestHub(nextCauseId: 1_000);
        waiting.Loop.Restore(stored with { Values = [Value("m1")] }, type => Contracts(type), waiting.Now);
        Assert.DoesNotContain(waiting.RunTo(TestHub.Noon.AddSeconds(9)), output => output is HubOutput.Decided);
        Assert.Contains(waiting.RunTo(TestHub.Noon.AddSeconds(10)), output => output is HubOutput.Decided);

        var heard = new TestHub(nextCauseId: 1_000);
        heard.Loop.Restore(stored with { Values = [Value("m1")] }, type => Contracts(type), heard.Now);
        heard.Step(new HubInput.FromDevice(new DeviceStatusChanged("m1", true)));
        Assert.Contains(heard.RunTo(TestHub.Noon.AddSeconds(1)), output => output is HubOutput.Decided);
        Assert.DoesNotContain(heard.RunTo(TestHub.Noon.AddSeconds(20)), output => output is HubOutput.Decided);
    }

    [Fact]
    public void Step_TimersArmed_SaysOnceAMinuteThatItIsThere()
    {
        var hub = Home();
        hub.PutAutomation("a", """{ "triggers": [ { "time": "18:00" } ], "actions": [ { "log": "evening" } ] }""");

        var outputs = hub.After(TimeSpan.FromMinutes(1));

        Assert.Equal(hub.Now, Assert.Single(outputs.OfType<HubOutput.Alive>()).At);
        Assert.Empty(hub.After(TimeSpan.FromSeconds(59)).OfType<HubOutput.Alive>());
    }

    private static StoredValue Value(string device) => new(device, "motion-sensor.motion-state", new PropertyState(TestHub.On, ValueOrigin.Reported, TestHub.Noon, TestHub.Noon, 3));

    private static Contracts.Model.DeviceContract? Contracts(string type) =>
        new[] { TestHub.Contract("motion-sensor"), TestHub.Contract("light") }.FirstOrDefault(contract => contract.Type.Text == type);

    private static TestHub Home()
    {
        var hub = new TestHub();
        hub.Join("m1", "motion-sensor");
        hub.Join("l1", "light");
        return hub;
    }

    private static StoredHome Stored(TestHub hub)
    {
        var snapshot = hub.Snapshot;
        return StoredHome.Empty with
        {
            Devices = [.. snapshot.Devices.Select(one => new StoredDevice(one.Device.Name, one.Device.Label, "", one.Device.Did, one.Device.Contract.Type.Text, null, null, one.Device.AdoptedAt))],
            Automations = [.. snapshot.Automations.Select(entry => new StoredDocument(entry.Id, entry.Text, entry.Version, true, "lin", entry.SavedAt))],
            Memories = snapshot.Memories,
            LastAlive = hub.Now,
        };
    }
}
