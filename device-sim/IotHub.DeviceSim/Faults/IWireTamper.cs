using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Faults;

/// <summary>
/// Stands between a device's program and its connection and may do anything to what passes: lose it, hold it back, double it, change it.
/// Faults of the radio, of the hardware and of the firmware are such. One object serves one device and is called from one place at a time;
/// it may remember what it saw. Whatever it is not interested in passes as it is.
/// </summary>
public interface IWireTamper
{
    /// <summary>What to send in place of a message: nothing (lost), one message, or several (doubled), each with a delay.</summary>
    IReadOnlyList<TamperedMessage> Send(DeviceWire message) => [new TamperedMessage(message)];

    /// <summary>What the device hears in place of a request on its way in.</summary>
    IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => [new TamperedMessage(message)];

    /// <summary>The Will to connect with in place of the right one; null to connect without. Asked once, before the first connection.</summary>
    WillMessage? TamperWill(WillMessage will) => will;
}
