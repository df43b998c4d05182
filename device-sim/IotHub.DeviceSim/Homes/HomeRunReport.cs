using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotHub.DeviceSim.Homes;

/// <summary>What came of a home's life in virtual time.</summary>
public sealed record HomeRunReport
{
    /// <summary>The home's name.</summary>
    public required string Home { get; init; }

    /// <summary>Its devices.</summary>
    public required int Devices { get; init; }

    /// <summary>Where virtual time began.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Where it ended.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Messages that devices sent, by what they carry.</summary>
    public required ImmutableSortedDictionary<string, long> Messages { get; init; }

    /// <summary>All of them.</summary>
    public required long Sent { get; init; }

    /// <summary>Of them, acknowledged by the broker; without a hub all.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Of them, refused by the broker.</summary>
    public required long Refused { get; init; }

    /// <summary>Requests that devices received.</summary>
    public required long Requests { get; init; }

    /// <summary>Of them, refused by the device.</summary>
    public required long Rejections { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Messages in a second of real time.</summary>
    public required double MessagesPerSecond { get; init; }

    /// <summary>SHA-256 over time, topic and payload of every message in order: the same seed gives the same.</summary>
    public required string Hash { get; init; }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, HomeRunReportJson.Default.HomeRunReport);
}

/// <summary>Writes the report without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HomeRunReport))]
internal sealed partial class HomeRunReportJson : JsonSerializerContext;
