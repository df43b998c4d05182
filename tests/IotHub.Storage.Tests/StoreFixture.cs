using System.Collections.Immutable;
using IotHub.Automation.Traces;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Testing;

namespace IotHub.Storage.Tests;

/// <summary>A data folder of its own, a clock, a log, and a small home to write.</summary>
public sealed class StoreFixture : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    public static readonly HubCounters NoCounters = new(
        0, ImmutableSortedDictionary<Contracts.Messages.RejectionReason, long>.Empty, 0, 0, 0, 0, 0, 0, 0);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("iothub-storage-");

    public string Folder => _folder.FullName;

    public ManualTime Time { get; } = new(Start);

    public LogCollector Log { get; } = new();

    public StorageOptions Options => new() { Folder = Folder };

    public static DeviceContract Contract { get; } = MakeContract();

    public static Device Lamp { get; } = new()
    {
        Name = "hall-lamp",
        Label = "Hall lamp",
        Room = "Hall",
        Did = "1001",
        Contract = Contract,
        Firmware = "1.4.2",
        Maker = null,
        AdoptedAt = Start.AddTicks(1234567),
    };

    public static Device Speaker { get; } = Lamp with { Name = "speaker", Label = "Lautsprecher ♫", Room = "", Did = "1002", Firmware = null, Maker = "acme" };

    public ValueTask<HubStore> OpenAsync(StorageOptions? options = null) =>
        HubStore.OpenAsync(options ?? Options, Time, Log.CreateLogger<HubStore>(), CancellationToken.None);

    public string PathOf(string file) => Path.Combine(Folder, file);

    public static ContractProperty Property(string key) => Contract.TryGetProperty(key, out var property) ? property : throw new ArgumentException(key);

    public static HubOutput.Changed Changed(
        string property, PropertyValue value, DateTimeOffset at, long cause, Device? device = null, ValueOrigin origin = ValueOrigin.Reported) => new(
        new StateChange(device ?? Lamp, Property(property), default, value, default, origin, Cause.Root(cause, CauseOrigin.Device, "hall-lamp"), at), null);

    public static AutomationEntry AutomationOf(string id, int version, string text, bool enabled = true, int savedAtMinute = 0) => new(
        id, id, text, version, enabled, "anna", Start.AddMinutes(savedAtMinute).AddTicks(7), DocumentStatus.Active, [], null);

    public static SceneEntry Scene(string id, int version, string text) => new(id, id, "", text, version, "file", Start, DocumentStatus.Active, []);

    public static HubOutput.Decided Decided(long cause, string automation = "a") => new(new Decision(
        Start.AddTicks(cause), automation, 3, DecisionKind.Started, "dusk", "It is dark.", new Cause(cause, cause - 1, 1, 2, CauseOrigin.Automation, automation)));

    public void Dispose()
    {
        Log.Dispose();
        _folder.Delete(recursive: true);
    }

    private static DeviceContract MakeContract()
    {
        var index = 0;
        var properties = ImmutableArray.Create(
            Make("light.on", PropertyFormat.Boolean, []),
            Make("light.mode", PropertyFormat.UInt8, [new ValueListEntry(0, "Day", "day"), new ValueListEntry(1, "Night", "night")]),
            Make("light.energy", PropertyFormat.UInt64, []),
            Make("light.temperature", PropertyFormat.Float, []),
            Make("light.text", PropertyFormat.String, []));
        var service = new ContractService { Iid = 2, Key = "light", Type = Type("service", "light"), Description = "", Properties = properties };
        return new DeviceContract(Type("device", "light"), "", [service]);

        ContractProperty Make(string key, PropertyFormat format, ImmutableArray<ValueListEntry> list) => new()
        {
            Index = index++,
            Key = key,
            ServiceIid = 2,
            Iid = index,
            Type = Type("property", "x"),
            Description = "",
            Format = format,
            Access = key == "light.on" ? PropertyAccess.Read | PropertyAccess.Write | PropertyAccess.Notify : PropertyAccess.Read | PropertyAccess.Notify,
            ValueList = list,
        };

        static Urn Type(string kind, string name) =>
            new($"urn:miot-spec-v2:{kind}:{name}:0000A001:acme-l1:1", "miot-spec-v2", kind, name, "0000A001", "acme-l1", 1, "");
    }
}
