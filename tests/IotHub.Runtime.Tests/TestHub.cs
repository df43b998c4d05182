using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Testing;

namespace IotHub.Runtime.Tests;

/// <summary>A loop with a few devices of the real contracts, driven by hand.</summary>
internal sealed class TestHub
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public TestHub(HubLoopOptions? options = null, long nextCauseId = 1) =>
        Loop = new HubLoop(options ?? new HubLoopOptions { AdoptsAnnounced = true }, nextCauseId);

    public HubLoop Loop { get; }

    public DateTimeOffset Now { get; set; } = Noon;

    public List<HubOutput> Log { get; } = [];

    public HubSnapshot Snapshot => Step(HubInput.TakeSnapshot.Instance).OfType<HubOutput.SnapshotTaken>().Single().Snapshot;

    public static DeviceContract Contract(string kind)
    {
        var file = RepositoryRoot.Path("firmware-contracts", "contracts", $"{kind}.json");
        var parsed = ContractParser.Parse(File.ReadAllBytes(file), file);
        return parsed.Contract ?? throw new InvalidOperationException(parsed.Diagnostics[0].Format(file));
    }

    public IReadOnlyList<HubOutput> Step(HubInput input)
    {
        HubOutput[] outputs = [.. Loop.Step(input, Now)];
        Log.AddRange(outputs);
        return outputs;
    }

    public HubAnswer Ask(HubInput input) => Step(input).OfType<HubOutput.Answered>().Single().Answer;

    public IReadOnlyList<HubOutput> After(TimeSpan time)
    {
        Now += time;
        return Step(HubInput.Tick.Instance);
    }

    /// <summary>Lets a device join under its did, online.</summary>
    public DeviceContract Join(string did, string kind)
    {
        var contract = Contract(kind);
        Announce(did, contract);
        Step(new HubInput.FromDevice(new DeviceStatusChanged(did, true)));
        return contract;
    }

    public IReadOnlyList<HubOutput> Announce(string did, DeviceContract contract, string? firmware = null) =>
        Step(new HubInput.FromDevice(new DeviceAnnounced(did, new AnnounceMessage(contract.Type.Text, firmware), contract)));

    public IReadOnlyList<HubOutput> Report(string did, DeviceContract contract, params ReadOnlySpan<(string Key, PropertyValue Value)> values) =>
        Step(new HubInput.FromDevice(new DevicePropertiesReported(did, new PropertiesMessage([.. Readings(contract, values)]))));

    public IReadOnlyList<HubOutput> Respond(string did, string id, int code, params ReadOnlySpan<(string Key, PropertyValue Value)> values)
    {
        var contract = Snapshot.Devices.Single(device => device.Device.Did == did).Device.Contract;
        return Step(new HubInput.FromDevice(new DeviceResponded(did, new ResponseMessage(id, code, [.. Readings(contract, values)], [], []))));
    }

    /// <summary>Goes on to a time, doing what is due on the way at its time, as the heartbeat does.</summary>
    public List<HubOutput> RunTo(DateTimeOffset time)
    {
        List<HubOutput> outputs = [];
        while (Loop.NextDue is { } due && due <= time)
        {
            Now = due > Now ? due : Now;
            outputs.AddRange(Step(HubInput.Tick.Instance));
        }

        Now = time;
        return outputs;
    }

    public HubAnswer Set(string device, DeviceContract contract, string key, PropertyValue value, string? clientId = null) =>
        Ask(new HubInput.Command(device, [.. Readings(contract, (key, value))], null, [], "lin", clientId));

    public HubAnswer PutAutomation(string id, string json) => Ask(new HubInput.PutAutomation(id, json, "lin"));

    public DeviceCommand LastCommand => Log.OfType<HubOutput.Request>().Last().Command;

    public static PropertyValue On => PropertyValue.FromBoolean(true);

    public static PropertyValue Off => PropertyValue.FromBoolean(false);

    private static List<PropertyReading> Readings(DeviceContract contract, params ReadOnlySpan<(string Key, PropertyValue Value)> values)
    {
        var readings = new List<PropertyReading>();
        foreach (var (key, value) in values)
        {
            Assert.True(contract.TryGetProperty(key, out var property), key);
            readings.Add(new PropertyReading(property, value));
        }

        return readings;
    }
}
