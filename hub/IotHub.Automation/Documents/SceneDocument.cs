using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>A scene as written: what several devices are set to at once.</summary>
public sealed record SceneDocument
{
    /// <summary>As written, or the default that the caller gave.</summary>
    public required string Id { get; init; }

    /// <summary>What a person reads; the id where none is written.</summary>
    public required string Name { get; init; }

    /// <summary>Name of a symbol for the app; empty for none.</summary>
    public string Icon { get; init; } = string.Empty;

    /// <summary>What it is for; may be empty.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>All of it.</summary>
    public required JsonNodeAt Root { get; init; }
}
