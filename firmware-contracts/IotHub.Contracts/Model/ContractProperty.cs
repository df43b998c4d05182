using System.Collections.Immutable;

namespace IotHub.Contracts.Model;

/// <summary>A property of a service: one value that a device reports or takes.</summary>
public sealed record ContractProperty
{
    /// <summary>Position among all properties of the device, from 0, in contract order. Valid only within one <see cref="DeviceContract"/>.</summary>
    public required int Index { get; init; }

    /// <summary>Address inside the device, <c>light.brightness</c>; unique. A repeated service is <c>outlet-2</c>, a repeated property <c>on-2</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Instance id of the service that holds it.</summary>
    public required int ServiceIid { get; init; }

    /// <summary>Instance id within the service.</summary>
    public required int Iid { get; init; }

    /// <summary>The type.</summary>
    public required Urn Type { get; init; }

    /// <summary>What a person reads, in the contract's language; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>What values it takes.</summary>
    public required PropertyFormat Format { get; init; }

    /// <summary>What may be done with it.</summary>
    public required PropertyAccess Access { get; init; }

    /// <summary>The unit exactly as the contract writes it; null where it has none.</summary>
    public string? RawUnit { get; init; }

    /// <summary>The unit in one spelling; <see cref="MeasurementUnit.None"/> where absent or not known.</summary>
    public MeasurementUnit Unit { get; init; }

    /// <summary>Bounds; null where the contract gives none.</summary>
    public ValueRange? Range { get; init; }

    /// <summary>The permitted values; empty where any value of the format and range is.</summary>
    public ImmutableArray<ValueListEntry> ValueList { get; init; } = [];

    /// <summary>Longest text in UTF-16 units; null where the contract gives none.</summary>
    public int? LengthMax { get; init; }

    /// <summary>The property is reported at least this often, changed or not; 1 s to 7 days. Null where the contract does not promise it.</summary>
    public TimeSpan? ReportInterval { get; init; }

    /// <summary>What wears out, when the value says how much of it is left; null for any other property.</summary>
    public Consumable? Consumable { get; init; }

    /// <summary>What the contract says its past is made of; null where it leaves that to <see cref="SignalClasses"/>. Never <see cref="SignalClass.Event"/>.</summary>
    public SignalClass? Signal { get; init; }

    /// <summary>Which writes a person has to confirm; null where the contract leaves that to <see cref="Confirmations"/>.</summary>
    public ConfirmRule? Confirm { get; init; }

    /// <summary>How the device's number becomes this property's; null where they are the same. Set by overlays only.</summary>
    public ValueScaling? Scaling { get; init; }

    /// <summary>True when the device can say the value, by report or when asked.</summary>
    public bool IsObservable => (Access & (PropertyAccess.Read | PropertyAccess.Notify)) != 0;

    /// <summary>True when the value can be set.</summary>
    public bool IsWritable => (Access & PropertyAccess.Write) != 0;

    /// <inheritdoc/>
    public override string ToString() => Key;
}
