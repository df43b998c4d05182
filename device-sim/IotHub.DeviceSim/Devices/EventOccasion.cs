using System.Collections.Immutable;

namespace IotHub.DeviceSim.Devices;

/// <summary>Which event tells of a change: sent when the property takes the value, with the arguments that the contract says.</summary>
public sealed record EventOccasion
{
    /// <summary>Name of the event's type.</summary>
    public required string Event { get; init; }

    /// <summary>Name of the property's type, in the event's service or else anywhere in the device.</summary>
    public required string Property { get; init; }

    /// <summary>The value; 1 and 0 stand for true and false. Null where <see cref="Is"/> says it.</summary>
    public double? Becomes { get; set; }

    /// <summary>Names of values, one of which it takes.</summary>
    public ImmutableArray<string> Is { get; set; } = [];

    /// <summary>The number falls to this or below from above; null for another occasion.</summary>
    public double? FallsTo { get; set; }

    /// <summary>Kinds of device that the row is for; empty for all.</summary>
    public ImmutableArray<string> Kinds { get; set; } = [];
}
