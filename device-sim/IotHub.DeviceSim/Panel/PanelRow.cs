using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;

namespace IotHub.DeviceSim.Panel;

/// <summary>One device as a line of the panel.</summary>
/// <param name="Did">Its id.</param>
/// <param name="Room">Its room; empty for none.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Condition">connected, no link, or unplugged.</param>
/// <param name="Values">The first few of its values.</param>
/// <param name="Faults">Names of the faults it has; empty for none.</param>
public sealed record PanelRow(string Did, string Room, string Kind, string Condition, string Values, string Faults)
{
    /// <summary>Values shown of each device.</summary>
    public const int ValuesMax = 4;

    /// <summary>A device as it is now.</summary>
    public static async ValueTask<PanelRow> OfAsync(SimulatedDevice device, CancellationToken cancellationToken)
    {
        var values = await device.LookAsync(cancellationToken);
        return new PanelRow(
            device.Did,
            device.Plan.Room ?? "",
            device.Plan.Contract.Kind,
            !device.IsPlugged ? "unplugged" : device.IsConnected ? "connected" : "no link",
            string.Join(", ", values.Take(ValuesMax).Select(reading => $"{reading.Property.Type.Name} {reading.Value}")),
            string.Join(", ", FaultKind.All.Where(kind => kind.IsIn(device.Faults)).Select(kind => kind.Name)));
    }

    /// <summary>Whether a device's name, room or kind has a part.</summary>
    public static bool Matches(SimulatedDevice device, string part) =>
        device.Did.Contains(part, StringComparison.OrdinalIgnoreCase)
        || device.Plan.Contract.Kind.Contains(part, StringComparison.OrdinalIgnoreCase)
        || (device.Plan.Room ?? "").Contains(part, StringComparison.OrdinalIgnoreCase);
}
