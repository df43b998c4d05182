using System.Collections.Immutable;
using IotHub.Contracts.Values;

namespace IotHub.Devices.Commands;

/// <summary>A message that went to a device, once or several times under one id.</summary>
internal sealed class SentRequest(string id, PendingCommand pending, bool isQuestion, ImmutableArray<PropertyReading> set, DateTimeOffset firstSentAt)
{
    public string Id { get; } = id;

    public PendingCommand Pending { get; } = pending;

    public bool IsQuestion { get; } = isQuestion;

    public ImmutableArray<PropertyReading> Set { get; } = set;

    public DateTimeOffset FirstSentAt { get; private set; } = firstSentAt;

    /// <summary>The clock was set.</summary>
    public void Shift(ClockShift shift) => FirstSentAt = shift.Moved(FirstSentAt);

    /// <summary>How often it went out.</summary>
    public int Sends { get; set; }

    /// <summary>True when the device said "accepted".</summary>
    public bool IsAccepted { get; set; }

    /// <summary>True when the device gave its last word; what comes after it is a repetition.</summary>
    public bool HasFinalAnswer { get; set; }
}
