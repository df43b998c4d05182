using IotHub.Automation.Compilation;
using IotHub.Automation.Engine.People;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Analysis.Replay;

/// <summary>People in a replay: each has a device of their own that says whether they are there, so that they come and go at once.</summary>
internal static class ReplayPeople
{
    private static readonly Urn Type = new("urn:iothub:device:replay-person:0:iothub:1", "iothub", "device", "replay-person", "0", "iothub", 1, string.Empty);

    private static readonly DeviceContract Contract = new(Type, string.Empty,
    [
        new ContractService
        {
            Iid = 1,
            Key = "replay",
            Type = Type,
            Description = string.Empty,
            Properties =
            [
                new ContractProperty { Index = 0, Key = "replay.is-home", ServiceIid = 1, Iid = 1, Type = Type, Description = string.Empty, Format = PropertyFormat.Boolean, Access = PropertyAccess.Read | PropertyAccess.Notify },
            ],
        },
    ]);

    public static ContractProperty IsHome => Contract.Properties[0];

    /// <summary>A name that no device of a home can have.</summary>
    public static string DeviceName(string person) => "person:" + person;

    public static Device DeviceOf(string person) => new() { Name = DeviceName(person), Label = person, Room = string.Empty, Did = DeviceName(person), Contract = Contract, AdoptedAt = default };

    public static PersonPlan PlanOf(string person) =>
        new(person, person, [new PersonPlan.Tracker(new PropertyReference(DeviceOf(person), IsHome), new PropertyTest(PropertyValue.FromBoolean(true), null, null))], TimeSpan.Zero);
}
