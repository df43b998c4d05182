using System.Collections.Immutable;
using IotHub.Automation.Preview;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Runtime.Storing;

namespace IotHub.Storage.Tests.Rollups;

/// <summary>A device with a signal of each class, and what happens to it.</summary>
internal static class RollupHome
{
    public const string Energy = "meter.energy";
    public const string Power = "meter.power";
    public const string Temperature = "meter.temperature";
    public const string On = "meter.on";
    public const string Title = "meter.title";
    public const string Click = "meter.click";

    /// <summary>Takes a file back to before there were roll-ups.</summary>
    public const string WithoutRollups =
        "DROP TABLE rollup; DROP TABLE event_open; DROP TABLE away; DROP TABLE history_limit; DROP TABLE backlog; ALTER TABLE series DROP COLUMN class; " +
        "ALTER TABLE series DROP COLUMN unit; ALTER TABLE series DROP COLUMN energy; ALTER TABLE last_value DROP COLUMN open; PRAGMA user_version = 3; ";

    public static readonly ImmutableArray<string> Signals = [Energy, Power, Temperature, On, Title, Click];

    public static DeviceContract Contract { get; } = Make();

    public static Device Meter { get; } = StoreFixture.Lamp with { Name = "meter", Did = "77", Contract = Contract };

    public static HubOutput Changed(Device device, string property, PropertyValue value, DateTimeOffset at, long cause) => new HubOutput.Changed(
        new StateChange(
            device, Contract.TryGetProperty(property, out var found) ? found : throw new ArgumentException(property), default, value, default, ValueOrigin.Reported,
            Cause.Root(cause, CauseOrigin.Device, device.Name), at),
        null);

    public static HubOutput Clicked(Device device, DateTimeOffset at) => new HubOutput.Recorded(new RecordedHappening.Event(at, 1, device.Name, Click, []));

    public static HubOutput Becomes(Device device, DeviceAvailability availability, DateTimeOffset at) =>
        new HubOutput.Recorded(new RecordedHappening.AvailabilityNews(at, 1, device.Name, availability));

    public static HubOutput Started(DateTimeOffset lastAlive, DateTimeOffset at) => new HubOutput.Recorded(new RecordedHappening.HubStarted(at, 1, lastAlive));

    public static async Task<SignalSeries> QueryAsync(HubStore store, string signal, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset now, string device = "meter") =>
        (await QueryAllAsync(store, from, to, points, now, new SignalAddress(device, signal))).Signals[0]!;

    public static async Task<SignalHistory> QueryAllAsync(HubStore store, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset now, params SignalAddress[] signals) =>
        await store.Signals.QueryAsync(new SignalQuery([.. signals], from, to, points, now), CancellationToken.None);

    private static DeviceContract Make()
    {
        var index = 0;
        var properties = ImmutableArray.Create(
            Property(Energy, PropertyFormat.Float, "kWh", MeasurementUnit.KilowattHours),
            Property(Power, PropertyFormat.Float, "watt", MeasurementUnit.Watts),
            Property(Temperature, PropertyFormat.Float, "celsius", MeasurementUnit.Celsius),
            Property(On, PropertyFormat.Boolean, null, MeasurementUnit.None),
            Property(Title, PropertyFormat.String, null, MeasurementUnit.None));
        var service = new ContractService { Iid = 2, Key = "meter", Type = Type("service", "meter"), Description = "", Properties = properties };
        return new DeviceContract(Type("device", "meter"), "", [service]);

        ContractProperty Property(string key, PropertyFormat format, string? rawUnit, MeasurementUnit unit) => new()
        {
            Index = index++,
            Key = key,
            ServiceIid = 2,
            Iid = index,
            Type = Type("property", "x"),
            Description = "",
            Format = format,
            Access = PropertyAccess.Read | PropertyAccess.Notify,
            RawUnit = rawUnit,
            Unit = unit,
        };

        static Urn Type(string kind, string name) => new($"urn:x-spec:{kind}:{name}:0000A001:x-m1:1", "x-spec", kind, name, "0000A001", "x-m1", 1, "");
    }
}
