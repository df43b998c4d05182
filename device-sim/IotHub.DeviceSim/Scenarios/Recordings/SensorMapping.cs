using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>Which contract stands for which sensor of a recorded home: data, one file for each home.</summary>
internal sealed record SensorMapping
{
    /// <summary>The first row with a word of the sensor's name counts.</summary>
    public required ImmutableArray<SensorRow> Sensors { get; init; }

    /// <summary>Rooms by words of the sensor's name, where the recording does not say the room.</summary>
    public required ImmutableArray<RoomRow> Rooms { get; init; }

    /// <summary>Reads one that comes with the simulator.</summary>
    public static SensorMapping Load(string name)
    {
        using var stream = typeof(SensorMapping).Assembly.GetManifestResourceStream($"recordings/{name}.json")
            ?? throw new InvalidOperationException($"The assembly lacks its recordings/{name}.json.");
        return JsonSerializer.Deserialize(stream, SensorMappingJson.Default.SensorMapping) ?? throw new InvalidOperationException($"{name}.json is empty.");
    }

    /// <summary>A sensor as a device, and what its property is while it is active.</summary>
    public (RecordedSensor Sensor, bool Active) Map(string did, string label, string? room)
    {
        var row = Sensors.First(candidate => Matches(candidate.Match, label));
        room ??= Rooms.FirstOrDefault(candidate => Matches(candidate.Match, label))?.Room;
        return (new RecordedSensor(did, label, room, row.Contract, row.Property), row.Active);
    }

    private static bool Matches(ImmutableArray<string> words, string label) =>
        words.IsEmpty || words.Any(word => label.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Sensors with a word in their name.</summary>
    /// <param name="Match">The words; empty for any sensor.</param>
    /// <param name="Contract">Short name of the contract.</param>
    /// <param name="Property">Address of the property.</param>
    /// <param name="Active">What the property is while the sensor is active.</param>
    internal sealed record SensorRow(ImmutableArray<string> Match, string Contract, string Property, bool Active);

    /// <summary>Sensors with a word in their name.</summary>
    /// <param name="Match">The words; empty for any sensor.</param>
    /// <param name="Room">Where they are.</param>
    internal sealed record RoomRow(ImmutableArray<string> Match, string Room);
}

/// <summary>Reads mappings without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SensorMapping))]
internal sealed partial class SensorMappingJson : JsonSerializerContext;
