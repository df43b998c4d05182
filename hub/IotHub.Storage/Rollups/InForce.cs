using IotHub.Contracts.Values;

namespace IotHub.Storage.Rollups;

/// <summary>The value of a signal for a while.</summary>
/// <param name="Has">False where there is none.</param>
/// <param name="Number">Of a measurement and a counter: millionths.</param>
/// <param name="State">Of a state.</param>
internal readonly record struct InForce(bool Has, long Number, PropertyValue State)
{
    public static InForce None => default;

    public static InForce Of(long number) => new(true, number, default);

    public static InForce Of(PropertyValue state) => new(true, 0, state);
}
