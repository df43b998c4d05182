using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;

namespace IotHub.Devices.Tests;

/// <summary>A lamp with a switch, a level and a write-only effect: one property of each kind that matters to commands.</summary>
internal static class Lamp
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly DeviceContract Contract = Make("light", "1");

    public static readonly Device Hall = Device("hall-lamp", Contract);

    public static ContractProperty On => Contract.Properties[0];

    public static ContractProperty Brightness => Contract.Properties[1];

    public static ContractProperty Effect => Contract.Properties[2];

    public static ContractAction Toggle => Contract.Actions.Single();

    public static Device Device(string name, DeviceContract contract) => new()
    {
        Name = name,
        Label = name,
        Room = "Hall",
        Did = $"did-{name}",
        Contract = contract,
        AdoptedAt = Noon,
    };

    public static DeviceContract Make(string kind, string version)
    {
        var service = new ContractService
        {
            Iid = 2,
            Key = "light",
            Type = Type("service", "light"),
            Description = string.Empty,
            Properties =
            [
                Property(0, "light.on", PropertyFormat.Boolean, PropertyAccess.Read | PropertyAccess.Write | PropertyAccess.Notify),
                Property(1, "light.brightness", PropertyFormat.UInt8, PropertyAccess.Read | PropertyAccess.Write | PropertyAccess.Notify) with
                {
                    Range = new ValueRange(1, 100, 1),
                },
                Property(2, "light.effect", PropertyFormat.UInt8, PropertyAccess.Write),
            ],
            Actions =
            [
                new ContractAction { Key = "light.toggle", ServiceIid = 2, Iid = 1, Type = Type("action", "toggle"), Description = string.Empty },
            ],
        };
        return new DeviceContract(Type("device", kind) with { Text = $"urn:test:device:{kind}:1:lamp:{version}" }, kind, [service]);
    }

    public static DeviceCommand Set(string id, params ReadOnlySpan<PropertyReading> values) => Set(id, Noon, values);

    public static DeviceCommand Set(string id, DateTimeOffset sentAt, params ReadOnlySpan<PropertyReading> values) => new()
    {
        Id = id,
        Device = Hall,
        Set = [.. values],
        Cause = Cause.Root(1, CauseOrigin.Person, "test"),
        SentAt = sentAt,
        Deadline = sentAt + TimeSpan.FromSeconds(5),
    };

    public static DeviceCommand Call(string id) => Set(id) with { Call = Toggle };

    public static PropertyReading IsOn(bool value) => new(On, PropertyValue.FromBoolean(value));

    public static PropertyReading Level(long value) => new(Brightness, PropertyValue.FromInteger(value));

    public static PropertyReading EffectIs(long value) => new(Effect, PropertyValue.FromInteger(value));

    public static ResponseMessage Response(string id, int code, params ReadOnlySpan<PropertyCode> codes) => new(id, code, [], [.. codes], []);

    private static ContractProperty Property(int index, string key, PropertyFormat format, PropertyAccess access) => new()
    {
        Index = index,
        Key = key,
        ServiceIid = 2,
        Iid = index + 1,
        Type = Type("property", key[6..]),
        Description = string.Empty,
        Format = format,
        Access = access,
    };

    private static Urn Type(string kind, string name) => new($"urn:test:{kind}:{name}:1", "test", kind, name, "1", string.Empty, null, string.Empty);
}
