using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Overlays;

/// <summary>Changes one property. What the overlay does not name stays as published, in the contract's numbers where a scaling is named.</summary>
internal static class PropertyCorrection
{
    public static string[] Members { get; } =
    [
        "name", "description", "unit", "format", "access", "value-range", "value-list", "max-length", "scaling", "report-interval", "consumable", "signal", "confirm", "note",
    ];

    public static ContractProperty Apply(ContractProperty published, JsonNodeAt change, HashSet<int> actions, FaultList faults)
    {
        var scaling = ScalingReader.Read(change, published, faults);
        var format = change.TryGet("format", out _) ? PropertyReader.ReadFormat(change, faults) : change.TryGet("scaling", out _) ? ScalingReader.FormatFor(scaling, published) : published.Format;
        if (scaling is not null && !Fits(scaling, format))
        {
            faults.Warning(change, "overlay.scaling.format", $"What is scaled cannot be of format {FormatNames.NameOf(format)}; the scaling is ignored.");
            scaling = null;
        }

        var property = published with { Format = format, Scaling = scaling };
        property = ReplaceBounds(property, published, change, faults);
        if (change.TryGet("access", out _))
        {
            property = property with { Access = PropertyReader.ReadAccess(change, faults) };
        }

        property = property with { Range = ScaledBounds.Fit(property.Range, scaling, property, change, faults) };
        if (change.TryGet("unit", out _))
        {
            var unit = PropertyReader.ReadUnit(change, faults);
            UnitNames.TryGet(unit, out var known);
            property = property with { RawUnit = unit, Unit = known };
        }

        return property with
        {
            Type = NodeCorrection.ReadName(property.Type, change, faults),
            Description = NodeCorrection.ReadDescription(property.Description, change, faults),
            LengthMax = change.TryGet("max-length", out _) ? PropertyReader.ReadLengthMax(change, faults) : property.LengthMax,
            ReportInterval = change.TryGet("report-interval", out _) ? ExtensionReader.ReadReportInterval(change, faults) : property.ReportInterval,
            Consumable = change.TryGet("consumable", out _)
                ? ExtensionReader.CheckReset(ExtensionReader.ReadConsumable(change, format, property.Range, faults), actions, change, faults)
                : property.Consumable,
            Signal = change.TryGet("signal", out _) ? ExtensionReader.ReadSignal(change, format, faults) : property.Signal,
            Confirm = change.TryGet("confirm", out _) ? ConfirmReader.ReadOfProperty(change, format, faults) : property.Confirm,
        };
    }

    private static ContractProperty ReplaceBounds(ContractProperty property, ContractProperty published, JsonNodeAt change, FaultList faults)
    {
        var isNumber = FormatNames.IsInteger(property.Format) || property.Format == PropertyFormat.Float;
        var hasList = change.TryGet("value-list", out _);
        var hasRange = change.TryGet("value-range", out _);

        // A list stands in for a range and a range for a list: no property has both.
        var isRescaled = change.TryGet("scaling", out _);
        var list = hasList ? ValueListReader.Read(change, property.Format, faults)
            : hasRange || !isNumber ? []
            : ScaledBounds.Convert(published.ValueList, isRescaled ? property.Scaling : null, change, faults);
        var range = hasRange ? RangeReader.Read(change, property.Format, !list.IsEmpty, faults)
            : !list.IsEmpty || !isNumber ? null
            : ScaledBounds.Convert(published.Range, isRescaled ? property.Scaling : null, property.Format);
        return property with { ValueList = list, Range = range };
    }

    private static bool Fits(ValueScaling scaling, PropertyFormat format) =>
        scaling.Inverts ? format == PropertyFormat.Boolean : FormatNames.IsInteger(format) || format == PropertyFormat.Float;
}
