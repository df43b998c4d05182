using System.Collections.Immutable;

namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>A recorded home, read whole: its sensors, its events in order of time, and an account of every line.</summary>
public sealed record Recording
{
    /// <summary>The sensors, in the order in which they first speak.</summary>
    public required ImmutableArray<RecordedSensor> Sensors { get; init; }

    /// <summary>The events, in order of time.</summary>
    public required ImmutableArray<RecordedEvent> Events { get; init; }

    /// <summary>Lines read. Each is in exactly one of <see cref="EventLines"/>, <see cref="Notes"/>, <see cref="Blank"/> and <see cref="Rejected"/>.</summary>
    public required long Lines { get; init; }

    /// <summary>Lines that events came from.</summary>
    public required long EventLines { get; init; }

    /// <summary>Lines that describe: headings, names of sensors.</summary>
    public required long Notes { get; init; }

    /// <summary>Lines of white space.</summary>
    public required long Blank { get; init; }

    /// <summary>Rejected lines by reason.</summary>
    public required ImmutableSortedDictionary<string, long> Rejected { get; init; }

    /// <summary>The first rejected lines, each with its number and a sentence.</summary>
    public required ImmutableArray<string> FirstRejections { get; init; }

    /// <summary>Events whose time went back; they have the time of the one before.</summary>
    public required long TimeWentBack { get; init; }

    /// <summary>Activations that the recording names more than once; each is among the events once.</summary>
    public required long Repeated { get; init; }
}
