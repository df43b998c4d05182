using IotHub.Devices;
using IotHub.Devices.Commands;

namespace IotHub.Runtime.Storing;

/// <summary>A command and what became of it.</summary>
/// <param name="Id">Unique within a hub's life.</param>
/// <param name="Device">The device's name.</param>
/// <param name="Action">The action that was called; null where values were set.</param>
/// <param name="Asked">The values to take, or the arguments, in words: <c>light.on = true</c>.</param>
/// <param name="Cause">Why it was sent.</param>
/// <param name="SentAt">When.</param>
/// <param name="Attempts">Messages that went out for it.</param>
public sealed record CommandRecord(string Id, string Device, string? Action, string Asked, Cause Cause, DateTimeOffset SentAt, int Attempts)
{
    /// <summary>When it came to its end; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public CommandOutcome? Outcome { get; init; }

    /// <summary>As in <see cref="CommandEnd.ErrorCode"/>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>As in <see cref="CommandEnd.DeviceCode"/>.</summary>
    public int? DeviceCode { get; init; }
}
