using IotHub.Devices;
using IotHub.Gpio.Points;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Devices;

/// <summary>What wired devices need of the one who runs them.</summary>
internal interface IWiredVoice
{
    /// <summary>Has the core told something.</summary>
    void Say(WiredDevice device, DeviceMessage message);

    /// <summary>Has people told that a device came or went.</summary>
    void Tell(WiredNews news);

    /// <summary>Has a sensor read, somewhere else: it takes its time. The reading comes back as <see cref="WiredWork.Measured"/>.</summary>
    void Measure(WiredOpening opening, SensorPoint sensor);

    /// <summary>Takes what comes from hardware, on any thread.</summary>
    /// <returns>False when there is no room.</returns>
    bool Enqueue(WiredWork work);
}
