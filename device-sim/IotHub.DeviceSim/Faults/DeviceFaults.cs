using System.Collections.Immutable;

namespace IotHub.DeviceSim.Faults;

/// <summary>
/// How a device misbehaves. The default behaves. Shares are from 0 (never) to 1 (always) and are drawn from the device's seed, so that the
/// same seed gives the same faults.
/// </summary>
public sealed record DeviceFaults
{
    /// <summary>A device that behaves.</summary>
    public static DeviceFaults None { get; } = new();

    /// <summary>How long it thinks before each answer, one after the other; zero for at once.</summary>
    public TimeSpan AnswerDelay { get; init; }

    /// <summary>Every n-th request is neither done nor answered; 0 for none, 1 for all.</summary>
    public int DropEvery { get; init; }

    /// <summary>Every request is refused with this code, below zero; null to answer as the contract says.</summary>
    public int? RejectCode { get; init; }

    /// <summary>Codes, below zero, by key of the properties and actions that it refuses, such as <c>switch.on</c> of a locked outlet; everything else it does.</summary>
    public ImmutableDictionary<string, int> Refuses { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>After this long it neither reports nor answers, though its connection stays; null for never.</summary>
    public TimeSpan? SilentAfter { get; init; }

    /// <summary>It loses its connection after each such time, above zero; null for never.</summary>
    public TimeSpan? DisconnectEvery { get; init; }

    /// <summary>Share of messages, either way, that are lost; the announcement, the status and the Will are not.</summary>
    public double Loss { get; init; }

    /// <summary>Messages, either way, are held back for an even chance from zero to this; zero for not.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Share of messages, either way, that arrive twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Share of sent messages that are overtaken by those of the next two seconds.</summary>
    public double Reorder { get; init; }

    /// <summary>Share of reports in which one value is of a type that the contract does not permit.</summary>
    public double WrongType { get; init; }

    /// <summary>Share of reports in which one number lies beyond its range.</summary>
    public double OutOfRange { get; init; }

    /// <summary>Share of reports that say again what the report before said.</summary>
    public double Stale { get; init; }

    /// <summary>Share of reports, events and responses that are no JSON.</summary>
    public double Malformed { get; init; }

    /// <summary>Share of reports, events and responses that are larger than a payload may be.</summary>
    public double Oversized { get; init; }

    /// <summary>It starts anew after each such time, with the values of its beginning; null for never.</summary>
    public TimeSpan? RebootEvery { get; init; }

    /// <summary>How far its clock is ahead; below zero behind. It shows in the times of events.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Its battery falls to nothing in this time, then it is gone without a goodbye; null for never.</summary>
    public TimeSpan? BatteryDeadAfter { get; init; }

    /// <summary>Flapping Wi-Fi: it is in reach for this long at a time; null for always.</summary>
    public TimeSpan? WifiUp { get; init; }

    /// <summary>Flapping Wi-Fi: and then out of reach for this long.</summary>
    public TimeSpan WifiDown { get; init; } = TimeSpan.FromSeconds(20);
}
