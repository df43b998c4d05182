using System.Collections.Immutable;

namespace IotHub.DeviceSim.Faults;

/// <summary>How a device misbehaves. The default behaves.</summary>
public sealed record DeviceFaults
{
    /// <summary>A device that behaves.</summary>
    public static DeviceFaults None { get; } = new();

    /// <summary>How long it thinks before each answer; zero for at once.</summary>
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
}
