using System.Globalization;
using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Overlays;

/// <summary>Reads how a device's number becomes the contract's.</summary>
internal static class ScalingReader
{
    private static readonly string[] Members = ["multiply", "add", "invert", "format"];

    /// <summary>The member <c>scaling</c>; what the property has where it is absent, null where it cannot be meant.</summary>
    public static ValueScaling? Read(JsonNodeAt change, ContractProperty property, FaultList faults)
    {
        if (!change.TryGet("scaling", out var scaling))
        {
            return property.Scaling;
        }

        if (scaling.Kind == JsonValueKind.Null)
        {
            return null;
        }

        if (scaling.Kind != JsonValueKind.Object)
        {
            faults.Warning(scaling, "overlay.scaling.type", $"Found {scaling.Describe()} as scaling; expected {{\"multiply\": 0.1}} or {{\"invert\": true}}. It is ignored.");
            return null;
        }

        NodeReading.CheckMembers(scaling, Members, faults);
        var device = (property.Scaling?.Device ?? property) with { Range = null, ValueList = [], Scaling = null };
        if (scaling.TryGet("format", out _))
        {
            device = device with { Format = PropertyReader.ReadFormat(scaling, faults) };
        }

        return scaling.TryGet("invert", out var invert) ? ReadInverted(scaling, invert, device, faults) : ReadNumbers(scaling, device, faults);
    }

    /// <summary>The format of the contract's number, where the overlay does not say it: a share of a whole number is a fraction, and what no longer fits is an int64.</summary>
    public static PropertyFormat FormatFor(ValueScaling? scaling, ContractProperty published)
    {
        if (scaling is null || scaling.Inverts || !FormatNames.TryGetBounds(published.Format, out var lowest, out var highest))
        {
            return published.Format;
        }

        if (decimal.Truncate(scaling.Multiply) != scaling.Multiply || decimal.Truncate(scaling.Add) != scaling.Add)
        {
            return PropertyFormat.Float;
        }

        var range = ScaledBounds.Convert(published.Range ?? new ValueRange((double)lowest, (double)highest, 1), scaling, PropertyFormat.Float);
        return range is { } numbers && (numbers.Minimum < (double)lowest || numbers.Maximum > (double)highest) ? PropertyFormat.Int64 : published.Format;
    }

    private static ValueScaling? ReadInverted(JsonNodeAt scaling, JsonNodeAt invert, ContractProperty device, FaultList faults)
    {
        if (!invert.TryGetBoolean(out var inverts) || scaling.TryGet("multiply", out _) || scaling.TryGet("add", out _))
        {
            faults.Warning(invert, "overlay.scaling.invert", "\"invert\" stands alone and is true or false; the scaling is ignored.");
            return null;
        }

        if (device.Format != PropertyFormat.Boolean && !FormatNames.IsInteger(device.Format))
        {
            faults.Warning(invert, "overlay.scaling.format", $"A value of format {FormatNames.NameOf(device.Format)} has no opposite; the scaling is ignored.");
            return null;
        }

        return inverts ? new ValueScaling(1, 0, true, device) : null;
    }

    private static ValueScaling? ReadNumbers(JsonNodeAt scaling, ContractProperty device, FaultList faults)
    {
        if (!TryReadNumber(scaling, "multiply", 1, faults, out var multiply) || !TryReadNumber(scaling, "add", 0, faults, out var add))
        {
            return null;
        }

        if (Math.Abs(multiply) < 1 / OverlayLimits.ScalingMax)
        {
            faults.Warning(scaling, "overlay.scaling.multiply", "The factor is 0, or nearly; every value would be the same. The scaling is ignored.");
            return null;
        }

        if (!FormatNames.IsInteger(device.Format) && device.Format != PropertyFormat.Float)
        {
            faults.Warning(scaling, "overlay.scaling.format", $"A value of format {FormatNames.NameOf(device.Format)} cannot be scaled; the scaling is ignored.");
            return null;
        }

        return multiply == 1 && add == 0 ? null : new ValueScaling((decimal)multiply, (decimal)add, false, device);
    }

    private static bool TryReadNumber(JsonNodeAt scaling, string name, double absent, FaultList faults, out double number)
    {
        number = absent;
        if (!scaling.TryGet(name, out var node) || (node.TryGetNumber(out number) && Math.Abs(number) <= OverlayLimits.ScalingMax))
        {
            return true;
        }

        faults.Warning(node, $"overlay.scaling.{name}",
            $"Found {node.Describe()} as \"{name}\"; expected a number between -{OverlayLimits.ScalingMax.ToString("R", CultureInfo.InvariantCulture)} and {OverlayLimits.ScalingMax.ToString("R", CultureInfo.InvariantCulture)}. The scaling is ignored.");
        return false;
    }
}
