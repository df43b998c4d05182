using IotHub.Contracts.Model;

namespace IotHub.Devices.Registry;

/// <summary>A device of this home: a name that a person gave, bound to hardware. Rules and history hang on the name.</summary>
public sealed record Device
{
    /// <summary>The name in rules and addresses: lower-case letters, digits and hyphens, <c>hall-lamp</c>. Never changes.</summary>
    public required string Name { get; init; }

    /// <summary>What a person reads: <c>Hall lamp</c>.</summary>
    public required string Label { get; init; }

    /// <summary>The room; empty if it has none.</summary>
    public required string Room { get; init; }

    /// <summary>The hardware that is bound to the name.</summary>
    public required string Did { get; init; }

    /// <summary>What the hardware is and does.</summary>
    public required DeviceContract Contract { get; init; }

    /// <summary>Firmware that the hardware announced last; null if it said none.</summary>
    public string? Firmware { get; init; }

    /// <summary>Maker that the hardware announced last; null if it said none.</summary>
    public string? Maker { get; init; }

    /// <summary>When it joined this home.</summary>
    public required DateTimeOffset AdoptedAt { get; init; }
}
