using System.Collections.Immutable;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Overlays;

/// <summary>What a scaling does to ranges and lists that the published contract gives in the device's numbers.</summary>
internal static class ScaledBounds
{
    /// <summary>A published range in the contract's numbers.</summary>
    public static ValueRange? Convert(ValueRange? range, ValueScaling? scaling, PropertyFormat format)
    {
        if (range is not { } written || scaling is null || scaling.Inverts)
        {
            return range;
        }

        var (one, other) = (Map(scaling, written.Minimum), Map(scaling, written.Maximum));
        var step = Exact(written.Step * Math.Abs((double)scaling.Multiply));
        var (minimum, maximum) = (Math.Min(one, other), Math.Max(one, other));
        if (!FormatNames.IsInteger(format))
        {
            return new ValueRange(minimum, maximum, step);
        }

        (minimum, maximum) = (Math.Ceiling(minimum), Math.Floor(maximum));
        return minimum > maximum ? null : new ValueRange(minimum, maximum, Math.Max(1, Math.Round(step)));
    }

    /// <summary>A published list in the contract's numbers; what is no whole number there is left out.</summary>
    public static ImmutableArray<ValueListEntry> Convert(ImmutableArray<ValueListEntry> list, ValueScaling? scaling, JsonNodeAt change, FaultList faults)
    {
        if (scaling is null || scaling.Inverts || list.IsEmpty)
        {
            return list;
        }

        var entries = ImmutableArray.CreateBuilder<ValueListEntry>(list.Length);
        foreach (var entry in list)
        {
            var value = Map(scaling, entry.Value);
            if (Math.Floor(value) == value && Math.Abs(value) < 9e18)
            {
                entries.Add(entry with { Value = (long)value });
            }
            else
            {
                faults.Warning(change, "overlay.scaling.list", $"Scaled, the listed value {entry.Value} is no whole number; it is left out.");
            }
        }

        return entries.DrainToImmutable();
    }

    /// <summary>A range no wider and no finer than what the device's format can carry.</summary>
    public static ValueRange? Fit(ValueRange? range, ValueScaling? scaling, ContractProperty property, JsonNodeAt change, FaultList faults)
    {
        if (scaling is null || scaling.Inverts || !property.ValueList.IsEmpty || !FormatNames.TryGetBounds(scaling.Device.Format, out var lowest, out var highest))
        {
            return range;
        }

        var step = Math.Abs((double)scaling.Multiply);
        var carried = Convert(new ValueRange((double)lowest, (double)highest, 1), scaling, property.Format);
        if (carried is not { } bounds || range is not { } asked)
        {
            return carried;
        }

        if (asked.Minimum < bounds.Minimum || asked.Maximum > bounds.Maximum)
        {
            faults.Warning(change, "overlay.scaling.range", $"The device's {FormatNames.NameOf(scaling.Device.Format)} cannot carry the whole range; it is cut.");
            asked = asked with { Minimum = Math.Max(asked.Minimum, bounds.Minimum), Maximum = Math.Min(asked.Maximum, bounds.Maximum) };
            if (asked.Minimum > asked.Maximum)
            {
                return carried;
            }
        }

        if (property.IsWritable && asked.Step < step * (1 - 1e-9))
        {
            faults.Warning(change, "overlay.scaling.step", "The device counts in larger steps than the range; the step is raised.");
            asked = asked with { Step = Exact(step) };
        }

        return asked;
    }

    private static double Map(ValueScaling scaling, double number) =>
        Math.Abs(number) < 1e18 ? (double)(((decimal)number * scaling.Multiply) + scaling.Add) : (number * (double)scaling.Multiply) + (double)scaling.Add;

    // A tenth of a tenth is 0.010000000000000002 in binary; by way of a decimal it is what it should be.
    private static double Exact(double number) => Math.Abs(number) < 1e18 ? (double)(decimal)number : number;
}
