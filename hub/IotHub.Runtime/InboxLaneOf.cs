using IotHub.Contracts.Model;

namespace IotHub.Runtime;

/// <summary>
/// Which lane of the inbox a device's messages take. One lane for all that a device says, so that its messages keep their order.
/// </summary>
public static class InboxLaneOf
{
    // The standard service called alarm is not here: it is the beeper of an appliance's keys.
    private static readonly string[] SafetyServices = ["smoke-sensor", "gas-sensor", "submersion-sensor", "water-leak-sensor", "lock", "door-lock"];

    private static readonly string[] PressEvents = ["click", "double-click", "long-press", "press", "doorbell-ring", "rotate"];

    // That a battery runs low is no moment for which anybody waits.
    private static readonly string[] UpkeepEvents = ["low-battery"];

    /// <summary>Safety for what protects, person for what is pressed, telemetry for what only measures, comfort for the rest.</summary>
    public static InboxLane Device(DeviceContract contract)
    {
        if (contract.Services.Any(service => SafetyServices.Contains(service.Type.Name)))
        {
            return InboxLane.Safety;
        }

        if (contract.Events.Any(deviceEvent => PressEvents.Contains(deviceEvent.Type.Name)))
        {
            return InboxLane.Person;
        }

        // A sensor that only measures has no switch, no yes-or-no and nothing that happens in a moment.
        var onlyMeasures = contract.Events.All(deviceEvent => UpkeepEvents.Contains(deviceEvent.Type.Name))
            && contract.Properties.All(property => !property.IsWritable && property.Format != PropertyFormat.Boolean);
        return onlyMeasures ? InboxLane.Telemetry : InboxLane.Comfort;
    }
}
