using IotHub.Contracts.Values;

namespace IotHub.Devices.State;

/// <summary>Where a value comes from.</summary>
public enum ValueOrigin
{
    /// <summary>The device said it.</summary>
    Reported,

    /// <summary>It was known before the hub started, and the device has not spoken since.</summary>
    Restored,

    /// <summary>Taken to be so because a command was answered without a report.</summary>
    Assumed,
}

/// <summary>What the hub knows of one property.</summary>
/// <param name="Value">The value; the default where it is not known.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="ChangedAt">When it became this value.</param>
/// <param name="SeenAt">When it was last reported, changed or not.</param>
/// <param name="CauseId">The cause of the last change; 0 where the value is not known.</param>
public readonly record struct PropertyState(PropertyValue Value, ValueOrigin Origin, DateTimeOffset ChangedAt, DateTimeOffset SeenAt, long CauseId);

/// <summary>A value became another.</summary>
/// <param name="Device">The device.</param>
/// <param name="Property">Its property.</param>
/// <param name="Before">What it was; the default where it was not known.</param>
/// <param name="After">What it is.</param>
/// <param name="BeforeChangedAt">When the value before had begun; the default where it was not known.</param>
/// <param name="Origin">Where the new value comes from.</param>
/// <param name="Cause">Why.</param>
/// <param name="At">When.</param>
public sealed record StateChange(
    Registry.Device Device,
    Contracts.Model.ContractProperty Property,
    PropertyValue Before,
    PropertyValue After,
    DateTimeOffset BeforeChangedAt,
    ValueOrigin Origin,
    Cause Cause,
    DateTimeOffset At);
