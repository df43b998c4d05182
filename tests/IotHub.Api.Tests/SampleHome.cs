using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime;

namespace IotHub.Api.Tests;

/// <summary>A small home to tell of: one lamp, one automation, one scene, one piece of found hardware.</summary>
internal static class SampleHome
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly Device Lamp = new()
    {
        Name = "hall-lamp",
        Label = "Hall lamp",
        Room = "Hall",
        Did = "lamp-1",
        Contract = LampContract(),
        AdoptedAt = Start,
    };

    public static readonly AutomationEntry Automation =
        new("evening", "Evening", """{"name":"Evening"}""", 3, true, "local", Start, DocumentStatus.Active, [], null);

    public static readonly SceneEntry Scene = new("movie", "Movie", "film", """{"name":"Movie"}""", 2, "local", Start, DocumentStatus.Active, []);

    public static readonly FoundDevice Found = new("new-1", new AnnounceMessage(Lamp.Contract.Type.Text, "1.0", "Acme"), true, Start);

    public static ContractProperty On => Lamp.Contract.Properties[0];

    public static ContractProperty Brightness => Lamp.Contract.Properties[1];

    public static HubSnapshot Snapshot(bool isOn = false) => new(
        Start,
        [new DeviceSnapshot(Lamp, true, Start, [new PropertyState(PropertyValue.FromBoolean(isOn), ValueOrigin.Reported, Start, Start, 1), default, default])],
        [Found],
        [Automation],
        [Scene],
        new HubCounters(7, ImmutableSortedDictionary<RejectionReason, long>.Empty.Add(RejectionReason.OutOfRange, 2), 5, 4, 3, 1, 0, 0, 6),
        100);

    public static HubOutput.Changed Brightened(long to, string? clientId = null) => new(
        new StateChange(Lamp, Brightness, default, PropertyValue.FromInteger(to), default, ValueOrigin.Reported, Cause.Root(9, CauseOrigin.Device, Lamp.Name), Start.AddSeconds(to)),
        clientId);

    public static HubOutput.EventOccurred Clicked() =>
        new(Lamp, new EventMessage(Lamp.Contract.Events.Single(), [], null), Cause.Root(10, CauseOrigin.Device, Lamp.Name), Start);

    public static HubOutput.CommandEnded Ended(string clientId, CommandOutcome outcome, string? error = null, int? code = null) =>
        new(new CommandEnd(Command(clientId), outcome, error, code, Start));

    public static DeviceCommand Command(string clientId, long brightness = 50) => new()
    {
        Id = $"hub-{clientId}",
        Device = Lamp,
        Set = [new PropertyReading(Brightness, PropertyValue.FromInteger(brightness))],
        Cause = Cause.Root(11, CauseOrigin.Person, "local"),
        ClientId = clientId,
        SentAt = Start,
        Deadline = Start.AddSeconds(6),
    };

    private static DeviceContract LampContract()
    {
        var on = Property(0, "light.on", PropertyFormat.Boolean, PropertyAccess.Read | PropertyAccess.Write | PropertyAccess.Notify, null);
        var brightness = Property(1, "light.brightness", PropertyFormat.UInt8, PropertyAccess.Read | PropertyAccess.Write | PropertyAccess.Notify, new ValueRange(1, 100, 1));
        var mode = Property(2, "light.mode", PropertyFormat.UInt8, PropertyAccess.Read | PropertyAccess.Notify, null) with { ValueList = [new ValueListEntry(0, "Day", "day")] };
        var service = new ContractService
        {
            Iid = 2,
            Key = "light",
            Type = Type("service", "light"),
            Description = "Light",
            Properties = [on, brightness, mode],
            Actions = [new ContractAction { Key = "light.flash", ServiceIid = 2, Iid = 1, Type = Type("action", "flash"), Description = "Flash", In = [brightness] }],
            Events = [new ContractEvent { Key = "light.click", ServiceIid = 2, Iid = 1, Type = Type("event", "click"), Description = "Click" }],
        };
        return new DeviceContract(Type("device", "light"), "A lamp", [service]);
    }

    private static ContractProperty Property(int index, string key, PropertyFormat format, PropertyAccess access, ValueRange? range) => new()
    {
        Index = index,
        Key = key,
        ServiceIid = 2,
        Iid = index + 1,
        Type = Type("property", key.Split('.')[1]),
        Description = key,
        Format = format,
        Access = access,
        RawUnit = range is null ? null : "percentage",
        Range = range,
    };

    private static Urn Type(string kind, string name) => new($"urn:miot-spec-v2:{kind}:{name}:00000001:test-lamp:1", "miot-spec-v2", kind, name, "00000001", "test-lamp", 1, string.Empty);
}
