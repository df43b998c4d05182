using IotHub.Devices.Commands;
using IotHub.Gpio.Input;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Points;

namespace IotHub.Gpio.Devices;

/// <summary>Something for the one who owns the wired devices to do.</summary>
internal abstract record WiredWork
{
    /// <summary>A line of an opened device changed.</summary>
    public sealed record Edge(WiredOpening Opening, int Group, LineEdge Line) : WiredWork;

    /// <summary>A key or axis of an opened device moved.</summary>
    public sealed record Input(WiredOpening Opening, string Device, InputEvent Event) : WiredWork;

    /// <summary>Hardware of an opened device has gone.</summary>
    public sealed record Lost(WiredOpening Opening, string Reason) : WiredWork;

    /// <summary>A sensor of an opened device was read, or could not be.</summary>
    public sealed record Measured(WiredOpening Opening, SensorPoint Sensor, double Reading, string? Fault) : WiredWork;

    /// <summary>The hub wants something of a device.</summary>
    public sealed record Request(DeviceRequest Message) : WiredWork;

    /// <summary>A device joined the home, or its label or room changed.</summary>
    public sealed record Saved(string Did) : WiredWork;

    /// <summary>Something is due.</summary>
    public sealed record Wake : WiredWork
    {
        /// <summary>The only one needed.</summary>
        public static Wake Instance { get; } = new();
    }

    /// <summary>Somebody wants to know that work is done.</summary>
    public sealed record Asked(TaskCompletionSource Answer) : WiredWork;

    /// <summary>A device left the home.</summary>
    public sealed record Retired(string Did) : WiredWork;
}
