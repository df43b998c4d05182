using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using IotHub.DeviceSim.Scenarios.Recordings;

namespace IotHub.DeviceSim.Scenarios;

/// <summary>What came of a replay. Every line is in exactly one of event lines, notes, blank and rejected.</summary>
public sealed record ReplayReport
{
    /// <summary>Lines read.</summary>
    public required long Lines { get; init; }

    /// <summary>Of them, lines that events came from.</summary>
    public required long EventLines { get; init; }

    /// <summary>Of them, lines that describe: headings, names of sensors.</summary>
    public required long Notes { get; init; }

    /// <summary>Events that the broker acknowledged.</summary>
    public required long Published { get; init; }

    /// <summary>Lines of white space.</summary>
    public required long Blank { get; init; }

    /// <summary>Rejected lines by reason.</summary>
    public required ImmutableSortedDictionary<string, long> Rejected { get; init; }

    /// <summary>The first rejected lines, each with its number and a sentence; at most <see cref="RecordingReplay.RejectionsShownMax"/>.</summary>
    public required ImmutableArray<string> FirstRejections { get; init; }

    /// <summary>Events whose time went back; they are among the published.</summary>
    public required long TimeWentBack { get; init; }

    /// <summary>Activations that the recording names more than once; each was published once.</summary>
    public required long Repeated { get; init; }

    /// <summary>Sensors of the recording.</summary>
    public required int Sensors { get; init; }

    /// <summary>Other simulated devices.</summary>
    public required int Actuators { get; init; }

    /// <summary>Requests that devices received.</summary>
    public required long Requests { get; init; }

    /// <summary>Recorded time of the first event; null without any.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>Recorded time of the last event; null without any.</summary>
    public required DateTimeOffset? To { get; init; }

    /// <summary>Duration of the replay from the first event on, without the tail.</summary>
    public required double Seconds { get; init; }

    /// <summary>Published events in a second.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>Requests that an event caused before the next event: how many the latencies are of.</summary>
    public required long LatencySamples { get; init; }

    /// <summary>Half of them arrived at the device within this many milliseconds of the event's publishing; null without any.</summary>
    public required double? LatencyP50Milliseconds { get; init; }

    /// <summary>99 of 100 of them; null without any.</summary>
    public required double? LatencyP99Milliseconds { get; init; }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReplayReportJson.Default.ReplayReport);
}

/// <summary>Writes the report without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReplayReport))]
internal sealed partial class ReplayReportJson : JsonSerializerContext;
