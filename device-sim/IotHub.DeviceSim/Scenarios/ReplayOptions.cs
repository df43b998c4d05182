using IotHub.Contracts;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Homes;
using IotHub.DeviceSim.Scenarios.Recordings;

namespace IotHub.DeviceSim.Scenarios;

/// <summary>What to replay, how fast and against whom.</summary>
public sealed record ReplayOptions
{
    /// <summary>The recording, plain or packed.</summary>
    public required string Path { get; init; }

    /// <summary>Its form.</summary>
    public RecordingFormat Format { get; init; } = RecordingFormat.Casas;

    /// <summary>The hub's broker.</summary>
    public required MqttEndpoint Endpoint { get; init; }

    /// <summary>Where the sensors' contracts are found.</summary>
    public required ContractCatalogue Catalogue { get; init; }

    /// <summary>How many times faster than it was, above zero; null for as fast as it goes.</summary>
    public double? Speed { get; init; }

    /// <summary>Whether the replay drives the hub's clock; else the hub keeps its own time.</summary>
    public bool DrivesClock { get; init; }

    /// <summary>Lamps and other devices beside the sensors; null for none.</summary>
    public HomePlan? Home { get; init; }

    /// <summary>Lines replayed at most; null for all.</summary>
    public long? Limit { get; init; }

    /// <summary>How far the clock goes on after the last event, so that what is pending happens; only with a driven clock.</summary>
    public TimeSpan Tail { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Zone of the recorded times.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}
