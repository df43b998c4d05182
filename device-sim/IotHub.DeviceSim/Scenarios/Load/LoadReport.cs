using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotHub.DeviceSim.Scenarios.Load;

/// <summary>What came of a load.</summary>
public sealed record LoadReport
{
    /// <summary>Devices connected.</summary>
    public required int Devices { get; init; }

    /// <summary>Seconds until all were online.</summary>
    public required double JoinSeconds { get; init; }

    /// <summary>Messages in a second that were asked for.</summary>
    public required double RateAsked { get; init; }

    /// <summary>Messages in a second that were acknowledged, from the first to the last.</summary>
    public required double RateAchieved { get; init; }

    /// <summary>Messages sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Of them, acknowledged.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Of them, refused by the broker.</summary>
    public required long Refused { get; init; }

    /// <summary>Of them, neither acknowledged nor refused in time.</summary>
    public required long Lost { get; init; }

    /// <summary>Connections made beyond the first of each device.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Half of the acknowledgements came within this many milliseconds of the moment the message was due; null without any.</summary>
    public required double? LatencyP50Milliseconds { get; init; }

    /// <summary>99 of 100 of them; null without any.</summary>
    public required double? LatencyP99Milliseconds { get; init; }

    /// <summary>The slowest; null without any.</summary>
    public required double? LatencyMaxMilliseconds { get; init; }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, LoadReportJson.Default.LoadReport);
}

/// <summary>Writes the report without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LoadReport))]
internal sealed partial class LoadReportJson : JsonSerializerContext;
