using IotHub.Automation.Preview;
using IotHub.Automation.Schedules;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Runtime;
using IotHub.Runtime.Documents;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;
using IotHub.Testing;

namespace IotHub.Storage.Tests.Preview;

/// <summary>A whole home: the loop, its store, and devices that answer after a while, or refuse, or say nothing. Time is told by hand.</summary>
internal sealed class RecordedHome(StoreFixture fixture, int seed) : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 5, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, DeviceContract> Contracts = new[] { "light", "contact-sensor", "motion-sensor", "temperature-humidity-sensor", "pet-feeder", "button" }
        .ToDictionary(kind => kind, ContractOf, StringComparer.Ordinal);

    private static readonly (string Name, string Kind)[] Kinds =
    [
        ("lamp", "light"), ("lamp-2", "light"), ("door", "contact-sensor"), ("motion", "motion-sensor"), ("climate", "temperature-humidity-sensor"), ("feeder", "pet-feeder"), ("button", "button"),
    ];

    private readonly Random _random = new(seed);
    private readonly List<HubOutput> _batch = [];
    private readonly PriorityQueue<(string Device, DeviceMessage Message), (DateTimeOffset At, int Number)> _coming = new();
    private HubStore? _store;
    private HubLoop? _loop;
    private int _number;

    public DateTimeOffset Now { get; private set; } = Start;

    public HubStore Store => _store!;

    public async Task StartAsync()
    {
        _store ??= await fixture.OpenAsync();
        var stored = await _store.LoadAsync(CancellationToken.None);
        _loop = new HubLoop(new HubLoopOptions { AdoptsAnnounced = true }, stored.NextCauseId);
        Assert.Empty(_loop.Restore(stored, type => Contracts.Values.FirstOrDefault(contract => contract.Type.Text == type), Now));
        Step(HubInput.Tick.Instance);
    }

    public void Join()
    {
        foreach (var (name, kind) in Kinds)
        {
            Hear(new DeviceAnnounced(name, new AnnounceMessage(Contracts[kind].Type.Text), Contracts[kind]));
            Hear(new DeviceStatusChanged(name, true));
        }

        Step(new HubInput.PutScene("evening", """{ "name": "Evening", "set": { "lamp/light.on": true, "lamp/light.brightness": 20 } }""", "lin"));
    }

    public void PutPerson(string id, string json) =>
        Assert.True(Assert.Single(Step(new HubInput.PutDocument(DocumentKind.Person, id, json, "lin")).OfType<HubOutput.Answered>()).Answer.Accepted);

    public void Put(string id, string json)
    {
        var answer = Assert.Single(Step(new HubInput.PutAutomation(id, json, "lin")).OfType<HubOutput.Answered>()).Answer;
        Assert.True(answer.Accepted, id + string.Join(Environment.NewLine, answer.Diagnostics.Select(fault => fault.Format(id))));
    }

    public void Report(string device, params (string Key, PropertyValue Value)[] values) =>
        Hear(new DevicePropertiesReported(device, new PropertiesMessage([.. values.Select(value => Reading(device, value.Key, value.Value))])));

    public void Hear(DeviceMessage message) => Step(new HubInput.FromDevice(message));

    public void Press(string happening, int duration = 0)
    {
        Assert.True(Contracts["button"].TryGetEvent(happening, out var found), happening);
        Hear(new DeviceEventReported("button", new EventMessage(found, [.. found.Arguments.Select(argument => new PropertyReading(argument, PropertyValue.FromInteger(duration)))], Now)));
    }

    public IReadOnlyList<HubOutput> Step(HubInput input)
    {
        HubOutput[] outputs = [.. _loop!.Step(input, Now)];
        _batch.AddRange(outputs);
        foreach (var request in outputs.OfType<HubOutput.Request>())
        {
            Answer(request);
        }

        return outputs;
    }

    /// <summary>Time goes on; what is due on the way is done at its time, or now and then some moments late.</summary>
    public void AdvanceTo(DateTimeOffset moment)
    {
        while (true)
        {
            var coming = _coming.TryPeek(out _, out var first) ? first.At : (DateTimeOffset?)null;
            var due = _loop!.NextDue;
            if (coming <= moment && (due is null || coming <= due))
            {
                Now = coming.Value > Now ? coming.Value : Now;
                Hear(_coming.Dequeue().Message);
            }
            else if (due <= moment)
            {
                var late = TimeSpan.FromMilliseconds(_random.Next(3) == 0 ? _random.Next(20) : 0);
                Now = due.Value + late > Now ? due.Value + late : Now;
                Step(HubInput.Tick.Instance);
            }
            else
            {
                Now = moment > Now ? moment : Now;
                return;
            }
        }
    }

    public async Task SaveAsync()
    {
        await _store!.WriteAsync(_batch, CancellationToken.None);
        _batch.Clear();
    }

    /// <summary>The hub is gone for a while, and what was on the way to it is lost.</summary>
    public async Task RestartAsync(TimeSpan away)
    {
        await SaveAsync();
        _coming.Clear();
        await _store!.DisposeAsync();
        _store = null;
        Now += away;
        await StartAsync();
        foreach (var (name, _) in Kinds)
        {
            Hear(new DeviceStatusChanged(name, true));
        }
    }

    /// <summary>Tries a draft in place of a saved automation.</summary>
    /// <param name="id">Which.</param>
    /// <param name="draft">The draft; null for what is saved.</param>
    /// <param name="from">Where the span begins.</param>
    public PreviewResult Preview(string id, string? draft, DateTimeOffset from)
    {
        var stored = _loop!.Step(HubInput.TakeSnapshot.Instance, Now).OfType<HubOutput.SnapshotTaken>().Single().Snapshot;
        var home = new StoredHomeView(
            StoredHome.Empty with { Devices = [.. stored.Devices.Select(device => new StoredDevice(device.Device.Name, device.Device.Label, device.Device.Room, device.Device.Did, device.Device.Contract.Type.Text, null, null, device.Device.AdoptedAt))] },
            type => Contracts.Values.FirstOrDefault(contract => contract.Type.Text == type));
        var written = new HomeDocuments(
            [.. stored.Automations.Select(entry => new StoredDocument(entry.Id, entry.Text, entry.Version, entry.Enabled, entry.SavedBy, entry.SavedAt))],
            [.. stored.Scenes.Select(entry => new StoredDocument(entry.Id, entry.Text, entry.Version, true, entry.SavedBy, entry.SavedAt))],
            [.. stored.Documents.Where(entry => entry.Kind == DocumentKind.Person).Select(entry => new StoredDocument(entry.Id, entry.Text, entry.Version, true, entry.SavedBy, entry.SavedAt))],
            []);
        var text = draft ?? stored.Automations.Single(entry => entry.Id == id).Text;
        var (result, diagnostics) = new DraftPreview(home, written, new HomePlace { Zone = TimeZoneInfo.Utc }).Run(id, text, Store.Recording, from, Now, CancellationToken.None);
        return result ?? throw new InvalidOperationException(string.Join(Environment.NewLine, diagnostics.Select(fault => fault.Format(id))));
    }

    public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static DeviceContract ContractOf(string kind)
    {
        var file = RepositoryRoot.Path("firmware-contracts", "contracts", $"{kind}.json");
        return ContractParser.Parse(File.ReadAllBytes(file), file).Contract!;
    }

    private static PropertyReading Reading(string device, string key, PropertyValue value)
    {
        var contract = Contracts[Kinds.First(kind => kind.Name == device).Kind];
        Assert.True(contract.TryGetProperty(key, out var property), key);
        return new PropertyReading(property, value);
    }

    /// <summary>Most do as they are told and say so after a while; some refuse, and some say nothing.</summary>
    private void Answer(HubOutput.Request request)
    {
        var command = request.Command;
        var id = request.Message.Id;
        var name = command.Device.Name;
        switch (_random.Next(12))
        {
            case 0:
                return;
            case 1:
                Come(name, new DeviceResponded(name, new ResponseMessage(id, -4001, [], [], [])));
                return;
            default:
                var served = command.Call?.Out.Select(property => new PropertyReading(property, PropertyValue.FromInteger(_random.Next(1, 9)))) ?? [];
                Come(name, new DeviceResponded(name, new ResponseMessage(id, 0, command.Set, [], [.. served])));
                return;
        }
    }

    private void Come(string device, DeviceMessage message) =>
        _coming.Enqueue((device, message), (Now + TimeSpan.FromMilliseconds(_random.Next(4) == 0 ? _random.Next(4_000) : _random.Next(200)), _number++));
}
