using IotHub.Devices.Availability;

namespace IotHub.Devices;

/// <summary>Every bound of the device core, with its reason.</summary>
public sealed record DeviceLimits
{
    /// <summary>Devices in a home. A large house has 300; four times that keeps a start under a second on a Pi. Beyond it adoption is refused.</summary>
    public int DevicesMax { get; init; } = 1024;

    /// <summary>Devices that announced themselves and were not adopted. Beyond it the one seen longest ago is forgotten.</summary>
    public int FoundMax { get; init; } = 256;

    /// <summary>Commands that wait for their end. One for each device of the largest home; beyond it commands are refused as busy.</summary>
    public int PendingCommandsMax { get; init; } = 1024;

    /// <summary>Of these, kept for people and for automations that protect: whatever other automations do, these can be sent.</summary>
    public int PendingCommandsReserved { get; init; } = 128;

    /// <summary>Of these, at most for one automation, unless it protects: one that calls without end leaves the others room until it is switched off.</summary>
    public int PendingCommandsOfOneMax { get; init; } = 512;

    /// <summary>
    /// Commands that ended and whose late answers still find them, for a minute. As many as may be pending; beyond it the one that ended first
    /// is forgotten, and an answer to it is refused as unknown.
    /// </summary>
    public int EndedCommandsMax { get; init; } = 1024;

    /// <summary>Retired hardware that is remembered, so that it does not join again by itself. Beyond it the one retired first is forgotten.</summary>
    public int RetiredMax { get; init; } = 256;

    /// <summary>Questions of the hub that wait for an answer: one for each device of the largest home. Beyond it the oldest is forgotten.</summary>
    public int QuestionsMax { get; init; } = 1024;

    /// <summary>Times of availability.</summary>
    public AvailabilityLimits Availability { get; init; } = new();

    /// <summary>Longest label and room name, in characters: what fits a tile twice over.</summary>
    public int LabelLengthMax { get; init; } = 80;

    /// <summary>How long a command may take whose sender does not say: rules, scenes and clients alike. Radio devices answer within 2 s; beyond 5 s a person has tried again.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// As <see cref="CommandTimeout"/>, for a device that has not been heard since the hub started, and for what is sent again after a restart. Devices
    /// come back within seconds; those that back off longest take half a minute.
    /// </summary>
    public TimeSpan StartCommandTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
