using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Devices.Tests.Commands;

/// <summary>A tracker, the lamp in the hall, and what the hub knows of it.</summary>
internal sealed class TrackedLamp
{
    public TrackedLamp(DeviceLimits? limits = null)
    {
        Home.Save(Lamp.Hall);
        Tracker = new CommandTracker(limits ?? new DeviceLimits(), Home, _ => Availability);
    }

    public HomeState Home { get; } = new();

    public CommandTracker Tracker { get; }

    public CommandEffects Effects { get; } = new();

    public DeviceAvailability Availability { get; set; } = DeviceAvailability.Online;

    /// <summary>Ids of what went out, in order; a question has a mark.</summary>
    public IEnumerable<string> Sent => Effects.Requests.Select(request => request.IsQuestion ? $"{request.Id}?" : request.Id);

    /// <summary>Hands an answer over; false when it is to nothing that waits, or not to this device.</summary>
    public bool TryAnswer(Device device, ResponseMessage response, DateTimeOffset now)
    {
        var isAwaited = Tracker.Find(device, response.Id) is { IsRepeated: false };
        Tracker.OnAnswer(device, response, now, Effects);
        return isAwaited;
    }

    /// <summary>A report, as the desk takes it in: first the state, then the tracker.</summary>
    public void Report(PropertyReading reading, DateTimeOffset now, string? askedBy = null)
    {
        Home.Apply(Lamp.Hall, reading, ValueOrigin.Reported, Cause.Root(1, CauseOrigin.Device, "hall-lamp"), now);
        Tracker.OnReport(Lamp.Hall, reading, askedBy is null ? null : Tracker.Find(Lamp.Hall, askedBy)?.Command, now, Effects);
    }
}
