using IotHub.Automation.Traces;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Tests.Containment;

/// <summary>
/// A home on virtual time with devices that answer, a broker with somebody who echoes, a rule that has nothing to do with the ones under test,
/// and a person. Now and then the bystander's motion sensor changes and the person commands a lamp: both must have their command within the same
/// step.
/// </summary>
internal sealed class ContainedHome
{
    private const string Bystander = """
        { "triggers": [ { "property": "b-motion/motion-sensor.motion-state", "changes": true } ], "actions": [ { "set": { "b-lamp/light.on": { "=": "trigger.value" } } } ] }
        """;

    private static readonly DeviceContract Light = TestHub.Contract("light");
    private static readonly DeviceContract Motion = TestHub.Contract("motion-sensor");
    private static readonly string[] Sensors = ["b-motion", "motion"];
    private static readonly string[] Lamps = ["l1", "l2", "l3", "b-lamp", "p-lamp"];

    private readonly PriorityQueue<HubInput, (DateTimeOffset At, int Number)> _coming = new();
    private readonly TestHub _hub;
    private int _number;
    private bool _moves;

    public ContainedHome(TestHub? hub = null)
    {
        _hub = hub ?? new TestHub();
        foreach (var name in Sensors.Concat(Lamps))
        {
            _hub.Announce(name, ContractOf(name));
            Take(new HubInput.FromDevice(new DeviceStatusChanged(name, true)));
        }

        if (hub is null)
        {
            Put("bystander", Bystander);
        }
    }

    public DateTimeOffset Now => _hub.Now;

