using System.Collections.Immutable;

namespace IotHub.DeviceSim.Devices;

/// <summary>A property takes a value.</summary>
public sealed record StateEffect
{
    /// <summary>Name of the property's type, in the same service or else anywhere in the device; what the device lacks is left out.</summary>
    public required string Property { get; init; }

    /// <summary>The value; 1 and 0 stand for true and false. Null where <see cref="Is"/> or <see cref="From"/> says it.</summary>
    public double? Value { get; set; }

    /// <summary>Names of values; the first that the property has is taken.</summary>
    public ImmutableArray<string> Is { get; set; } = [];

    /// <summary>Name of a property whose value is taken.</summary>
    public string? From { get; set; }

    /// <summary>Added to <see cref="Value"/> or to the value of <see cref="From"/>.</summary>
    public double Plus { get; set; }
}
