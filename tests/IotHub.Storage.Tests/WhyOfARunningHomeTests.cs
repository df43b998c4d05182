using IotHub.Automation.Traces;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using IotHub.Testing;

namespace IotHub.Storage.Tests;

/// <summary>The loop's own outputs, written down and asked about.</summary>
public sealed class WhyOfARunningHomeTests : IDisposable
{
    private const string Follow = """
        {
          "triggers": [ { "property": "motion/motion-sensor.motion-state", "becomes": true } ],
          "conditions": [ "not light/light.on" ],
          "actions": [ { "set": { "light/light.on": true } }, { "wait": "5m" }, { "set": { "light/light.on": false } } ]
        }
        """;

    private const string Echo = """
        { "triggers": [ { "property": "light/light.on", "becomes": true } ], "actions": [ { "set": { "lamp/light.on": true } } ] }
        """;

    private static readonly DeviceContract Light = Parse("light");
    private static readonly DeviceContract Motion = Parse("motion-sensor");
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly StoreFixture _fixture = new();
    private readonly HubLoop _loop = new(new HubLoopOptions { AdoptsAnnounced = true });
    private readonly Dictionary<string, string> _requests = [];
    private DateTimeOffset _now = StoreFixture.Start;

    [Fact]
    public async Task Why_LampThatFollowsALampThatFollowsMotion_GoesBackToTheMotion()
    {
        await using var store = await _fixture.OpenAsync();
        await LiveAsync(store);

        var why = await store.Traces.WhyAsync("lamp", "light.on", null, None);

        Assert.Equal(
            [ReasonKind.Command, ReasonKind.Step, ReasonKind.Run, ReasonKind.Command, ReasonKind.Step, ReasonKind.Run, ReasonKind.Device],
            why!.Chain.Select(link => link.Kind));
        Assert.Equal(["lamp", "echo", "echo", "light", "follow", "follow", "motion"], why.Chain.Select(link => link.By));
        Assert.Equal(CommandOutcome.Confirmed, why.Chain[0].Command!.Outcome);
        Assert.Equal("/actions/0", why.Chain[4].Step);
        Assert.Equal("Runs: motion/motion-sensor.motion-state became true; light/light.on = false.", why.Chain[5].Text);
    }

    [Fact]
    public async Task Run_ThatWaits_GoesOnWithItsConfirmedCommandAndThenEnds()
    {
        await using var store = await _fixture.OpenAsync();
        await LiveAsync(store);

        var waiting = await store.Traces.RunAsync("follow", 1, None);
        _now += TimeSpan.FromMinutes(5);
        await StepAsync(store, HubInput.Tick.Instance);
        var over = await store.Traces.RunAsync("follow", 1, None);

        Assert.Null(waiting!.Run.End);
        Assert.Equal(["set", "wait"], waiting.Decisions.Where(decision => decision.Kind == DecisionKind.Acted).Select(decision => decision.Trace!.Does));
        Assert.Equal(CommandOutcome.Confirmed, Assert.Single(waiting.Commands).Value.Outcome);
        Assert.Equal(DecisionKind.Finished, over!.Run.End!.Kind);
        Assert.Equal(3, over.Run.Steps);
        Assert.Equal([CommandOutcome.Confirmed, null], over.Commands.Values.OrderBy(command => command.SentAt).Select(command => command.Outcome));
    }

    [Fact]
    public async Task WhyNot_LampIsOnAlready_NamesTheClauseAndTheValue()
    {
        await using var store = await _fixture.OpenAsync();
        await LiveAsync(store);

        _now += TimeSpan.FromSeconds(10);
        await ReportAsync(store, "motion", "motion-sensor.motion-state", false);
        await ReportAsync(store, "motion", "motion-sensor.motion-state", true);

        var refused = Assert.Single(await store.Traces.WhyNotAsync("follow", TimeSpanFilter.All, 10, None));
        var clause = Assert.Single(refused.Trace!.Clauses);
        Assert.Equal(("/conditions/0", false), (clause.Path, clause.Holds));
        Assert.Equal<TraceValue>([new TraceValue("light/light.on", "true")], clause.Values);
    }

    [Fact]
    public async Task Why_PersonSwitchedItByTheApp_NamesThePerson()
    {
        await using var store = await _fixture.OpenAsync();
        await LiveAsync(store);
        var contract = ContractOf("light");

        _now += TimeSpan.FromSeconds(10);
        await StepAsync(store, new HubInput.Command("lamp", [Reading(contract, "light.on", false)], null, [], "anna"));
        await AnswerAsync(store, "lamp", false);

        var why = await store.Traces.WhyAsync("lamp", "light.on", null, None);
        Assert.Equal([ReasonKind.Command, ReasonKind.Person], why!.Chain.Select(link => link.Kind));
        Assert.Equal("anna", why.Chain[1].By);
    }

    public void Dispose()
    {
        _fixture.Log.AssertNoErrors();
        _fixture.Dispose();
    }

    private static DeviceContract Parse(string kind)
    {
        var file = RepositoryRoot.Path("firmware-contracts", "contracts", $"{kind}.json");
        return ContractParser.Parse(File.ReadAllBytes(file), file).Contract!;
    }

    private static DeviceContract ContractOf(string kind) => kind == "light" ? Light : Motion;

    private static PropertyReading Reading(DeviceContract contract, string key, bool value) =>
        contract.TryGetProperty(key, out var property) ? new PropertyReading(property, PropertyValue.FromBoolean(value)) : throw new ArgumentException(key);

    private async Task LiveAsync(HubStore store)
    {
        foreach (var (name, kind) in new[] { ("motion", "motion-sensor"), ("light", "light"), ("lamp", "light") })
        {
            await StepAsync(store, new HubInput.FromDevice(new DeviceAnnounced(name, new AnnounceMessage(ContractOf(kind).Type.Text, Label: name), ContractOf(kind))));
            await StepAsync(store, new HubInput.FromDevice(new DeviceStatusChanged(name, true)));
        }

        await StepAsync(store, new HubInput.PutAutomation("follow", Follow, "anna"));
        await StepAsync(store, new HubInput.PutAutomation("echo", Echo, "anna"));
        await ReportAsync(store, "light", "light.on", false);
        await ReportAsync(store, "lamp", "light.on", false);
        await ReportAsync(store, "motion", "motion-sensor.motion-state", true);
        await AnswerAsync(store, "light", true);
        await AnswerAsync(store, "lamp", true);
    }

    /// <summary>A lamp does what it was asked for last, and says so.</summary>
    private Task AnswerAsync(HubStore store, string lamp, bool isOn)
    {
        _now += TimeSpan.FromMilliseconds(300);
        return StepAsync(store, new HubInput.FromDevice(new DeviceResponded(
            lamp, new ResponseMessage(_requests[lamp], 0, [Reading(ContractOf("light"), "light.on", isOn)], [], []))));
    }

    private Task ReportAsync(HubStore store, string device, string property, bool value)
    {
        _now += TimeSpan.FromMilliseconds(300);
        return StepAsync(store, new HubInput.FromDevice(new DevicePropertiesReported(
            device, new PropertiesMessage([Reading(ContractOf(device == "motion" ? "motion-sensor" : "light"), property, value)]))));
    }

    private async Task StepAsync(HubStore store, HubInput input)
    {
        HubOutput[] outputs = [.. _loop.Step(input, _now)];
        foreach (var request in outputs.OfType<HubOutput.Request>())
        {
            _requests[request.Command.Device.Name] = request.Message.Id;
        }

        await store.WriteAsync(outputs, None);
    }
}