    /// <summary>How long devices take to answer.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long somebody outside takes to echo a message.</summary>
    public TimeSpan EchoLatency { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>What a device makes of a value that it is to take: itself, in a device that does as it is told.</summary>
    public Func<ContainedHome, PropertyReading, PropertyValue> Takes { get; init; } = (_, wanted) => wanted.Value;

    /// <summary>True for a lamp that does not say with its answer what toggling made of it.</summary>
    public bool IsTogglingByHand { get; init; }

    /// <summary>For tests to count with.</summary>
    public int Touches { get; set; }

    /// <summary>Where somebody outside publishes a message again; null where nobody does.</summary>
    public Func<string, string?> EchoTopic { get; init; } = _ => null;

    public List<Decision> Decisions { get; } = [];

    public List<HubOutput.Notified> Notices { get; } = [];

    /// <summary>The longest list of outputs of one step.</summary>
    public int OutputsMax { get; private set; }

    public void Put(string id, string json)
    {
        var answer = Take(new HubInput.PutAutomation(id, json, "lin")).OfType<HubOutput.Answered>().Single().Answer;
        Assert.True(answer.Accepted, string.Join("; ", answer.Diagnostics.Select(diagnostic => diagnostic.Message)));
    }

    public void PutScene(string id, string json) => Assert.True(Take(new HubInput.PutScene(id, json, "lin")).OfType<HubOutput.Answered>().Single().Answer.Accepted);

    public HubAnswer Ask(HubInput input) => Take(input).OfType<HubOutput.Answered>().Single().Answer;

    /// <summary>A device says something by itself.</summary>
    public void Reports(string device, string key, PropertyValue value) => Take(Reported(device, key, value));

    public void Arrives(string topic, string payload) => Take(new HubInput.MessageArrived(topic, payload));

    /// <summary>Lets time pass with all that comes, and asserts that the bystander and the person are answered at once.</summary>
    /// <param name="time">How long.</param>
    /// <param name="others">How often they want something; null for each fifth of a second.</param>
    public void Run(TimeSpan time, TimeSpan? others = null)
    {
        var end = _hub.Now + time;
        var beat = others ?? TimeSpan.FromMilliseconds(200);
        for (var next = _hub.Now + beat; next <= end; next += beat)
        {
            RunTo(next);
            AnswersOthers();
        }

        RunTo(end);
    }

    /// <summary>The decisions of an automation of some kinds.</summary>
    public List<Decision> Of(string automation, params ReadOnlySpan<DecisionKind> kinds)
    {
        List<Decision> found = [];
        foreach (var decision in Decisions)
        {
            if (decision.Automation == automation && kinds.Contains(decision.Kind))
            {
                found.Add(decision);
            }
        }

        return found;
    }

    /// <summary>The hub as it is after it was killed and started again: it knows what its store got.</summary>
    public ContainedHome Restarted()
    {
        var snapshot = _hub.Snapshot;
        var saved = _hub.Log.OfType<HubOutput.AutomationSaved>().GroupBy(output => output.Entry.Id, StringComparer.Ordinal).Select(group => group.Last().Entry);
        var stored = StoredHome.Empty with
        {
            Devices = [.. snapshot.Devices.Select(one => new StoredDevice(one.Device.Name, one.Device.Label, "", one.Device.Did, one.Device.Contract.Type.Text, null, null, one.Device.AdoptedAt))],
            Automations = [.. saved.Select(entry => new StoredDocument(entry.Id, entry.Text, entry.Version, entry.Enabled, entry.SavedBy, entry.SavedAt))],
            Memories = snapshot.Memories,
            LastAlive = _hub.Now,
        };
        var again = new TestHub(nextCauseId: snapshot.NextCauseId) { Now = _hub.Now.AddSeconds(20) };
        again.Loop.Restore(stored, type => type == Light.Type.Text ? Light : Motion, again.Now);
        return new ContainedHome(again) { Latency = Latency, EchoLatency = EchoLatency, EchoTopic = EchoTopic, Takes = Takes };
    }

    private void AnswersOthers()
    {
        _moves = !_moves;
        var value = PropertyValue.FromBoolean(_moves);
        var outputs = Take(Reported("b-motion", "motion-sensor.motion-state", value));
        Assert.True(outputs.Any(output => output is HubOutput.Request { Message.Command: { Cause.By: "bystander" } command } && command.Set[0].Value == value), $"The bystander was not answered at {_hub.Now:O}.");

        Assert.True(Light.TryGetProperty("light.on", out var on));
        var ordered = Take(new HubInput.Command("p-lamp", [new PropertyReading(on, value)], null, [], "lin"));
        Assert.True(ordered.Any(output => output is HubOutput.Request { Message.Command.Cause.Origin: CauseOrigin.Person }), $"The person was not answered at {_hub.Now:O}.");
    }

    private void RunTo(DateTimeOffset time)
    {
        while (true)
        {
            DateTimeOffset? coming = _coming.TryPeek(out _, out var order) ? order.At : null;
            var due = _hub.Loop.NextDue;
            if (coming <= time && !(due < coming))
            {
                _hub.Now = coming.Value;
                Take(_coming.Dequeue());
            }
            else if (due <= time)
            {
                _hub.Now = due.Value > _hub.Now ? due.Value : _hub.Now;
                Take(HubInput.Tick.Instance);
            }
            else
            {
                break;
            }
        }

        _hub.Now = time;
    }

    private IReadOnlyList<HubOutput> Take(HubInput input)
    {
        var outputs = _hub.Step(input);
        OutputsMax = Math.Max(OutputsMax, outputs.Count);
        foreach (var output in outputs)
        {
            switch (output)
            {
                case HubOutput.Decided decided:
                    Decisions.Add(decided.Decision);
                    break;
                case HubOutput.Notified notified:
                    Notices.Add(notified);
                    break;
                case HubOutput.Request { Message: { Command: { } command } request }:
                    Answer(request, command);
                    break;
                case HubOutput.MessageWanted wanted when EchoTopic(wanted.Topic) is { } topic:
                    Later(new HubInput.MessageArrived(topic, wanted.Payload), EchoLatency);
                    break;
            }
        }

        return outputs;
    }

    /// <summary>The device does it: an answer, then a report of what it made of it.</summary>
    private void Answer(Devices.Commands.DeviceRequest request, Devices.Commands.DeviceCommand command)
    {
        Later(new HubInput.FromDevice(new DeviceResponded(command.Device.Did, new ResponseMessage(request.Id, 0, [], [], []))), Latency);
        if (IsTogglingByHand && command.Call is not null)
        {
            Later(Reported(command.Device.Name, "light.on", PropertyValue.FromBoolean(Touches++ % 2 == 0)), Latency);
        }

        if (!command.Set.IsEmpty)
        {
            PropertyReading[] taken = [.. command.Set.Select(reading => new PropertyReading(reading.Property, Takes(this, reading)))];
            Later(new HubInput.FromDevice(new DevicePropertiesReported(command.Device.Did, new PropertiesMessage([.. taken]))), Latency);
        }
    }

    private void Later(HubInput input, TimeSpan latency) => _coming.Enqueue(input, (_hub.Now + latency, _number++));

    private static DeviceContract ContractOf(string name) => Sensors.Contains(name) ? Motion : Light;

    private static HubInput.FromDevice Reported(string did, string key, PropertyValue value)
    {
        Assert.True(ContractOf(did).TryGetProperty(key, out var property), $"{did} {key}");
        return new HubInput.FromDevice(new DevicePropertiesReported(did, new PropertiesMessage([new PropertyReading(property, value)])));
    }
}
